// What the planner's page can show beside the comparison itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/blast_drill.h"
#include "analysis/changes/run_changes.h"
#include "analysis/limit_checks.h"
#include "analysis/report/chart_heatmap.h"
#include "analysis/report/graph_layout.h"
#include "analysis/report/leadership_facts.h"
#include "analysis/report/what_if_panel.h"
#include "analysis/told_run.h"

namespace faultline::report {

/// A policy in the words of `explain`.
struct PolicyCard {
  struct GateText {
    std::string id;
    std::string words;
  };
  struct Phase {
    std::string when;  ///< "from day 0"; empty when there is one phase alone
    std::vector<GateText> gates;
  };
  std::vector<Phase> phases;
};

/// Counts about the service graph.
struct GraphFacts {
  std::size_t services = 0;
  std::size_t calls = 0;
  std::size_t async_calls = 0;
  std::vector<std::string> entry_points;
  std::vector<std::pair<std::string, std::size_t>> tiers;  ///< services by tier; empty name: without one
  std::vector<std::vector<std::string>> cycles;            ///< services that call each other in a ring
  std::vector<std::string> without_owner;
  std::vector<std::string> without_traffic;  ///< that no request of any journey reaches
};

/// One map of a sweep over velocity and review capacity.
struct VelocityMap {
  Heatmap chart;
  std::string numbers;  ///< its cells as a table, HTML
  std::size_t policy;   ///< position in the comparison
};

struct PlannerExtras {
  const RunChanges* changes = nullptr;  ///< since an earlier run; null without one
  std::optional<ToldRun> told{};        ///< incidents and their spread; absent in files of earlier builds
  std::vector<PolicyCard> cards{};      ///< by policy; empty when the stored scenario cannot be read
  std::optional<GraphFacts> graph{};
  std::optional<GraphLayout> graphviz{};  ///< places of the map; absent: layered_layout()
  std::optional<BlastDrill> drill{};      ///< absent as the cards are
  std::vector<LimitCheck> limits{};
  std::optional<LeadershipSweep> sweep{};
  std::vector<VelocityMap> velocity{};  ///< empty: the page names the commands that make them
  std::string velocity_warning{};       ///< what the maps lack; plain text
  std::vector<HistoryCheck> history{};
  std::optional<WhatIfPanel> what_if{};  ///< without it the page names the command that does the same
};

}  // namespace faultline::report
