// Which of several candidates is best within limits, with a stated probability of being right.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// A candidate is wanted when the mean of the figure is at most `most`.
struct SelectionLimit {
  double most;
  double margin;  ///< > 0: a candidate whose mean lies within it below `most` may be turned down
};

struct SelectionRules {
  double confidence = kConfidence;
  double indifference = 0;  ///< > 0: what one candidate must be worse by for the difference to matter
  std::vector<SelectionLimit> limits{};
};

/// One candidate's observations: element i of every vector is batch i.
struct SelectionSeries {
  std::vector<double> objective{};             ///< to be small
  std::vector<std::vector<double>> limited{};  ///< by SelectionLimit
};

enum class LimitState : std::uint8_t { open, kept, broken };

/// Where one candidate stands.
struct SelectionState {
  bool in_play = true;
  std::vector<LimitState> limits{};        ///< by SelectionLimit
  std::optional<std::size_t> beaten_by{};  ///< a candidate that keeps the limits and is better
  std::size_t out_after = 0;               ///< batches; of one that is no longer in play

  [[nodiscard]] bool keeps_limits() const;
  [[nodiscard]] bool breaks_limit() const;
};

/// Fully sequential selection of the smallest mean under limits on other means, on the same batches for all candidates:
/// the procedure of Kim and Nelson (2001, doi 10.1145/502109.502111) with the check of feasibility of Andradottir and
/// Kim (Naval Research Logistics 57, 2010, page 403) run at the same time, for several limits and dependent candidates
/// as Healey, Andradottir and Kim have it (2014, ACM TOMACS 24). Both hold a sum of observations against the
/// triangle |sum(r)| < max(0, (h^2 S^2 / d - d r) / 2), S^2 being the first stage's variance of what is summed:
/// differences of two candidates with d = indifference; a limited figure less (most - margin / 2) with d = margin / 2.
/// The first exit decides and is remembered. A candidate leaves when it breaks a limit, or is worse than one in play
/// that keeps all limits; while it is worse than one in play whose limits are open, it sleeps (the same, European
/// Journal of Operational Research 224, 2013, page 340): it matters only if the better one leaves.
///
/// With k candidates and m limits each decision errs with probability (1 - confidence) / (k - 1 + m) at most
/// (Bonferroni: nothing is assumed of how candidates depend on each other), h^2 = ((2 error)^(-2 / (n0 - 1)) - 1)
/// (n0 - 1). If batches are independent and normal, then with probability `confidence` the selected candidate keeps
/// every limit, and is the best one where no other that keeps the limits comes within `indifference` of it or of a
/// limit's margin. Measured for heavy tails and ties: docs/methodology/optimize.md.
class Selection {
 public:
  /// Preconditions: at least one candidate; all vectors of one length of at least 2, as many `limited` as limits.
  Selection(SelectionRules rules, const std::vector<SelectionSeries>& first_stage);

  [[nodiscard]] const std::vector<SelectionState>& states() const { return states_; }
  [[nodiscard]] std::size_t batches(std::size_t candidate) const { return objective_sums_[candidate].size() - 1; }
  /// One candidate is left, which keeps the limits, or none.
  [[nodiscard]] bool finished() const;
  /// The one candidate left; absent before the end, and where none keeps the limits.
  [[nodiscard]] std::optional<std::size_t> selected() const;

  /// How many batches the candidates that are awake must have next: those with the fewest go on.
  [[nodiscard]] std::size_t wanted() const { return wanted_; }
  /// Whether a candidate is in play, awake, and has fewer than wanted(). At least one does before the end.
  [[nodiscard]] bool wants(std::size_t candidate) const;
  /// Takes up the batches from batches(i) to before wanted() of the candidates that want them (what there is of others
  /// is ignored), and decides what can be decided.
  void add(const std::vector<SelectionSeries>& next);

 private:
  enum class Order : std::uint8_t { open, first_better, second_better };

  void take(std::size_t candidate, const SelectionSeries& series);
  void look();
  void decide_limits(std::size_t candidate);
  void decide_pair(std::size_t a, std::size_t b);
  void plan();
  [[nodiscard]] bool better(std::size_t a, std::size_t b) const;
  [[nodiscard]] bool sleeps(std::size_t candidate) const;
  [[nodiscard]] double boundary(double variance, double drift, std::size_t batches) const;
  [[nodiscard]] std::size_t pair(std::size_t a, std::size_t b) const { return a * states_.size() + b; }

  SelectionRules rules_;
  double h_squared_ = 0;
  std::size_t wanted_ = 0;
  std::vector<SelectionState> states_;
  std::vector<bool> awake_;
  std::vector<std::vector<double>> objective_sums_;  // by candidate: of the first r batches
  std::vector<std::vector<double>> limited_sum_;     // by candidate and limit, less most - margin / 2
  std::vector<double> pair_variance_;                // by pair a < b
  std::vector<std::vector<double>> limit_variance_;  // by candidate and limit
  std::vector<Order> order_;                         // by pair a < b
};

/// After how many batches a selection that has n looks again: a tenth more, two at least. Looking less often than after
/// every batch costs observations and no probability.
[[nodiscard]] constexpr std::size_t next_selection_look(std::size_t n) { return n + (n < 20 ? 2 : n / 10); }

}  // namespace faultline::stats
