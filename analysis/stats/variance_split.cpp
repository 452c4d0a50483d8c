#include "analysis/stats/variance_split.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/stats/special_functions.h"

namespace faultline::stats {
namespace {

struct Means {
  std::vector<double> of_draws;
  std::vector<double> of_replications;
  double all = 0.0;
};

Means means_of(std::span<const double> values, std::size_t draws, std::size_t replications) {
  Means means{std::vector<double>(draws), std::vector<double>(replications), 0.0};
  for (std::size_t d = 0; d < draws; ++d) {
    for (std::size_t r = 0; r < replications; ++r) {
      const double value = values[d * replications + r];
      means.of_draws[d] += value / static_cast<double>(replications);
      means.of_replications[r] += value / static_cast<double>(draws);
    }
    means.all += means.of_draws[d] / static_cast<double>(draws);
  }
  return means;
}

}  // namespace

double VarianceSplit::ignorance_share() const {
  const double both = ignorance_variance + luck_variance;
  return both > 0.0 ? ignorance_variance / both : 0.0;
}

std::optional<VarianceSplit> variance_split(std::span<const double> values, std::size_t replications) {
  const std::size_t draws = replications == 0 ? 0 : values.size() / replications;
  if (draws < 2 || replications < 2 || draws * replications != values.size() ||
      !std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); })) {
    return std::nullopt;
  }
  const Means means = means_of(values, draws, replications);
  double within = 0.0;
  double residual = 0.0;
  double between = 0.0;
  for (std::size_t d = 0; d < draws; ++d) {
    between += (means.of_draws[d] - means.all) * (means.of_draws[d] - means.all);
    for (std::size_t r = 0; r < replications; ++r) {
      const double own = values[d * replications + r] - means.of_draws[d];
      const double left = own - (means.of_replications[r] - means.all);
      within += own * own;
      residual += left * left;
    }
  }
  const auto n = static_cast<double>(replications);
  const double between_degrees = static_cast<double>(draws - 1);
  const double residual_degrees = between_degrees * (n - 1.0);
  const double variance_of_means = between / between_degrees;
  const double residual_square = residual / residual_degrees;
  VarianceSplit split;
  split.draws = draws;
  split.replications = replications;
  split.mean = means.all;
  split.luck_variance = within / (static_cast<double>(draws) * (n - 1.0));
  split.luck_variance_of_means = residual_square / n;
  const double ignorance = variance_of_means - split.luck_variance_of_means;
  split.ignorance_variance = std::max(0.0, ignorance);
  split.ignorance_below_zero = ignorance < 0.0;
  split.one_way_ignorance_variance = std::max(0.0, variance_of_means - split.luck_variance / n);
  if (residual_square > 0.0) {
    split.f = n * variance_of_means / residual_square;
    split.p_value = f_upper_tail(split.f, between_degrees, residual_degrees);
  } else {
    split.p_value = variance_of_means > 0.0 ? 0.0 : 1.0;
  }
  return split;
}

}  // namespace faultline::stats
