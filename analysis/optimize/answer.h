// What a search for the best policy came to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/optimize/optimisation.h"
#include "analysis/stats/estimate.h"

namespace faultline {

/// Estimates of one candidate, a quarter each.
struct CandidateFigures {
  std::size_t quarters = 0;
  stats::Estimate lost_orders;
  stats::Estimate friction;  ///< money; 0 where nothing is priced
  stats::Estimate objective;
  stats::Estimate lead_time_hours;
  stats::Estimate undelivered_fraction;
};

/// One candidate on the first stage's quarters, which all of them have; intervals hold for all candidates at once.
struct FrontPoint {
  std::size_t candidate = 0;
  stats::Estimate friction;
  stats::Estimate lost_orders;
  stats::Estimate lead_time_hours;
};

/// At which price the runner-up wins.
struct PriceFlip {
  Price price = Price::margin_per_order;
  double now = 0;
  stats::Estimate at;
  bool above = false;  ///< it wins above `at`; otherwise below
};

/// The runner-up wins where a limit lies from its own figure to below that of the recommended, which then breaks it.
struct LimitRange {
  LimitKind kind = LimitKind::lost_orders;
  std::optional<double> now;  ///< absent where no such limit is set
  stats::Estimate from;
  stats::Estimate below;
};

/// A candidate that is better and breaks one limit: where the limit would have to be.
struct LimitFlip {
  std::size_t candidate = 0;
  LimitKind kind = LimitKind::lost_orders;
  double now = 0;
  stats::Estimate needed;
  stats::Estimate better_by;  ///< objective of the recommended less its own, paired
  /// From this limit on another wins, which breaks the same one and is better still.
  std::optional<std::size_t> next;
  stats::Estimate until;
};

/// A limit that a candidate is not known to keep: where the limit would have to be.
struct LimitGap {
  LimitKind kind = LimitKind::lost_orders;
  double now = 0;
  stats::Estimate needed;  ///< the candidate's own figure
  stats::Estimate over;    ///< that less the limit; below 0 where it was turned down within the margin
  double surely = 0;       ///< from this limit on its whole interval, and the margin, lie below the limit
};

/// Where no candidate is known to keep the limits: the one that they would admit first.
struct NearestCandidate {
  std::size_t candidate = 0;
  double worst_fraction = 0;   ///< the largest share of a limit by which its figure is over it; below 0: over none
  std::vector<LimitGap> gaps;  ///< those that it broke, and open ones that its mean is over
};

struct OptimisationAnswer {
  bool settled = false;                    ///< with the probability that the description asks for
  std::optional<std::size_t> recommended;  ///< where it is not settled: the best so far that keeps the limits
  std::optional<std::size_t> runner_up;    ///< the best of the others that breaks no limit, as far as is known
  stats::Estimate runner_up_worse_by;      ///< objective, paired
  /// By how much its objective would have to be smaller for it to win: the same, with an interval that holds for all
  /// the others at once, because which of them is the runner-up is seen afterwards.
  stats::Estimate runner_up_wins_by;
  /// Absent where one is recommended.
  std::optional<NearestCandidate> nearest;
  std::vector<PriceFlip> price_flips;
  std::vector<LimitRange> limit_ranges;
  std::optional<LimitFlip> limit_flip;       ///< that with the smallest step
  std::vector<CandidateFigures> candidates;  ///< on all quarters that each has: not alike
  std::vector<CandidateFigures> alike;       ///< on the first stage's quarters, which all have
  /// Candidates that deliver and of which no other has less friction and loses less, by rising friction.
  std::vector<FrontPoint> front;
  std::vector<std::string> warnings;  ///< what the loader says of the recommended; filled in by whoever loaded it
};

/// Precondition: the search is over.
[[nodiscard]] OptimisationAnswer answer_of(const Optimisation& search);

/// Whether a mean is surely above a limit: what was turned down may also lie within the margin below it.
[[nodiscard]] bool surely_breaks(const stats::Estimate& mean, double limit);
/// A limit that a candidate was turned down for.
struct BrokenLimit {
  LimitKind kind = LimitKind::lost_orders;
  double limit = 0;
  stats::Estimate mean;
};
[[nodiscard]] std::vector<BrokenLimit> broken_limits(const Optimisation& search, std::size_t candidate);
/// Limits of which it is not settled whether a candidate keeps them.
[[nodiscard]] std::vector<LimitKind> open_limits(const Optimisation& search, std::size_t candidate);
/// "beaten by 3", "breaks lost orders and lead time", "near lost orders" (turned down, not known to break it), ...
[[nodiscard]] std::string outcome_of(const Optimisation& search, const OptimisationAnswer& answer,
                                     std::size_t candidate);

}  // namespace faultline
