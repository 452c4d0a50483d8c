// A search for the best policy: which candidates need more quarters, until one is left.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/optimize/figures.h"
#include "analysis/optimize/goal.h"
#include "analysis/stats/selection.h"
#include "models/policy/decisions.h"

namespace faultline {

/// Quarters whose mean is one observation: sums of ten are nearer to a normal law than one, and still many.
inline constexpr std::size_t kQuartersPerBatch = 10;

/// What is searched. Every number follows from this.
struct OptimisationDescription {
  std::string tool_version{};
  std::string git_hash{};  ///< empty when unknown
  std::string scenario_id{};
  std::string scenario_title{};
  std::string scenario_sha256{};  ///< of the scenario as it stands
  std::string scenario_json{};    ///< its resolved document
  std::string decisions_title{};
  std::string start{};              ///< policy in which choices are set
  std::string candidates_sha256{};  ///< of the documents that the engine ran
  Goal goal;
  double confidence = stats::kConfidence;
  double difference_fraction = 0.05;  ///< of the smallest first-stage objective: what matters
  std::uint64_t seed = 0;             ///< of all luck, the same for every candidate
  std::uint32_t first_batches = 20;   ///< of every candidate
  std::uint32_t most_batches = 500;   ///< after which it ends, settled or not
  std::vector<Candidate> candidates{};
};

class Optimisation {
 public:
  explicit Optimisation(OptimisationDescription description);

  [[nodiscard]] const OptimisationDescription& description() const { return description_; }
  [[nodiscard]] const std::vector<FigureTable>& figures() const { return figures_; }
  /// Batches that the candidates of wants() must have before the next look(); of all of them at first.
  [[nodiscard]] std::size_t wanted_batches() const { return wanted_; }
  [[nodiscard]] bool wants(std::size_t candidate) const;
  /// One candidate is left, none is, or most_batches are used up.
  [[nodiscard]] bool over() const { return over_; }
  [[nodiscard]] std::size_t batches(std::size_t candidate) const {
    return figures_[candidate].quarters() / kQuartersPerBatch;
  }

  /// The next batch of a candidate.
  void add(std::size_t candidate, const FigureTable& batch) { figures_[candidate].add(batch); }
  /// Decides what can be decided. Precondition: the candidates of wants() have wanted_batches().
  void look();

  /// Absent before the first look.
  [[nodiscard]] const std::optional<stats::Selection>& selection() const { return selection_; }
  /// What one candidate must be worse by for it to matter; 0 before the first look.
  [[nodiscard]] double indifference() const { return indifference_; }

 private:
  OptimisationDescription description_;
  std::vector<FigureTable> figures_;
  std::size_t wanted_;
  bool over_ = false;
  double indifference_ = 0.0;
  std::optional<stats::Selection> selection_;
};

}  // namespace faultline
