// One stream of events before and after a split: what was forecast, what came, and what that says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/backtest/predictor_score.h"

namespace faultline::backtest {

enum class BandVerdict : std::uint8_t { hold, too_narrow, too_wide, not_settled };
enum class RateVerdict : std::uint8_t { steady, moved };

/// Too narrow: so few weeks inside the band of 80 % or of 95 % have a chance below 1.25 % each. Too wide: so many
/// inside that of 80 % have one below 2.5 %.
[[nodiscard]] BandVerdict band_verdict(const PredictorScore& score);

struct CountCheck {
  std::string name;  ///< "incidents", "changes" or "deployments"
  SplitWeeks weeks;
  WeeklyRate before;
  WeeklyRate after;
  WeeklyDispersion dispersion;  ///< of the training part
  double correlation = 0.0;     ///< of neighbouring weeks there
  /// Rate after the split to that before, exp(ln ratio +- t x error of both parts), Welch's degrees.
  stats::Estimate rate_ratio;
  std::optional<stats::Estimate> trend_before;  ///< change a year as a share of the part's mean, within each part
  std::optional<stats::Estimate> trend_after;
  std::vector<PredictorScore> predictors;  ///< the records alone first
  /// Mean ranked score of the second predictor less that of the first, below 0: the second is better (Diebold and
  /// Mariano 1995, doi 10.1080/07350015.1995.10524599, with Newey and West's error).
  std::optional<stats::Estimate> score_difference;

  [[nodiscard]] RateVerdict rate_verdict() const;
};

inline constexpr std::size_t kFewestWeeks = 8;
inline constexpr double kFewestEvents = 10.0;

/// Why a split allows no check; empty when it does: no day on one of its sides, fewer than 8 whole weeks there, fewer
/// than 10 events before it, none after it.
[[nodiscard]] std::string unfit_reason(const SplitWeeks& weeks);

/// Fits the training part and scores it on the test part. `simulated`: weekly counts of the same events in a
/// simulation, made a second predictor. Precondition: unfit_reason(weeks) is empty.
[[nodiscard]] CountCheck check_counts(std::string name, SplitWeeks weeks, const std::optional<CountLaw>& simulated,
                                      std::uint64_t seed);

/// What came of a predictor, in a sentence: whether bands hold, whether the rate moved.
[[nodiscard]] std::string verdict_sentence(const CountCheck& check, const PredictorScore& score);

}  // namespace faultline::backtest
