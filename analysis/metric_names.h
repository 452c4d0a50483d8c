// Names of an outcome's single figures as results files and exports spell them.
#pragma once

#include <array>
#include <string_view>

#include "sim/outcome.h"

namespace faultline {

/// By Metric.
inline constexpr std::array<std::string_view, kMetricCount> kMetricNames{
    "lost_orders_gross",
    "lost_orders_net",
    "lost_orders_submitted",
    "customer_errors",
    "largest_incident_orders",
    "incidents_sev1",
    "incidents_sev2",
    "incidents_sev3",
    "canary_catches",
    "outage_minutes",
    "changes_submitted",
    "changes_deployed",
    "changes_deployed_in_horizon",
    "changes_undelivered_horizon",
    "changes_undelivered_run_off",
    "changes_out_of_band",
    "changes_defective",
    "changes_escaped",
    "reviews_needed",
    "reviews_bypassed",
    "approvals_given",
    "approvals_stamped",
    "review_hours_worked",
    "review_hours_available",
    "peak_backlog",
    "backlog_at_horizon_end",
    "delay_change_days",
    "lead_time_median_hours",
    "lead_time_p90_hours",
    "review_turnaround_median_hours",
    "engineer_hours",
    "incident_hours",
    "rework_hours",
    "incidents_seen_elsewhere",
    "incidents_weekend",
    "changes_emergency",
    "changes_blocked",
    "defects_from_rework",
    "audits",
    "audit_finds",
    "incidents_waiting",
    "responder_wait_hours",
    "frozen_team_hours",
    "author_hold_days",
    "agent_review_cost",
    "folded_faults",
};
static_assert(!kMetricNames.back().empty(), "every metric has a name");

inline constexpr std::array<std::string_view, 2> kSecondReviewerNames{"central", "low"};  ///< by SecondReviewer
inline constexpr std::array<std::string_view, 4> kSourceStatusNames{"evidence", "measured", "estimated",
                                                                    "assumed"};  ///< by SourceStatus
inline constexpr std::array<std::string_view, 4> kDefectScopeNames{"service", "cell", "marketplace",
                                                                   "fleet"};  ///< by DefectScope

}  // namespace faultline
