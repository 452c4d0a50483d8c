#include "cli/event_fields.h"

#include <fmt/format.h>

#include <cmath>

#include "analysis/metric_names.h"

namespace faultline::cli {

long long whole_lines(const LoggedChange& change) { return std::llround(change.lines); }

std::string change_name(const Scenario& scenario, const LoggedChange& change) {
  return fmt::format("{}/{}/{}", scenario.organisation.teams[change.team.index()].id,
                     name_of(kOriginNames, change.origin), change.ordinal);
}

EventJson change_fields(const Scenario& scenario, const LoggedChange& change) {
  return {{"team", scenario.organisation.teams[change.team.index()].id},
          {"service", scenario.graph.service(change.service).id},
          {"origin", name_of(kOriginNames, change.origin)},
          {"kind", name_of(kChangeKindNames, change.kind)},
          {"lines", whole_lines(change)},
          {"out_of_band", change.out_of_band},
          {"documented", change.documented}};
}

EventJson incident_fields(const Scenario& scenario, const LoggedIncident& incident) {
  return {{"incident", incident.number},
          {"channel", name_of(kChannelNames, incident.channel)},
          {"service", scenario.graph.service(incident.service).id},
          {"category", name_of(kDefectCategoryNames, incident.category)},
          {"scope", name_of(kDefectScopeNames, incident.scope)},
          {"magnitude", incident.magnitude},
          {"visible_fraction", incident.visible_fraction},
          {"order_loss_given_error", incident.order_loss_given_error}};
}

EventJson cost_fields(const IncidentEnd& end) {
  return {{"severity", end.severity},
          {"detected_by", name_of(kDetectedByNames, end.detected_by)},
          {"peak_failed_fraction", end.peak_failed_fraction},
          {"lost_orders_gross", end.lost_orders_gross},
          {"lost_orders_net", end.lost_orders_net},
          {"customer_errors", end.customer_errors}};
}

}  // namespace faultline::cli
