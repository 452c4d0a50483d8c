#include "cli/walk_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/report/chart_format.h"
#include "analysis/report/html.h"
#include "analysis/report/policy_words.h"
#include "analysis/report/table.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

using Json = nlohmann::ordered_json;

/// In words, as the first half of "... 2 %".
constexpr std::array<std::string_view, kWayRoundCount> kWayWords{
    "gate not adopted yet", "by another way to production",    "not demanded",
    "documented by then",   "not on the whole fleet any more", "by habit",
    "nobody to review"};
constexpr std::array<std::string_view, kExemptionNames.size()> kExemptionWords{"",
                                                                               "other origins",
                                                                               "other kinds of change",
                                                                               "other services",
                                                                               "other sizes",
                                                                               "pricing data alone",
                                                                               "no emergencies",
                                                                               "emergencies alone",
                                                                               "not on this way to production",
                                                                               "undocumented changes alone",
                                                                               "fleet-wide changes alone",
                                                                               "nothing demands it"};

std::string cell(std::string_view text, std::size_t width) {
  std::string shown = report::shorten(text, width);
  const std::size_t used = report::display_columns(shown);
  return shown + std::string(width > used ? width - used : 0, ' ');
}

std::string row(const std::string& gate, const std::string& who, const std::string& time, const std::string& meet,
                const std::string& find, const std::string& left) {
  std::string text = "  " + cell(gate, 22) + " " + cell(who, 20) + " " + cell(time, 13) + " " + cell(meet, 6) + " " +
                     cell(find, 6) + " " + left;
  return text + "\n";
}

bool looks(const Gate& gate) {
  switch (gate.kind) {
    case GateKind::rules:
      return gate.effort > 0.0;
    case GateKind::tests:
    case GateKind::peer_review:
    case GateKind::agent_review:
    case GateKind::senior_review:
    case GateKind::authorisation:
    case GateKind::audit:
      return true;
    default:
      return false;
  }
}

std::string time_text(const GateStep& step) {
  if (step.queues) {
    return step.own_hours > 0.0 ? report::format_hours(step.own_hours) + "+queue" : "queue";
  }
  if (!step.expected_hours) {
    return step.gate->kind == GateKind::freeze ? "to the end" : "for ever";
  }
  return *step.expected_hours > 0.0 ? report::format_hours(*step.expected_hours) : "at once";
}

/// What the gate does besides looking, with its share.
std::string acted_text(const GateStep& step) {
  const std::string share = share_text(step.acted_share());
  if (!(step.acted_mass > 0.0)) return "";
  switch (step.gate->kind) {
    case GateKind::risk_score:
      return "flags " + share + " of those with a defect";
    case GateKind::channel_closing:
      return "sends " + share + " into the pipeline";
    case GateKind::scope_limit:
      return "confines " + share + " to one service";
    case GateKind::rules:
      return step.gate->blocks == Blocking::always ? "blocks " + share + " for ever"
                                                   : "sends " + share + " back until documented";
    default:
      return share + " never ship: nobody can let them pass";
  }
}

std::string notes_of(const Scenario& scenario, const GateStep& step) {
  std::string text = acted_text(step);
  std::string round;
  for (std::size_t way = 0; way < kWayRoundCount; ++way) {
    if (!(step.round_mass[way] > 0.0)) continue;
    round += (round.empty() ? "" : ", ") + std::string(kWayWords[way]) + " " +
             share_text(step.round_mass[way] / step.arriving_mass);
  }
  const Gate& gate = *step.gate;
  const bool impatience = (gate.kind == GateKind::peer_review || gate.kind == GateKind::senior_review) &&
                          may_go_round(gate) && scenario.feedback.bypass &&
                          scenario.organisation.review.impatient_fraction > 0.0;
  if (impatience) {
    round += (round.empty() ? "" : ", ") + std::string("when it waits up to ") +
             share_text(scenario.organisation.review.impatient_fraction) + " more";
  }
  if (!round.empty()) text += (text.empty() ? "" : "; ") + std::string("round it: ") + round;
  return text;
}

/// Gates by the reason why they never see such a change.
std::string never_meets(const PhaseWalk& walk) {
  std::string text;
  for (std::size_t why = 1; why < kExemptionNames.size(); ++why) {
    std::string gates;
    for (const ExemptGate& gate : walk.exempt) {
      if (gate.why == static_cast<Exemption>(why)) gates += (gates.empty() ? "" : ", ") + printable(gate.gate->id, 60);
    }
    if (!gates.empty()) text += (text.empty() ? "" : "; ") + gates + " (" + std::string(kExemptionWords[why]) + ")";
  }
  return text.empty() ? "" : report::terminal_text("Never meets " + text + ".", 2);
}

std::string rollout_text(const PhaseWalk& walk) {
  const RolloutSight& sight = *walk.rollout;
  std::string text;
  for (const RolloutSight::Stage& stage : sight.stages) {
    text += (text.empty() ? "" : ", ") +
            fmt::format("{} of traffic for {} ({})", percent_text(stage.traffic_fraction),
                        report::format_hours(stage.bake_hours),
                        stage.smallest_noticed ? "notices " + percent_text(*stage.smallest_noticed) + " failing"
                                               : "notices nothing");
  }
  if (sight.stages.empty()) return "By a rollout without stages: to everybody at once.";
  const double half = 1.96 * sight.stopped_standard_error;
  return fmt::format(
      "By stages: {}. Metrics can show {} of these defects at all; {} are rolled back before everybody has them "
      "(drawn faults, 95 % interval {} to {}).",
      text, percent_text(sight.visible_fraction), percent_text(sight.stopped_fraction),
      percent_text(std::max(0.0, sight.stopped_fraction - half)),
      percent_text(std::min(1.0, sight.stopped_fraction + half)));
}

Json step_json(const Scenario& scenario, const GateStep& step) {
  Json round = Json::object();
  for (std::size_t way = 0; way < kWayRoundCount; ++way) {
    if (step.round_mass[way] > 0.0) round[std::string(kWayRoundNames[way])] = step.round_mass[way] / step.arriving_mass;
  }
  const Gate& gate = *step.gate;
  Json json{{"gate", gate.id},
            {"kind", kGateKindNames[static_cast<std::size_t>(gate.kind)]},
            {"who_looks", report::who_looks(scenario, gate)},
            {"own_hours", step.own_hours},
            {"expected_hours", nullptr},
            {"queues", step.queues},
            {"met_share", step.met_share()},
            {"catch_chance", nullptr},
            {"acted_share", step.acted_share()},
            {"goes_round", std::move(round)},
            {"left_share", step.left_mass}};
  if (step.expected_hours) json["expected_hours"] = *step.expected_hours;
  if (looks(gate)) json["catch_chance"] = step.catch_chance();
  return json;
}

}  // namespace

std::string percent_text(double share) { return report::format_number(100.0 * share, 2) + " %"; }

std::string share_text(double share) { return share >= 1.0 - 1e-12 ? "all" : percent_text(share); }

std::string phase_text(const Scenario& scenario, const PhaseWalk& walk) {
  const std::string from = "from " + report::day_words(scenario, walk.from_hours);
  return walk.to_hours < scenario.time.end() ? from + " to " + report::day_words(scenario, walk.to_hours)
                                             : from + " on";
}

std::string walk_table(const Scenario& scenario, const PhaseWalk& walk) {
  std::string text = row("gate", "who looks", "time", "meet", "find", "left");
  const auto add = [&](const GateStep& step) {
    text += row(printable(step.gate->id, 60), report::who_looks(scenario, *step.gate), time_text(step),
                share_text(step.met_share()), looks(*step.gate) ? share_text(step.catch_chance()) : "-",
                share_text(step.left_mass));
    if (const std::string notes = notes_of(scenario, step); !notes.empty()) text += report::terminal_text(notes, 4);
  };
  std::size_t phase = walk.phase;
  for (const GateStep& step : walk.steps) {
    if (step.phase != phase) text += "  when it is let go:\n";
    phase = step.phase;
    add(step);
  }
  if (walk.steps.empty()) text += "  no gate at all\n";
  text += never_meets(walk);
  if (walk.rollout) {
    text += report::terminal_text(rollout_text(walk), 2);
  }
  if (walk.reaches_mass > walk.staged_mass + 1e-12) {
    const double share = (walk.reaches_mass - walk.staged_mass) / walk.reaches_mass;
    text += report::terminal_text(
        walk.staged_mass > 0.0 ? percent_text(share) + " of the defects that reach production reach everybody at once."
                               : "A defect that gets through reaches everybody at once.",
        2);
  }
  if (walk.audit) {
    text += "  after deployment:\n";
    add(*walk.audit);
  }
  return text;
}

Json walk_json(const Scenario& scenario, const PhaseWalk& walk) {
  Json json{{"from_day", (walk.from_hours - scenario.time.horizon_begin()) / 24.0},
            {"to_day", (walk.to_hours - scenario.time.horizon_begin()) / 24.0}};
  json["gates"] = Json::array();
  for (const GateStep& step : walk.steps) {
    json["gates"].push_back(step_json(scenario, step));
    json["gates"].back()["in_later_phase"] = step.phase != walk.phase;
  }
  json["never_meets"] = Json::array();
  for (const ExemptGate& gate : walk.exempt) {
    json["never_meets"].push_back(
        {{"gate", gate.gate->id}, {"why", kExemptionNames[static_cast<std::size_t>(gate.why)]}});
  }
  json["reaches_production"] = walk.reaches_mass;
  json["reaches_out_of_band"] = walk.out_of_band_mass;
  json["reaches_whole_fleet"] = walk.wide_mass;
  json["reaches_by_stages"] = walk.staged_mass;
  json["never_ships"] = walk.never_ships_mass;
  json["rollout"] = nullptr;
  if (walk.rollout) {
    Json stages = Json::array();
    for (const RolloutSight::Stage& stage : walk.rollout->stages) {
      stages.push_back({{"traffic_fraction", stage.traffic_fraction},
                        {"bake_hours", stage.bake_hours},
                        {"smallest_noticed", nullptr}});
      if (stage.smallest_noticed) stages.back()["smallest_noticed"] = *stage.smallest_noticed;
    }
    json["rollout"] = {{"stages", std::move(stages)},
                       {"visible_fraction", walk.rollout->visible_fraction},
                       {"stopped_fraction", walk.rollout->stopped_fraction},
                       {"stopped_standard_error", walk.rollout->stopped_standard_error}};
  }
  json["audit"] = nullptr;
  if (walk.audit) json["audit"] = step_json(scenario, *walk.audit);
  return json;
}

Json change_json(const Scenario& scenario, const WalkedChange& change) {
  return {{"origin", kOriginNames[static_cast<std::size_t>(change.origin)]},
          {"kind", kChangeKindNames[static_cast<std::size_t>(change.kind)]},
          {"channel", kChannelNames[static_cast<std::size_t>(change.channel)]},
          {"lines", change.lines},
          {"documented", change.documented && change.channel == Channel::pipeline},
          {"touches_pricing", change.touches_pricing},
          {"wide_scope", change.wide_scope},
          {"emergency", change.emergency},
          {"service", scenario.graph.service(change.service).id}};
}

}  // namespace faultline::cli
