#include "analysis/stats/elasticity.h"

#include <cmath>
#include <cstddef>

#include "analysis/stats/paired.h"

namespace faultline::stats {

std::vector<double> ratio_values(std::span<const double> numerator, std::span<const double> denominator) {
  MomentAccumulator above;
  MomentAccumulator below;
  for (const double x : numerator) {
    above.add(x);
  }
  for (const double x : denominator) {
    below.add(x);
  }
  if (numerator.size() != denominator.size() || !(below.mean() > 0)) {
    return {};
  }
  const double ratio = above.mean() / below.mean();
  std::vector<double> values(numerator.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = ratio + (numerator[i] - ratio * denominator[i]) / below.mean();
  }
  return values;
}

std::optional<Estimate> elasticity(std::span<const double> y_a, std::span<const double> y_b, double x_a, double x_b,
                                   double confidence) {
  if (!(x_a > 0) || !(x_b > x_a) || !std::isfinite(x_b)) {
    return std::nullopt;
  }
  const std::optional<Estimate> saved = percentage_saved(y_a, y_b, confidence);
  if (!saved || !(saved->value < 1)) {
    return std::nullopt;
  }
  const double stretch = std::log(x_b / x_a);
  const double ratio = 1 - saved->value;
  Estimate slope{std::log(ratio) / stretch,      std::nullopt,   std::nullopt, confidence, saved->n,
                 "elasticity, paired log ratio", saved->warnings};
  if (saved->standard_error) {
    slope.standard_error = *saved->standard_error / ratio / stretch;
  }
  if (saved->interval && saved->interval->high < 1) {
    slope.interval =
        Interval{std::log(1 - saved->interval->high) / stretch, std::log(1 - saved->interval->low) / stretch};
  }
  return slope;
}

}  // namespace faultline::stats
