// What is told of a finished run beyond its figures, by running a few of its quarters again: the incidents of quarters
// that stand for many, and how far failures spread.
#pragma once

#include <vector>

#include "analysis/blast_tally.h"
#include "analysis/comparison.h"
#include "analysis/incident_timeline.h"

namespace faultline {

struct ToldRun {
  std::vector<SimulatedIncident> incidents;  ///< of the quarters told of
  std::vector<ToldQuarter> quarters;         ///< by policy, then quantile
  std::vector<IncidentTimeline> timelines;   ///< of their costliest incidents, each once
  BlastTally blast{};
};

/// Runs the quarters nearest to kToldQuantiles of each policy's loss again, and the first ones of the run to count how
/// far incidents spread: a tenth of them, at least 10 and at most 100; fewer than 10 once the reference policy had 500
/// incidents in a tenth of them, fewer in any case once it had 2,000. `threads`: 0 for all cores. Depends on the run
/// alone.
[[nodiscard]] ToldRun tell_run(const PreparedScenario& prepared, const ComparisonBuilder& outcomes,
                               const Comparison& comparison, int threads);

}  // namespace faultline
