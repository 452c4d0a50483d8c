#include "analysis/means.h"

#include <cmath>

namespace faultline {

double sum(std::span<const double> values) {
  double total = 0;
  for (const double value : values) {
    total += value;
  }
  return total;
}

double mean(std::span<const double> values) { return sum(values) / static_cast<double>(values.size()); }

std::optional<double> ratio(std::span<const double> part, std::span<const double> whole) {
  const double total = sum(whole);
  return total > 0 ? std::optional(sum(part) / total) : std::nullopt;
}

stats::Estimate mean_of(std::span<const double> values) { return existing(stats::mean_estimate(values)); }

LossSummary loss_summary(std::span<const double> values) {
  LossSummary summary{mean_of(values), std::nullopt};
  if (summary.mean.standard_error) {
    summary.sd = *summary.mean.standard_error * std::sqrt(static_cast<double>(values.size()));
  }
  return summary;
}

}  // namespace faultline
