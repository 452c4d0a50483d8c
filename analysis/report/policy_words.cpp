#include "analysis/report/policy_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/table.h"
#include "analysis/report/wording.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

constexpr std::size_t kFewNames = 3;

std::string percent(double share) { return format_number(100.0 * share, 2) + " %"; }

std::string lines_words(double lines) { return format_number(lines, 6) + (lines == 1.0 ? " line" : " lines"); }

// A cap may be half a change.
std::string changes_words(double limit) { return format_number(limit) + (limit == 1.0 ? " change" : " changes"); }

template <class Names>
std::vector<std::string> chosen(const Names& names, std::uint8_t bits) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if ((bits >> i & 1U) == 0) continue;
    std::string name(names[i]);
    std::replace(name.begin(), name.end(), '_', '-');
    all.push_back(std::move(name));
  }
  return all;
}

/// The services by what they have in common: tiers, teams, names, or how many there are.
std::string service_words(const Scenario& scenario, const std::vector<bool>& selected) {
  const std::span<const Service> services = scenario.graph.services();
  std::set<std::string> tiers;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < services.size(); ++i) {
    if (!selected[i]) continue;
    tiers.insert(services[i].tier);
    names.push_back(printable(services[i].id, 40));
  }
  const bool whole_tiers = !tiers.contains("") && !tiers.empty();
  bool exact = whole_tiers;
  for (std::size_t i = 0; exact && i < services.size(); ++i) exact = selected[i] || !tiers.contains(services[i].tier);
  if (exact) {
    std::vector<std::string> list;
    for (const std::string& tier : tiers) list.push_back(printable(tier, 20));
    return (list.size() == 1 ? "tier " : "tiers ") + listed(list);
  }
  std::vector<std::string> teams;
  std::size_t covered = 0;
  for (const Team& team : scenario.organisation.teams) {
    const auto here =
        std::count_if(team.services.begin(), team.services.end(), [&](ServiceId id) { return selected[id.index()]; });
    if (here == 0) continue;
    covered += static_cast<std::size_t>(here);
    teams.push_back(printable(team.id, 40));
    if (here != static_cast<std::ptrdiff_t>(team.services.size())) covered = services.size() + 1;
  }
  if (covered == names.size() && !teams.empty()) {
    return teams.size() <= kFewNames ? "services of " + listed(teams) : "services of " + how_many(teams.size(), "team");
  }
  return names.size() <= kFewNames && !names.empty() ? listed(names)
                                                     : fmt::format("{} of {} services", names.size(), services.size());
}

std::string people_words(const Scenario& scenario, const Gate& gate) {
  if (!gate.pool.valid()) return "the team";
  return "pool " + printable(scenario.organisation.pools[gate.pool.index()].id, 40);
}

/// What a class of detector finds alone, of the two kinds of change that are most often at fault.
std::string finds(const Scenario& scenario, DetectorClass detector, double effort) {
  const auto& hidden = scenario.stealth.undetectable_fraction[static_cast<std::size_t>(detector)];
  const auto share = [&](ChangeKind kind) {
    return percent(caught_below_rank(hidden[static_cast<std::size_t>(kind)], effort));
  };
  return fmt::format("{} of the defects in code and {} of those in configuration", share(ChangeKind::code),
                     share(ChangeKind::config));
}

std::string demanded(const Scenario& scenario, const Gate& gate) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < scenario.gate_ids.size(); ++i) {
    if ((gate.demands >> i & 1U) != 0) names.push_back(printable(scenario.gate_ids[i], 40));
  }
  return listed(names);
}

std::string going_round(const Scenario& scenario, const Gate& gate) {
  const ReviewPractice& practice = scenario.organisation.review;
  if (!may_go_round(gate)) return "Nobody goes round it.";
  if (!scenario.feedback.bypass) return "People may go round it when nobody can review.";
  return fmt::format(
      "{} of changes go round it by habit, up to {} more when they wait longer than their authors are patient (mean {} "
      "of working time).",
      percent(practice.habit_bypass_fraction), percent(practice.impatient_fraction),
      format_hours(practice.patience_mean_working_hours));
}

std::string review_words(const Scenario& scenario, const Gate& gate, const std::string& changes) {
  const bool agents = gate.pool.valid() && scenario.organisation.pools[gate.pool.index()].agents;
  constexpr std::array<std::string_view, 5> kNumbers{"None", "One", "Two", "Three", "Four"};
  const auto approvals = static_cast<std::size_t>(std::clamp(gate.approvals, 0, 4));
  std::string text =
      fmt::format("{} of {} must approve {}{}. Changes queue until somebody is free.", kNumbers[approvals],
                  people_words(scenario, gate), changes,
                  gate.kind == GateKind::senior_review
                      ? fmt::format(", with {} times the effort of a peer", format_number(gate.effort_multiplier))
                      : "");
  if (!agents && scenario.organisation.review.idle_stamp_fraction > 0.0) {
    text += fmt::format(" {} of approvals are stamped unread even when nothing waits, more when they hurry.",
                        percent(scenario.organisation.review.idle_stamp_fraction));
  }
  return text + " " + going_round(scenario, gate);
}

std::string rules_words(const Scenario& scenario, const Gate& gate, const std::string& changes) {
  std::string text = gate.effort > 0.0 ? fmt::format("Rules check {} at once; alone they find {}.", changes,
                                                     finds(scenario, DetectorClass::rules, gate.effort))
                                       : fmt::format("Rules match {}.", changes);
  if (gate.demands != 0) text += fmt::format(" Whatever they match must also pass {}.", demanded(scenario, gate));
  if (gate.blocks == Blocking::until_mended) {
    text += fmt::format(" What they match goes back to its author and returns documented after {} (median).",
                        format_hours(gate.block_rework.median_hours));
  }
  if (gate.blocks == Blocking::always) text += " What they match never ships.";
  return text;
}

std::string stages_words(const Gate& gate) {
  if (gate.stages.empty()) return "to everybody at once";
  std::vector<std::string> stages;
  for (const RolloutStage& stage : gate.stages) {
    stages.push_back(
        fmt::format("{} of traffic for {}", percent(stage.traffic_fraction), format_hours(stage.bake_hours)));
  }
  return "to " + listed(stages, ", ") + ", then to everybody";
}

std::string calendar_words(const Scenario& scenario, const Gate& gate, const char* words) {
  const bool always = !gate.calendar.valid() || scenario.calendars[gate.calendar.index()].is_always();
  return always ? "" : words;
}

/// Which changes; what is added at the end stands between `open` and `close`.
std::string selected(const Scenario& scenario, const Gate& gate, const std::string& open, const std::string& close) {
  const Selector& select = gate.selector;
  std::string text;
  const std::uint8_t all_origins = (1U << kOriginCount) - 1U;
  const std::uint8_t all_kinds = (1U << kChangeKindCount) - 1U;
  if (select.emergencies == Emergencies::only) text += "emergency ";
  if (select.only_undocumented) text += "undocumented ";
  if (select.only_wide_scope) text += "fleet-wide ";
  if ((select.origins & all_origins) != all_origins) text += listed(chosen(kOriginNames, select.origins)) + " ";
  if ((select.kinds & all_kinds) != all_kinds) text += listed(chosen(kChangeKindNames, select.kinds)) + " ";
  text = text.empty() ? "every change" : "every " + text + "change";
  if (!select.services.empty()) text += " to " + service_words(scenario, select.services);
  if (select.only_touching_pricing) text += " that touches pricing or payment data";
  if (select.min_lines > 0.0) text += " of at least " + lines_words(select.min_lines);
  if (std::isfinite(select.max_lines)) text += " of at most " + lines_words(select.max_lines);
  const bool closing = gate.kind == GateKind::channel_closing;
  if (select.channels == (kPipelineBit | kOutOfBandBit)) text += open + "in the pipeline or out of band" + close;
  if (select.channels == kOutOfBandBit && !closing) text += open + "out of band alone" + close;
  if (select.emergencies == Emergencies::excluded) text += open + "emergencies excepted" + close;
  return text;
}

std::string kind_words(const Scenario& scenario, const Gate& gate, const std::string& changes, double phase_end) {
  const std::string within = selected(scenario, gate, ", ", "");  // for words that stand in brackets themselves
  switch (gate.kind) {
    case GateKind::rules:
      return rules_words(scenario, gate, changes);
    case GateKind::tests:
      return fmt::format("Tests run on {} for {} (median); alone they find {}.", changes,
                         format_hours(gate.duration.median_hours), finds(scenario, DetectorClass::tests, gate.effort));
    case GateKind::peer_review:
    case GateKind::senior_review:
      return review_words(scenario, gate, changes);
    case GateKind::change_approval:
      return fmt::format(
          "A board decides on {} after {} (median){}. It looks for nothing: no effect on failures has been measured.{}",
          changes, format_hours(gate.delay.median_hours),
          calendar_words(scenario, gate, ", in the next open hour of its calendar"),
          gate.documents ? " The change is documented afterwards." : "");
    case GateKind::window:
      return fmt::format("{} waits for the next open hour of a calendar.", changes);
    case GateKind::freeze:
      return std::isfinite(phase_end)
                 ? fmt::format("Nothing moves: {} is held until {}.", changes, day_words(scenario, phase_end))
                 : fmt::format("Nothing moves: {} is held to the end.", changes);
    case GateKind::rollout:
      return fmt::format("{} goes {}{}. {}", changes, stages_words(gate),
                         calendar_words(scenario, gate, "; stages begin in open hours of a calendar"),
                         gate.detects && !gate.stages.empty()
                             ? "Exposed traffic is compared with the rest, and what looks worse is rolled back."
                             : "Nothing is compared.");
    case GateKind::channel_closing:
      return fmt::format(
          "Work that would go round the pipeline is sent into it ({}); {} still goes round (break-glass). Mitigation "
          "that needs a write to production takes {} times as long.",
          within, percent(gate.leakage_fraction), format_number(gate.mitigation_slowdown));
    case GateKind::agent_review:
      return fmt::format(
          "Agents{} read {} for {} (median); alone they find {} that a person wrote, with {} of that effort where an "
          "AI helped. People who look after them do so with {} of their effort.",
          gate.pool.valid() ? " of " + people_words(scenario, gate) : "", changes,
          format_hours(gate.duration.median_hours), finds(scenario, DetectorClass::agent, gate.effort),
          percent(gate.origin_effort[static_cast<std::size_t>(Origin::ai_assisted)]),
          percent(scenario.feedback.complacency ? gate.complacency : 1.0));
    case GateKind::risk_score:
      return fmt::format("A score flags the riskiest {} of changes ({}).{}", percent(gate.riskiest_fraction), within,
                         gate.demands != 0 ? fmt::format(" What it flags must also pass {}.", demanded(scenario, gate))
                                           : " Flags have no consequence.");
    case GateKind::authorisation:
      return fmt::format(
          "A second person must agree to {}, at hand after {} (median), and looks with {} of the effort of a peer "
          "review.{}",
          changes, format_hours(gate.delay.median_hours), percent(gate.effort_multiplier),
          gate.documents ? " The change is documented afterwards." : "");
    case GateKind::velocity_cap:
      return fmt::format("Each team may ship {} a week ({}), {} at once after a quiet time; {}.",
                         changes_words(gate.limit), within, format_number(gate.burst),
                         gate.holds == Holds::changes ? "finished changes wait" : "authors begin later");
    case GateKind::wip_limit:
      return fmt::format("At most {} of a team {} between this gate and {} rollout ({}); {}.",
                         changes_words(gate.limit), gate.limit == 1.0 ? "is" : "are",
                         gate.limit == 1.0 ? "its" : "their", within,
                         gate.holds == Holds::changes ? "finished changes wait" : "authors begin later");
    case GateKind::error_budget_freeze:
      return fmt::format(
          "While more than {} of the orders of {} days have failed ({}), {} is held; afterwards it is let go over {}.",
          percent(1.0 - gate.order_success_objective), format_number(gate.window_days),
          gate.budget_scope == BudgetScope::organisation ? "one budget for all" : "each team's own", changes,
          format_hours(24.0 * gate.catch_up_days));
    case GateKind::scope_limit:
      return fmt::format("What acts on the whole fleet is confined to one service ({}), but for {}.", within,
                         percent(gate.leakage_fraction));
    case GateKind::audit:
      return fmt::format(
          "Auditors look at {} of what is deployed ({}) {} later, with {} of the effort of a peer review. In a team "
          "that has been audited, going round reviews falls to {} of what it was.",
          percent(gate.sample_fraction), within, format_hours(24.0 * gate.lag_days), percent(gate.effort_multiplier),
          percent(scenario.feedback.deterrence ? gate.deterrence : 1.0));
  }
  return "";
}

std::string adoption_words(const Scenario& scenario, const Gate& gate) {
  if (gate.adopted_hours.empty()) return "";
  const auto [first, last] = std::minmax_element(gate.adopted_hours.begin(), gate.adopted_hours.end());
  return fmt::format(" Teams adopt it one by one, the first on {}, the last on {}.", day_words(scenario, *first),
                     day_words(scenario, *last));
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

std::string day_words(const Scenario& scenario, double time_hours) {
  return "day " + format_number((time_hours - scenario.time.horizon_begin()) / 24.0, 3);
}

std::string selector_words(const Scenario& scenario, const Gate& gate) { return selected(scenario, gate, " (", ")"); }

std::string gate_words(const Scenario& scenario, const Gate& gate, double phase_end_hours) {
  std::string text = capitalised(kind_words(scenario, gate, selector_words(scenario, gate), phase_end_hours));
  if (gate.false_alarm_fraction > 0.0) {
    text += fmt::format(" {} of good changes are rejected by mistake.", percent(gate.false_alarm_fraction));
  }
  if (gate.false_alarms_per_rollout > 0.0) {
    text += fmt::format(" {} of good rollouts are rolled back by mistake.", percent(gate.false_alarms_per_rollout));
  }
  if (gate.on_demand) text += " It applies only where a gate before demands it.";
  return text + adoption_words(scenario, gate);
}

std::string who_looks(const Scenario& scenario, const Gate& gate) {
  switch (gate.kind) {
    case GateKind::rules:
      return gate.effort > 0.0 ? "rules" : "rules, no look";
    case GateKind::tests:
      return "tests";
    case GateKind::peer_review:
    case GateKind::senior_review:
      return fmt::format("{} of {}", gate.approvals, people_words(scenario, gate));
    case GateKind::agent_review:
      return gate.pool.valid() ? "agents, " + people_words(scenario, gate) : "agents";
    case GateKind::change_approval:
      return "the board, no look";
    case GateKind::authorisation:
      return "a second person";
    case GateKind::risk_score:
      return "a score";
    case GateKind::rollout:
      return gate.detects && !gate.stages.empty() ? "runtime comparison" : "nobody";
    case GateKind::audit:
      return "auditors";
    default:
      return "nobody";
  }
}

}  // namespace faultline::report
