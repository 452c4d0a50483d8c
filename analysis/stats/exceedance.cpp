#include "analysis/stats/exceedance.h"

#include <algorithm>
#include <cmath>

namespace faultline::stats {
namespace {

constexpr std::size_t kReturnPeriodSupport = 20;

}  // namespace

std::optional<ExceedancePoint> exceedance_at(const SortedSample& sample, double x, double confidence) {
  const std::size_t n = sample.size();
  const std::size_t k = sample.count_above(x);
  auto probability = proportion_estimate(k, n, confidence);
  if (!probability) {
    return std::nullopt;
  }
  std::optional<double> return_period;
  if (k >= kReturnPeriodSupport) {
    return_period = static_cast<double>(n) / static_cast<double>(k);
  }
  return ExceedancePoint{x, *std::move(probability), k, return_period};
}

std::optional<ExceedanceCurve> exceedance_curve(const SortedSample& sample, ExceedanceKind kind, std::size_t max_points,
                                                double confidence) {
  const std::size_t n = sample.size();
  if (n == 0) {
    return std::nullopt;
  }
  ExceedanceCurve curve{kind, {}, dkw_half_width(n, confidence), confidence, n, false};
  const auto& losses = sample.values();
  curve.points.push_back(*exceedance_at(sample, 0, confidence));
  const std::size_t positive = curve.points.front().exceedances;
  const auto end_at_last_point = [&curve, &losses] {
    const std::size_t beyond = curve.points.back().exceedances;
    curve.stops_early = beyond > 0;
    curve.losses_beyond.assign(losses.end() - static_cast<std::ptrdiff_t>(beyond), losses.end());
  };
  if (positive <= kSupport) {
    end_at_last_point();
    return curve;
  }
  const double ratio = static_cast<double>(kSupport) / static_cast<double>(positive);
  const std::size_t steps = std::max<std::size_t>(max_points, 2) - 1;
  std::size_t previous = positive;
  for (std::size_t i = 1; i <= steps; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(steps);
    const auto above = static_cast<std::size_t>(std::lround(static_cast<double>(positive) * std::pow(ratio, share)));
    if (above >= previous) {
      continue;
    }
    // The loss with `above` others beyond it; ties beyond may leave fewer, so the support is counted again.
    const double x = losses[n - above - 1];
    if (x <= curve.points.back().loss) {
      continue;
    }
    auto point = exceedance_at(sample, x, confidence);
    if (point->exceedances < kSupport) {
      break;
    }
    previous = above;
    curve.points.push_back(*std::move(point));
  }
  end_at_last_point();
  return curve;
}

double dkw_half_width(std::size_t n, double confidence) {
  return std::sqrt(std::log(2 / (1 - confidence)) / (2 * static_cast<double>(n)));
}

}  // namespace faultline::stats
