// What the leadership page says beyond a comparison: which policy it recommends by rule, the budget, the front.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/comparison.h"
#include "analysis/report/chart_tornado.h"
#include "analysis/report/history_check.h"
#include "analysis/stats/exceedance.h"

namespace faultline::report {

/// Lost orders that a quarter should not exceed.
struct OrderBudget {
  double orders = 0;
  bool given = false;  ///< otherwise the reference policy's 90 % quantile stands in
};

/// One policy's quarters, replication by replication.
struct Quarters {
  std::span<const double> lost_orders;       ///< gross
  std::span<const double> lead_time_median;  ///< hours
  std::span<const double> deployed;          ///< changes
};

struct LeadershipPolicy {
  stats::ExceedancePoint over_budget;
  double share_without_loss = 0;             ///< of quarters
  std::optional<stats::Estimate> lead_time;  ///< hours; mean of the medians of quarters that ship something
  std::optional<std::size_t> dominated_by;   ///< settled to be no worse in loss and in lead time, and better in one
  std::optional<double> chance_of_front;     ///< over bootstrap resamples of whole quarters; absent: holds back
};

/// One input of a tornado sweep.
struct LeadershipInput {
  TornadoRow bar;                        ///< the saving at its ends, with the error of the change
  std::vector<stats::Estimate> savings;  ///< at every level, the lowest first, each with its own error
};

/// Every input of a tornado sweep, for the saving of one policy.
struct LeadershipSweep {
  std::size_t policy = 0;               ///< position in the comparison
  double base = 0;                      ///< its saving as the scenario stands
  std::vector<LeadershipInput> inputs;  ///< widest bar first
  std::vector<std::string> flips;       ///< in words, where along an input another policy loses least
  std::uint32_t replications = 0;       ///< of each cell
  std::size_t cells = 0;
  std::size_t failed_cells = 0;
  std::vector<std::string> shortened{};  ///< inputs some of whose cells failed
};

/// What the caller may bring along.
struct LeadershipExtras {
  std::optional<double> budget;  ///< orders a quarter, above 0
  std::string decision;          ///< who approves what from when; added to the decision asked
  std::optional<LeadershipSweep> sweep{};
  std::vector<HistoryCheck> history{};
};

struct LeadershipFacts {
  Comparison comparison;
  OrderBudget budget;
  std::vector<LeadershipPolicy> policies;
  std::optional<std::size_t> recommended;  ///< see recommended_policy()
  LeadershipExtras extras;
};

/// Policy q seen from policy p, whichever of them comes first in the pairs.
struct Relation {
  stats::Estimate saved;                      ///< orders that q loses less than p, with the simultaneous interval
  stats::Verdict verdict;                     ///< on q
  std::string reason;                         ///< why there is none, when a rule forbids it
  std::optional<stats::Estimate> more_hours;  ///< of median lead time that q takes
};
[[nodiscard]] Relation relation(const Comparison& comparison, std::size_t p, std::size_t q);

/// Of the policies settled to lose fewer orders than the reference, those that no other is settled to undercut, and of
/// these the one with the shortest median lead time. A policy whose net benefit is settled to be negative is none of
/// them. Absent when nothing is settled better.
[[nodiscard]] std::optional<std::size_t> recommended_policy(const Comparison& comparison);

/// The policy whose saving further questions are about: the recommended one, otherwise the one that saves most.
/// Precondition: there are two.
[[nodiscard]] std::size_t policy_in_question(const Comparison& comparison);

/// `quarters`: by policy. Precondition: at least one replication.
[[nodiscard]] LeadershipFacts leadership_facts(Comparison comparison, std::span<const Quarters> quarters,
                                               LeadershipExtras extras);

}  // namespace faultline::report
