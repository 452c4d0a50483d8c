// The paired runs behind importances: the policy as it is, and the same with one part after another forced.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/importance/part.h"
#include "sim/replication.h"

namespace faultline {

/// One forced run.
struct ForcedRun {
  std::size_t part;  ///< position among the parts
  Force force;
};

/// Chooses the parts and makes their cases. All cases of a replication share changes, luck and warm-up, so that what
/// differs is what is forced from the beginning of the horizon on. Keeps loss tables and a scenario of its own.
class ForcedCases {
 public:
  /// `losses` is the table of `today`; `file` is named in messages. Throws InputError for names that are no part of the
  /// policy or graph, with the nearest that is.
  ForcedCases(const Scenario& today, std::shared_ptr<const LossTable> losses, PolicyId policy, const PartChoice& choice,
              const std::filesystem::path& file);
  ForcedCases(const ForcedCases&) = delete;
  ForcedCases& operator=(const ForcedCases&) = delete;
  ~ForcedCases() = default;

  [[nodiscard]] const PreparedScenario& prepared() const { return *prepared_; }
  /// cases()[0]: nothing forced; cases()[i + 1] is runs()[i].
  [[nodiscard]] const std::vector<PolicyCase>& cases() const { return cases_; }
  [[nodiscard]] const std::vector<ForcedRun>& runs() const { return runs_; }
  [[nodiscard]] const std::vector<Part>& parts() const { return parts_; }
  /// What was left out and why, a sentence each.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  void add(std::size_t part, Force force, const PolicyCase& made);
  void add_gate(std::size_t part);
  void add_service(std::size_t part);
  void add_edge(std::size_t part, double soft_coupling);
  void add_coupling(std::size_t part, Force force, double coupling);

  Scenario scenario_;  // with a policy for each canary
  PolicyId policy_;
  std::optional<Gate> canary_;
  std::vector<Part> parts_;
  std::vector<ForcedRun> runs_;
  std::vector<PolicyCase> cases_;
  std::vector<std::shared_ptr<const LossTable>> tables_;
  std::vector<std::string> notes_;
  std::unique_ptr<const PreparedScenario> prepared_;
};

}  // namespace faultline
