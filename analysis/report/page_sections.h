// The sections of the page, each as HTML; empty where there is nothing to say.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/blast_drill.h"
#include "analysis/changes/run_changes.h"
#include "analysis/comparison.h"
#include "analysis/report/planner_extras.h"
#include "analysis/told_run.h"

namespace faultline::report {

// page_loss.cpp
[[nodiscard]] std::string comparison_table(const Comparison& comparison);
[[nodiscard]] std::string exceedance_section(const Comparison& comparison);
[[nodiscard]] std::string differences_section(const Comparison& comparison);
[[nodiscard]] std::string loss_sources_section(const Comparison& comparison);

// page_saving.cpp
[[nodiscard]] std::string saving_section(const Comparison& comparison);
[[nodiscard]] std::string price_section(const Comparison& comparison);

// page_flow.cpp
[[nodiscard]] std::string delivery_section(const Comparison& comparison);
[[nodiscard]] std::string backlog_section(const Comparison& comparison);
[[nodiscard]] std::string people_section(const Comparison& comparison);

// page_velocity.cpp
/// Maps of a sweep over velocity and review capacity, or the commands that make them.
[[nodiscard]] std::string velocity_section(const Comparison& comparison, const PlannerExtras& extras);

// page_timelines.cpp
/// Without `told`: why there are none; empty as long as the run goes on.
[[nodiscard]] std::string timelines_section(const Comparison& comparison, const std::optional<ToldRun>& told);

// page_blast.cpp
[[nodiscard]] std::string blast_section(const Comparison& comparison, const std::optional<ToldRun>& told,
                                        const std::optional<GraphLayout>& graphviz);

// page_drill.cpp
/// One faulty service at a time, the one where most lost orders start first; empty without a second service.
[[nodiscard]] std::string drill_section(const Comparison& comparison, const std::optional<BlastDrill>& drill);
/// Script elements that let the reader choose it; empty with the section.
[[nodiscard]] std::string drill_scripts(const Comparison& comparison, const std::optional<BlastDrill>& drill);

// page_status.cpp
/// Limits, replications, precision and warnings in one strip.
[[nodiscard]] std::string status_section(const Comparison& comparison, const PlannerExtras& extras);
/// Facts about the graph and each policy in words.
[[nodiscard]] std::string scenario_section(const Comparison& comparison, const PlannerExtras& extras);
[[nodiscard]] std::string lead_time_section(const Comparison& comparison);
[[nodiscard]] std::string sensitivity_section(const Comparison& comparison, const PlannerExtras& extras);
[[nodiscard]] std::string warnings_section(const Comparison& comparison);
[[nodiscard]] std::string exports_section();

// page_history.cpp
/// What backtests say, or the commands that make one.
[[nodiscard]] std::string history_section(const PlannerExtras& extras);

// page_changes.cpp
[[nodiscard]] std::string changes_section(const RunChanges& changes);

// page_provenance.cpp
/// `changes`: inputs that changed are marked; null without an earlier run.
[[nodiscard]] std::string assumptions_section(const RunDescription& run, const RunChanges* changes);
/// Plain text.
[[nodiscard]] std::string variant_name(const RunDescription& run);
[[nodiscard]] std::string not_modelled_section();
[[nodiscard]] std::span<const std::string_view> not_modelled_lines();
/// The command that makes these results again, from the scenario of which_scenario().
[[nodiscard]] std::string reproduce_command(const RunDescription& run);
/// What the scenario's name stands for in a command: hash, overrides, and how to get it out of the results file.
[[nodiscard]] std::string which_scenario(const RunDescription& run);
/// Its id is "reproduce".
[[nodiscard]] std::string reproduce_section(const Comparison& comparison);

}  // namespace faultline::report
