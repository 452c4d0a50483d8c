// What changed between two runs: inputs, policies and answers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/changes/input_changes.h"
#include "analysis/comparison.h"

namespace faultline {

/// One figure about the runs themselves that differs, e.g. "seed".
struct FactChange {
  std::string what;
  std::string before;
  std::string now;
};

struct PolicyChange {
  enum class Kind : std::uint8_t { added, removed, changed };
  std::string id;
  Kind kind;
  std::size_t inputs = 0;  ///< of its own that differ, when changed
};

/// The answer about a policy that both runs have. Differences are means over quarters.
struct AnswerChange {
  std::string id;
  std::size_t policy = 0;  ///< position in the newer run
  stats::Estimate lost_before;
  stats::Estimate lost_now;
  stats::Estimate saved;  ///< lost before - lost now; its interval holds for all policies of both runs at once
  stats::Verdict verdict = stats::Verdict::kNotSettled;  ///< on `saved`: better, when it loses less now
  std::string reason;                                    ///< why there is no verdict, where a rule forbids one
  stats::Estimate more_engineer_hours;                   ///< now - before, with the interval of this figure alone
  std::optional<stats::Estimate> more_lead_time_hours;   ///< of quarters' medians; absent when one run ships nothing
  /// Against each run's own reference; absent for the reference itself.
  std::optional<stats::Verdict> against_reference_before;
  std::optional<stats::Verdict> against_reference_now;
};

struct RunChanges {
  bool same_results = false;  ///< the same hash: nothing that counts differs
  bool paired = false;        ///< quarter by quarter, because seeds and replications agree
  std::string how_compared;   ///< one sentence
  std::vector<FactChange> facts;
  std::vector<InputChange> inputs;
  std::vector<PolicyChange> policies;
  std::vector<AnswerChange> answers;  ///< in the order of the newer run
};

/// A run as it was read back.
struct ReadRun {
  ComparisonBuilder builder;
  Comparison comparison;
};

/// Paired differences when both runs have the same seed and as many replications: quarter i of both then has the same
/// luck. Otherwise Welch's interval of two samples. No verdict where quarters differ in length or a policy holds back
/// its changes.
[[nodiscard]] RunChanges run_changes(const ReadRun& before, const ReadRun& now);

}  // namespace faultline
