// Policies side by side: from outcomes, as they stream in, to what may be said about them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/case_data.h"
#include "analysis/pair_result.h"
#include "analysis/policy_result.h"
#include "analysis/run_description.h"
#include "sim/run/block_runner.h"

namespace faultline {

struct Comparison {
  RunDescription run;
  std::uint32_t replications = 0;  ///< finished; fewer than run.replications when interrupted
  std::vector<PolicyResult> policies;
  std::vector<PairResult> pairs;
  std::vector<std::string> warnings;  ///< about input and results, one sentence each, safe to print
  std::string results_sha256;         ///< empty until the run is complete

  /// The pair of the reference policy with policy b.
  [[nodiscard]] const PairResult& against_reference(std::size_t b) const;
  /// Every policy's mean loss is known as well as --precision asked for.
  [[nodiscard]] bool reached_precision() const;
};

/// Takes outcomes block by block, in order. Single figures are kept per replication, arrays and histograms as sums and
/// moments.
class ComparisonBuilder {
 public:
  explicit ComparisonBuilder(RunDescription run);

  /// The run gets longer.
  void extend(std::uint32_t replications) { run_.replications = replications; }
  /// Where the run should look at its precision next; as many replications as it has when it need not go on.
  [[nodiscard]] std::uint32_t wanted_replications() const;
  /// The next block: outcomes[(r - first) * cases_in_block + c].
  void add(const Block& block);
  [[nodiscard]] std::uint32_t replications() const { return replications_; }
  /// One figure of one case by replication.
  [[nodiscard]] std::span<const double> values(std::size_t run_case, Metric metric) const;
  /// Needs at least one replication.
  [[nodiscard]] Comparison finish(std::string results_sha256) const;

 private:
  RunDescription run_;
  std::uint32_t replications_ = 0;
  std::vector<CaseData> cases_;
};

}  // namespace faultline
