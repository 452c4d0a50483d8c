#include "cli/known_text.h"

#include <fmt/format.h>

#include <cmath>
#include <sstream>

#include "analysis/report/chart_format.h"
#include "analysis/report/html.h"
#include "analysis/report/table.h"
#include "analysis/walk/example_changes.h"
#include "cli/walk_text.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

std::string range_text(const RangeLaw& range, double scale, const std::string& unit) {
  const std::string low = report::format_number(scale * range.low);
  if (!range.varies()) return low + unit;
  return low + " to " + report::format_number(scale * range.high) + unit + " (" +
         std::string(kRangeLawNames[static_cast<std::size_t>(range.law)]) + ")";
}

std::string marketplaces_text(const Scenario& scenario, const KnownIncident& incident) {
  if (incident.marketplaces.size() == scenario.marketplaces.size()) return "all marketplaces";
  std::string text;
  for (const MarketplaceId market : incident.marketplaces) {
    text += (text.empty() ? "" : ", ") + printable(scenario.marketplaces[market.index()].id);
  }
  return text;
}

std::string injection_text(const Scenario& scenario, const KnownIncident& incident) {
  std::string text =
      fmt::format("{} of the orders of {} meet the fault, from {}", range_text(incident.magnitude, 100, " %"),
                  marketplaces_text(scenario, incident), printable(incident.begin_text));
  if (incident.begin_within_hours > 0.0) {
    text += fmt::format(" or at any moment of the {} after", report::format_hours(incident.begin_within_hours));
  }
  text += ", for " + range_text(incident.duration_hours, 1, " h");
  const RangeLaw& loss = incident.order_loss_given_error;
  if (!loss.varies() && loss.low == 1.0 && !incident.errors_per_order) {
    text += "; every order that meets it is lost";
  } else {
    text += fmt::format("; {} orders are lost for each {}", range_text(loss, 1, ""),
                        incident.errors_per_order ? "error" : "order that meets it");
  }
  text += incident.errors_per_order ? fmt::format(", and each order that meets it shows {} errors",
                                                  range_text(*incident.errors_per_order, 1, ""))
                                    : ", and all failed entry requests of all sessions count as errors";
  return text + ".";
}

/// Both ends of an interval; the unit stands once where it is the same.
std::string interval_text(double low, double high) {
  std::string from = report::format_count(low);
  const std::string to = report::format_count(high);
  const std::size_t unit = from.find(' ');
  if (unit != std::string::npos && to.ends_with(from.substr(unit))) from.resize(unit);
  return from + " to " + to;
}

std::string law_line(const std::string& name, const LossLaw& law, const std::optional<double>& published) {
  const bool known = law.most - law.least <= 1e-9 * law.most;
  std::string line =
      fmt::format("  {:<26} {:>7} {:>17} {:>7} {:>10} {}", name, report::format_count(law.mean),
                  known ? "known" : interval_text(law.low, law.high), known ? "" : report::format_count(law.width()),
                  published ? report::format_count(*published) : "",
                  !published              ? ""
                  : known                 ? (std::abs(*published / law.mean - 1.0) < 5e-3 ? "same" : "OTHER")
                  : law.holds(*published) ? "in"
                                          : "OUT");
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string loss_table(const KnownIncident& incident, const KnownLoss& loss) {
  std::string text = fmt::format("  {:<26} {:>7} {:>17} {:>7} {:>10}\n", "", "mean", "95 %", "width", "published");
  text += law_line("lost orders, gross", loss.lost_orders_gross, incident.published_lost_orders);
  text += law_line("lost orders, net", loss.lost_orders_net, std::nullopt);
  text += law_line("errors", loss.customer_errors, incident.published_errors);
  if (incident.published_errors && incident.published_lost_orders && *incident.published_lost_orders > 0.0) {
    text += law_line("errors for each lost order", loss.errors_per_lost_order,
                     *incident.published_errors / *incident.published_lost_orders);
  }
  if (loss.lost_orders_uncertain_demand) {
    text += law_line("gross, demand uncertain too", *loss.lost_orders_uncertain_demand, incident.published_lost_orders);
  }
  return text;
}

std::string verdict_text(const KnownIncident& incident) {
  return std::string(incident.standing == Standing::consistency ? "CONSISTENCY, not validation: " : "VALIDATION: ") +
         printable(incident.standing_reason, 1000) + ".";
}

/// What a policy could have done to the change, gate by gate.
std::string touched_by(const PhaseWalk& walk) {
  std::string text;
  const auto add = [&](const GateStep& step, const std::string& what) {
    text += (text.empty() ? "" : "; ") + printable(step.gate->id, 40) + ": " + what;
  };
  for (const GateStep& step : walk.steps) {
    const std::string acted = percent_text(step.acted_share());
    if (step.caught_mass > 0.0) add(step, percent_text(step.catch_chance()) + " found");
    switch (step.gate->kind) {
      case GateKind::channel_closing:
        add(step, acted + " into the pipeline");
        break;
      case GateKind::scope_limit:
        add(step, acted + " confined");
        break;
      case GateKind::risk_score:
        add(step, acted + " flagged");
        break;
      case GateKind::rules:
        if (step.acted_mass > 0.0)
          add(step, acted + (step.gate->blocks == Blocking::always ? " blocked" : " sent back"));
        break;
      case GateKind::change_approval:
        if (step.gate->documents) add(step, "documented");
        break;
      case GateKind::freeze:
        if (step.met_mass > 0.0) add(step, "held");
        break;
      case GateKind::rollout:
        if (walk.rollout && !walk.rollout->stages.empty()) {
          add(step, percent_text(walk.rollout->stages.front().traffic_fraction) + " of traffic first");
        }
        break;
      default:
        break;
    }
  }
  return text;
}

std::string policy_row(const std::string& name, const std::string& stopped, const std::string& low,
                       const std::string& staged, const std::string& at_once, const std::string& wide) {
  const std::string shown = report::shorten(name, 29);
  return "  " + shown + std::string(29 - report::display_columns(shown), ' ') +
         fmt::format("{:>8} {:>8} {:>10} {:>8} {:>10}\n", stopped, low, staged, at_once, wide);
}

std::string policy_lines(const Scenario& scenario, const Policy& policy, const Walks& walks) {
  std::string text;
  for (std::size_t i = 0; i < walks.central.size(); ++i) {
    const PhaseWalk& walk = walks.central[i];
    if (walk.from_hours >= scenario.time.horizon_end()) continue;  // the run-off is not asked about
    const std::string phase = walks.central.size() > 1 ? ", " + phase_text(scenario, walk) : "";
    const bool same = std::abs(walks.low[i].reaches_mass - walk.reaches_mass) < 1e-9;
    text += policy_row(printable(policy.id) + phase, percent_text(1.0 - walk.reaches_mass),
                       same ? "-" : percent_text(1.0 - walks.low[i].reaches_mass), percent_text(walk.staged_mass),
                       percent_text(walk.reaches_mass - walk.staged_mass), percent_text(walk.wide_mass));
    const std::string gates = touched_by(walk);
    text += report::terminal_text(gates.empty() ? "no gate sees it" : gates, 4);
  }
  return text;
}

}  // namespace

WalkedChange walked(const Scenario& scenario, const KnownChange& known) {
  WalkedChange change;
  change.origin = known.origin;
  change.kind = known.kind;
  change.channel = known.channel;
  change.lines = known.lines;
  change.documented = known.documented;
  change.touches_pricing = known.touches_pricing;
  change.wide_scope = known.wide_scope;
  change.emergency = known.emergency;
  change.service = known.service.valid() ? known.service : usual_service(scenario);
  return change;
}

Walks walks_of(const Scenario& scenario, const ServiceFacts& facts, const Policy& policy, const WalkedChange& change) {
  const HumanDetection& human = scenario.stealth.human;
  return {walk_policy(scenario, facts, policy, change, human.second_reviewer_ratio),
          walk_policy(scenario, facts, policy, change, human.second_reviewer_ratio_low)};
}

std::string known_text(const Scenario& scenario, const ServiceFacts& facts, const KnownIncident& incident,
                       const KnownLoss& loss) {
  std::ostringstream out;
  out << report::terminal_text(printable(incident.id) + ": " + printable(incident.title, 300), 0);
  if (!incident.story.empty()) out << report::terminal_text(printable(incident.story, 2000), 2);
  out << "\nINJECTED\n"
      << report::terminal_text(injection_text(scenario, incident), 2) << "\n"
      << loss_table(incident, loss) << "\n";
  out << report::terminal_text(verdict_text(incident), 2);
  for (const KnownChange& known : incident.changes) {
    const WalkedChange change = walked(scenario, known);
    out << "\nCOULD A POLICY HAVE TOUCHED IT?\n"
        << report::terminal_text("Read as: " + printable(known.reading, 300) + " (" + change_title(change) + ").", 2)
        << "\n"
        << policy_row("policy", "stopped", "2nd low", "by stages", "at once", "fleet-wide");
    for (const Policy& policy : scenario.policies) {
      out << policy_lines(scenario, policy, walks_of(scenario, facts, policy, change));
    }
  }
  if (incident.changes.empty()) out << "\n  What changed is not known: no policy can be asked.\n";
  return out.str();
}

}  // namespace faultline::cli
