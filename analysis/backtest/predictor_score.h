// How well a forecast did, week by week, and whether luck explains the rest.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/backtest/count_forecast.h"
#include "analysis/stats/estimate.h"

namespace faultline::backtest {

inline constexpr std::array<double, 3> kBandLevels{0.5, 0.8, 0.95};

struct BandScore {
  Band band;
  std::size_t inside = 0;
  stats::Estimate share;  ///< of the weeks, with Wilson's interval
  double p_fewer = 1.0;   ///< chance of so few inside, or fewer, were the forecast right
  double p_more = 1.0;    ///< chance of so many, or more
};

struct PredictorScore {
  std::string name;
  double mean = 0.0;        ///< of a week's count
  double dispersion = 1.0;  ///< variance over mean of it, ignorance of the rate included
  std::array<BandScore, kBandLevels.size()> bands;
  RankHistogram ranks{};            ///< weeks in each tenth of the forecast
  double ranks_p = 1.0;             ///< chance of ranks so uneven, were the forecast right
  std::vector<double> week_ranks;   ///< mid-PIT of each week
  std::vector<double> week_scores;  ///< ranked probability score of each
  double mean_score = 0.0;
};

/// How futures are drawn against which the score is held.
struct FutureDraws {
  std::uint64_t seed = 1;
  std::uint32_t futures = 2000;
  /// Correlation of neighbouring weeks, 0 to below 1, as that of the training part (correlation_of_weeks).
  double correlation = 0.0;
};

/// Correlation of neighbouring weeks' normal scores of ranks, at least 0: what a forecast that takes weeks for
/// independent leaves out.
[[nodiscard]] double correlation_of_weeks(const CountLaw& law, std::span<const std::uint64_t> counts);

/// Scores a forecast on the weeks that came. The chances are shares of futures drawn from the forecast itself: the
/// values that are not known exactly once a future, then its weeks, hanging together by a Gaussian copula with the
/// given correlation. So neither an error that all weeks share nor their dependence passes for evidence against the
/// forecast. The unevenness of ranks is chi-square over the tenths.
[[nodiscard]] PredictorScore score(std::string name, const Forecast& forecast, std::span<const std::uint64_t> counts,
                                   const FutureDraws& draws);

}  // namespace faultline::backtest
