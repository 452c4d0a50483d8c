#include "analysis/case_data.h"

namespace faultline {
namespace {

template <class Target, class Source>
void add_to(Target& target, const Source& source) {
  for (std::size_t i = 0; i < target.size(); ++i) {
    target[i] += source[i];
  }
}

}  // namespace

CaseData::CaseData(const RunDescription& run)
    : loss_by_team(run.teams.size() + 1),
      loss_by_service(run.services.size()),
      gates(run.gates.size()),
      waterfall(run.gates.size()),
      reviewer_load(run.desks.size(), run.teams.size()),
      backlog(run.days()),
      weekly(run.weeks()) {}

void CaseData::add(const Outcome& outcome, const Outcome& reference) {
  for (std::size_t m = 0; m < kMetricCount; ++m) {
    by_replication[m].push_back(outcome.metrics[m]);
  }
  for (std::size_t s = 0; s < loss_by_service.size(); ++s) {
    loss_by_service[s].add(outcome.loss.by_service[s]);
  }
  add_to(loss_by_team, outcome.loss.by_team);
  add_to(loss_by_origin, outcome.loss.by_origin);
  add_to(loss_by_kind, outcome.loss.by_kind);
  add_to(loss_by_channel, outcome.loss.by_channel);
  add_to(caught_by_gate, outcome.caught_by_gate);
  add_to(engineer_hours_by_gate, outcome.engineer_hours_by_gate);
  lead_time_hours.merge(outcome.lead_time_hours);
  review_turnaround_hours.merge(outcome.review_turnaround_hours);
  gates.add(outcome.gates);
  waterfall.add(outcome, reference);
  reviewer_load.add(outcome.review_hours_by_desk);
  backlog.add(outcome.backlog_by_day, reference.backlog_by_day);
  weekly.add(outcome.lost_orders_by_week, reference.lost_orders_by_week, outcome[Metric::lost_orders_gross]);
}

}  // namespace faultline
