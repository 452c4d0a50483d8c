#include "analysis/stats/unpaired.h"

#include <algorithm>
#include <cmath>

#include "analysis/stats/special_functions.h"

namespace faultline::stats {

std::optional<Estimate> unpaired_difference(std::span<const double> a, std::span<const double> b, double confidence) {
  MomentAccumulator of_a;
  MomentAccumulator of_b;
  for (const double x : a) {
    of_a.add(x);
  }
  for (const double x : b) {
    of_b.add(x);
  }
  const double difference = of_a.mean() - of_b.mean();
  if (a.empty() || b.empty() || !std::isfinite(difference)) {
    return std::nullopt;
  }
  Estimate estimate{
      difference, std::nullopt, std::nullopt, confidence, std::min(a.size(), b.size()), "difference, Welch t", {}};
  if (a.size() < 2 || b.size() < 2) {
    estimate.warnings.emplace_back("one replication: no standard error");
    return estimate;
  }
  for (const MomentAccumulator* moments : {&of_a, &of_b}) {
    if (auto warning = moments->heavy_tail_warning()) {
      estimate.warnings.push_back(*std::move(warning));
    }
  }
  const double var_a = *of_a.variance() / static_cast<double>(a.size());
  const double var_b = *of_b.variance() / static_cast<double>(b.size());
  const double variance = var_a + var_b;
  estimate.standard_error = std::sqrt(variance);
  if (variance == 0) {
    estimate.interval = Interval{difference, difference};
    return estimate;
  }
  const double degrees =
      variance * variance /
      (var_a * var_a / static_cast<double>(a.size() - 1) + var_b * var_b / static_cast<double>(b.size() - 1));
  const double half = student_t_quantile(0.5 + confidence / 2, degrees) * *estimate.standard_error;
  estimate.interval = Interval{difference - half, difference + half};
  return estimate;
}

}  // namespace faultline::stats
