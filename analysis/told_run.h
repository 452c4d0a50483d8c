// What is told of a finished run beyond its figures, by running a few of its quarters again: the incidents of quarters
// that stand for many, and how far failures spread.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "analysis/blast_tally.h"
#include "analysis/comparison.h"
#include "analysis/incident_timeline.h"
#include "models/core/log_histogram.h"

namespace faultline {

/// Gross lost orders a quarter that start at each service under one policy, by ServiceId, over all quarters of the run.
struct OriginLosses {
  std::vector<double> mean;
  std::vector<double> standard_error;
};

struct ToldRun {
  std::vector<SimulatedIncident> incidents;  ///< of the quarters told of
  std::vector<ToldQuarter> quarters;         ///< by policy, then quantile
  std::vector<IncidentTimeline> timelines;   ///< of their costliest incidents, each once
  BlastTally blast{};
  // By policy; a results file counts them when it is read.
  std::vector<OriginLosses> losses{};
  std::vector<LogHistogram> lead_times{};  ///< hours, of all changes of the run
};

/// Runs the quarters nearest to kToldQuantiles of each policy's loss again, and the first ones of the run to count how
/// far incidents spread: a tenth of them, at least 10 and at most 100, fewer once the reference policy had 2,000
/// incidents. Depends on the run alone.
[[nodiscard]] ToldRun tell_run(const PreparedScenario& prepared, const ComparisonBuilder& outcomes,
                               const Comparison& comparison);

}  // namespace faultline
