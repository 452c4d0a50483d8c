#include "analysis/report/timeline_charts.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/metric_names.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/leadership_facts.h"
#include "analysis/report/shell_word.h"

namespace faultline::report {
namespace {

std::optional<double> phase(const SimulatedIncident& incident, IncidentPhase which) {
  return incident.phase_hours[static_cast<std::size_t>(which)];
}

std::string found_by(const SimulatedIncident& incident) {
  const DetectedBy by = incident.end ? incident.end->detected_by : DetectedBy::nothing;
  switch (by) {
    case DetectedBy::nothing:
      return "nobody";
    case DetectedBy::rollout:
      return "the rollout";
    case DetectedBy::monitor:
      return "the monitor";
    case DetectedBy::order_rate:
      return "the order rate";
    case DetectedBy::customers:
      return "customers";
    case DetectedBy::audit:
      return "an audit";
  }
  return "nobody";
}

std::string category_of(const SimulatedIncident& incident) {
  std::string category(kDefectCategoryNames[static_cast<std::size_t>(incident.incident.category)]);
  std::replace(category.begin(), category.end(), '_', ' ');
  return category;
}

// A reader must not take a fault that no change caused for one that the policy let through, nor one that went past the
// pipeline for one that its gates missed.
std::string cause_of(const SimulatedIncident& incident) {
  switch (incident.incident.channel) {
    case Channel::pipeline:
      return "";
    case Channel::out_of_band:
      return " by a change out of band";
    case Channel::background:
      return " that no change caused and no policy prevents";
  }
  return "";
}

// Orders are whole; what is lost is an expectation. Tenths of one say nothing.
std::string orders_of(double orders) {
  return orders >= 10 && orders < 1000 ? fmt::format("{:.0f}", orders) : unbroken(format_count(orders));
}

std::string title_of(const Comparison& comparison, const ToldRun& told, const ToldQuarter& quarter,
                     const SimulatedIncident& incident) {
  const double begin = phase(incident, IncidentPhase::active).value_or(0.0);
  const std::optional<double> detected = phase(incident, IncidentPhase::detected);
  const std::string found =
      detected ? fmt::format("found by {} after {}", found_by(incident), format_hours(*detected - begin))
               : "never found";
  return fmt::format("{}, {}: a fault in {} ({}){}, {}, lost {} of the {} orders lost in the quarter",
                     comparison.run.policies[quarter.policy].id, quantile_names(told, quarter),
                     comparison.run.services[incident.incident.service.index()], category_of(incident),
                     cause_of(incident), found, orders_of(incident.end ? incident.end->lost_orders_gross : 0.0),
                     orders_of(quarter.lost_orders));
}

}  // namespace

std::string quantile_names(const ToldRun& told, const ToldQuarter& quarter) {
  std::string names;
  for (const ToldQuarter& other : told.quarters) {
    if (other.policy == quarter.policy && other.replication == quarter.replication) {
      names += (names.empty() ? "p" : " and p") + format_number(100 * other.quantile);
    }
  }
  return names;
}

const IncidentTimeline* timeline_of(const ToldRun& told, const ToldQuarter& quarter) {
  const auto found = std::find_if(told.timelines.begin(), told.timelines.end(), [&](const IncidentTimeline& timeline) {
    return timeline.incident.run_case == quarter.policy && timeline.incident.replication == quarter.replication &&
           quarter.incident == timeline.incident.incident.number;
  });
  return found == told.timelines.end() ? nullptr : &*found;
}

SwimlaneChart timeline_chart(const Comparison& comparison, const ToldRun& told, const ToldQuarter& quarter,
                             const IncidentTimeline& timeline) {
  const SimulatedIncident& incident = timeline.incident;
  const double begin = phase(incident, IncidentPhase::active).value_or(0.0);
  const auto since = [&](IncidentPhase which) {
    const std::optional<double> at = phase(incident, which);
    return at ? std::optional(*at - begin) : std::nullopt;
  };
  const std::optional<double> detected = since(IncidentPhase::detected);
  const std::optional<double> diagnosed = since(IncidentPhase::diagnosed);
  const std::optional<double> mitigated = since(IncidentPhase::mitigated);
  const double end = std::max(since(IncidentPhase::recovered).value_or(0.0), 1.0 / 60);
  SwimlaneChart chart;
  chart.title = title_of(comparison, told, quarter, incident);
  chart.description = "Services that see errors, from the beginning of the incident to its end.";
  chart.rate_label = "lost orders/min";
  chart.end_hours = end;
  if (timeline.shipped_hours && begin - *timeline.shipped_hours > 1.0 / 60) {
    chart.latent_hours = begin - *timeline.shipped_hours;
  }
  const std::vector<LaneSpan> spans = [&] {
    std::vector<LaneSpan> parts{{LaneState::affected, 0, detected.value_or(end)}};
    if (detected) {
      parts.push_back({LaneState::being_mitigated, *detected, mitigated.value_or(end)});
    }
    if (mitigated) {
      parts.push_back({LaneState::recovering, *mitigated, end});
    }
    return parts;
  }();
  for (std::size_t i = 0; i < std::min(timeline.reached.size(), kMostLanes); ++i) {
    const ReachedService& reached = timeline.reached[i];
    chart.lanes.push_back({comparison.run.services[reached.service.index()],
                           format_number(100 * reached.failing_fraction, 2) + " % fail", spans, i == 0});
  }
  if (detected) {
    chart.moments.push_back({*detected, "found by " + found_by(incident)});
  }
  if (diagnosed) {
    chart.moments.push_back({*diagnosed, "cause known"});
  }
  if (mitigated) {
    chart.moments.push_back({*mitigated, "mitigated"});
  }
  for (const LossRate& rate : timeline.loss_rate) {
    chart.rates.push_back({rate.hours - begin, rate.orders_per_minute});
  }
  const std::size_t more = timeline.reached_in_all - chart.lanes.size();
  if (more > 0) {
    chart.notes.push_back(fmt::format("{} more {} errors.", more, more == 1 ? "service sees" : "services see"));
  }
  chart.notes.push_back(
      "One quarter of many, picked by its loss. Shown are services in which more requests fail by this incident, at "
      "full "
      "exposure, than fail anyway.");
  return chart;
}

std::string replay_command(const RunDescription& run, const ToldQuarter& quarter) {
  return fmt::format("faultline replay {}{} --policy {} --replication {} --seed {} --trace trace.json",
                     shell_word(run.scenario_id),
                     run.variant_id.empty() ? "" : " --variant " + shell_word(run.variant_id),
                     shell_word(run.policies[quarter.policy].id), quarter.replication, run.seed);
}

std::size_t policy_told_of(const Comparison& comparison) {
  if (comparison.policies.size() < 2) {
    return 0;
  }
  if (const auto best = recommended_policy(comparison)) {
    return *best;
  }
  std::optional<std::size_t> most;
  for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
    const auto saved = [&](std::size_t policy) { return comparison.against_reference(policy).saving.orders.value; };
    if (!holds_back(comparison.policies[p]) && (!most || saved(p) > saved(*most))) {
      most = p;
    }
  }
  return most.value_or(policy_in_question(comparison));
}

}  // namespace faultline::report
