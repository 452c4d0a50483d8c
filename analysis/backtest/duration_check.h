// How long things took after a split, against how long they took before it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::backtest {

/// Where the quantile of a sample to come will lie, from order statistics of another sample of the same law, whatever
/// that law is: of `m` values to come, as many lie below the i-th of n as a beta-binomial(m; i, n + 1 - i) says (Gumbel
/// and von Schelling 1950, The distribution of the number of exceedances, Annals of Mathematical Statistics 21). The
/// interval holds the ceil(m p)-th smallest of those to come with a chance of at least 95 %. Absent where the sample is
/// too small for that.
[[nodiscard]] std::optional<stats::Interval> predicted_quantile(std::span<const double> sample, std::size_t m,
                                                                double p);

/// One quantile of the test part.
struct QuantileScore {
  double p = 0.5;
  double observed_hours = 0.0;
  double predicted_hours = 0.0;  ///< the same quantile of the predictor
  std::optional<stats::Interval> interval_hours;
  [[nodiscard]] bool inside() const {
    return interval_hours && observed_hours >= interval_hours->low && observed_hours <= interval_hours->high;
  }
};

struct DurationScore {
  std::string predictor;
  std::size_t n = 0;  ///< durations that it rests on
  std::array<QuantileScore, 2> quantiles;
};

inline constexpr std::array<double, 2> kDurationQuantiles{0.5, 0.9};
inline constexpr std::size_t kFewestDurations = 10;

struct DurationCheck {
  std::string name;   ///< "time_to_recover_hours"
  std::size_t n = 0;  ///< in the test part
  std::vector<DurationScore> predictors;
};

/// One predictor's durations against those that came, all in hours. Precondition: neither is empty.
[[nodiscard]] DurationScore score_durations(std::string predictor, std::span<const double> sample,
                                            std::span<const double> came);

}  // namespace faultline::backtest
