// Incidents told of, as charts and words.
#pragma once

#include <string>

#include "analysis/comparison.h"
#include "analysis/report/chart_swimlane.h"
#include "analysis/told_run.h"

namespace faultline::report {

/// Lanes of one picture; services beyond them are counted in a note.
inline constexpr std::size_t kMostLanes = 9;

/// "p50", or "p95 and p99" where both are nearest to the same quarter.
[[nodiscard]] std::string quantile_names(const ToldRun& told, const ToldQuarter& quarter);

/// The timeline of a quarter's costliest incident; null when it lost nothing.
[[nodiscard]] const IncidentTimeline* timeline_of(const ToldRun& told, const ToldQuarter& quarter);

[[nodiscard]] SwimlaneChart timeline_chart(const Comparison& comparison, const ToldRun& told,
                                           const ToldQuarter& quarter, const IncidentTimeline& timeline);

/// The command that runs the quarter again. Names are quoted where a shell would not take them as they are.
[[nodiscard]] std::string replay_command(const RunDescription& run, const ToldQuarter& quarter);

/// The policy that timelines show beside the reference: the recommended one, otherwise the one that saves most of those
/// that deliver their changes; 0 when there is no other.
[[nodiscard]] std::size_t policy_told_of(const Comparison& comparison);

}  // namespace faultline::report
