// Loss reduction worth and loss achievement worth of the parts of a system, from forced paired runs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/importance/forced_cases.h"
#include "analysis/run_description.h"
#include "analysis/stats/estimate.h"
#include "analysis/stats/verdict.h"

namespace faultline {

/// What one forced run says against the run as it is, on the same quarters. Intervals hold together over all forced
/// runs of the report.
struct ForcedWorth {
  stats::Estimate orders;                   ///< E[S] - E[S | forced], gross lost orders a quarter
  std::optional<stats::Estimate> fraction;  ///< of E[S]; absent when nothing is lost as it is
  std::optional<double> ratio;              ///< E[S | forced] / E[S]
  stats::Verdict verdict = stats::Verdict::kNotSettled;
};

/// One part. Absent: not run, because the part is in that state already or cannot be put into it.
struct PartImportance {
  Part part;
  std::array<std::optional<ForcedWorth>, kForceCount> by_force{};

  [[nodiscard]] const std::optional<ForcedWorth>& worth(Force force) const {
    return by_force[static_cast<std::size_t>(force)];
  }
};

struct ImportanceReport {
  RunDescription run;
  std::string policy;
  double soft_coupling = 0.05;
  stats::Estimate today;               ///< E[S]
  std::size_t forced_runs = 0;         ///< in the family of intervals
  double critical_value = 0.0;         ///< of each interval, in standard errors; 0 with one replication
  double smallest_that_matters = 0.0;  ///< orders
  std::vector<PartImportance> parts;   ///< gates, services, edges; within a kind by falling loss reduction worth
  std::vector<std::string> notes;
};

/// `lost[c][r]`: gross lost orders of case c of `cases` in replication r. At least one replication.
[[nodiscard]] ImportanceReport assess(const ForcedCases& cases, std::span<const std::vector<double>> lost,
                                      const RunDescription& run, double soft_coupling);

/// For terminals, at most 80 columns wide.
[[nodiscard]] std::string importance_table(const ImportanceReport& report);
[[nodiscard]] std::string importance_markdown(const ImportanceReport& report);
/// One object; keys: docs/formats/importance.md.
[[nodiscard]] std::string importance_json(const ImportanceReport& report);
/// One line for each forced run.
[[nodiscard]] std::string importance_csv(const ImportanceReport& report);

}  // namespace faultline
