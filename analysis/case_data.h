// What is kept of the quarters of one case while they stream in.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "analysis/backlog.h"
#include "analysis/gate_flow.h"
#include "analysis/reviewer_load.h"
#include "analysis/run_description.h"
#include "analysis/stats/estimate.h"
#include "analysis/waterfall.h"
#include "analysis/weekly_loss.h"
#include "models/core/log_histogram.h"
#include "sim/outcome.h"

namespace faultline {

struct CaseData {
  explicit CaseData(const RunDescription& run);

  /// The next quarter, and the same one under the reference.
  void add(const Outcome& outcome, const Outcome& reference);

  [[nodiscard]] const std::vector<double>& operator[](Metric metric) const {
    return by_replication[static_cast<std::size_t>(metric)];
  }

  std::array<std::vector<double>, kMetricCount> by_replication;
  // Sums:
  std::vector<double> loss_by_team;
  std::array<double, kOriginCount> loss_by_origin{};
  std::array<double, kChangeKindCount> loss_by_kind{};
  std::array<double, kChannelCount> loss_by_channel{};
  std::array<double, kMaxGates> caught_by_gate{};
  std::array<double, kMaxGates> engineer_hours_by_gate{};
  LogHistogram lead_time_hours;
  LogHistogram review_turnaround_hours;
  // Moments:
  std::vector<stats::MomentAccumulator> loss_by_service;
  GateFlowAccumulator gates;
  WaterfallAccumulator waterfall;
  ReviewerLoadAccumulator reviewer_load;
  BacklogAccumulator backlog;
  WeeklyLossAccumulator weekly;
};

}  // namespace faultline
