#include "cli/explain_command.h"

#include <fmt/format.h>

#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/html.h"
#include "analysis/report/policy_words.h"
#include "analysis/report/table.h"
#include "analysis/walk/defect_chance.h"
#include "analysis/walk/example_changes.h"
#include "cli/exit_code.h"
#include "cli/scenario_location.h"
#include "cli/scenario_run.h"
#include "cli/walk_text.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"

namespace faultline::cli {
namespace {

using Json = nlohmann::ordered_json;

/// One example with its walks through the policy, by phase.
struct Explained {
  const ExampleChange* example;
  double defect_probability;
  std::vector<PhaseWalk> walks;
  std::vector<PhaseWalk> low;  ///< with a second reviewer who is nearly worthless
};

ServiceId chosen_service(const Scenario& scenario, const std::string& name) {
  if (name.empty()) return usual_service(scenario);
  if (const auto found = scenario.graph.find(name)) return *found;
  std::vector<std::string> names;
  for (const Service& service : scenario.graph.services()) names.push_back(service.id);
  throw InputError({"--service", "", printable(name), "the scenario has no service of that id",
                    nearest_name(name, names).value_or("")});
}

/// Which gates a change meets in a phase, and how: changes with the same signature share one table.
std::string signature(const PhaseWalk& walk) {
  std::string text;
  for (const GateStep& step : walk.steps) {
    text += std::to_string(step.phase) + ':' + step.gate->id + (step.met_mass > 0.0 ? "+" : "-") + '\n';
  }
  return text + (walk.audit ? walk.audit->gate->id : "") + (walk.out_of_band_mass > 0.0 ? "|out" : "|in");
}

/// Where the table of the first change with the same gates stands, by position.
std::vector<std::size_t> tables_of(const std::vector<Explained>& all, std::size_t phase) {
  std::map<std::string, std::size_t> first;
  std::vector<std::size_t> tables;
  for (std::size_t i = 0; i < all.size(); ++i) {
    tables.push_back(first.try_emplace(signature(all[i].walks[phase]), i).first->second);
  }
  return tables;
}

std::string service_text(const Scenario& scenario, ServiceId service) {
  const Service& known = scenario.graph.service(service);
  const TeamId owner = owner_of(scenario, service);
  std::string text = printable(known.id);
  std::string more = known.tier.empty() ? "" : "tier " + printable(known.tier, 20);
  if (owner.valid()) {
    more += (more.empty() ? "" : ", ") + printable(scenario.organisation.teams[owner.index()].id);
  }
  return more.empty() ? text : text + " (" + more + ")";
}

bool low_differs(const PhaseWalk& walk, const PhaseWalk& low) {
  return low.reaches_mass - walk.reaches_mass > 1e-9 || walk.reaches_mass - low.reaches_mass > 1e-9;
}

std::string summary_table(const std::vector<Explained>& all, std::size_t phase,
                          const std::vector<std::size_t>& tables) {
  const auto line = [](const std::string& number, const std::string& change, const std::string& gates,
                       const std::string& defect, const std::string& reach, const std::string& low) {
    const std::string shown = report::shorten(change, 47);
    const std::string pad(47 - report::display_columns(shown), ' ');
    return fmt::format("  {:<2} {}{} {:<6} {:>7} {:>5} {:>5}\n", number, shown, pad, gates, defect, reach, low);
  };
  std::string text = line("", "", "", "has a", "reach", "2nd") + line("", "change", "gates", "defect", "prod.", "low");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const PhaseWalk& walk = all[i].walks[phase];
    const PhaseWalk& low = all[i].low[phase];
    const bool elsewhere = all[i].example->id == "elsewhere";
    text += line(std::to_string(i + 1), all[i].example->title + (elsewhere ? ", elsewhere" : ""),
                 tables[i] == i ? "" : fmt::format("as {}", tables[i] + 1), share_text(all[i].defect_probability),
                 share_text(walk.reaches_mass), low_differs(walk, low) ? share_text(low.reaches_mass) : "-");
  }
  return text;
}

std::string ending(const Explained& one, std::size_t phase) {
  const PhaseWalk& walk = one.walks[phase];
  const PhaseWalk& low = one.low[phase];
  std::string text = fmt::format("A defect reaches production with a chance of {}", percent_text(walk.reaches_mass));
  if (low_differs(walk, low)) {
    text += fmt::format(" ({} if a second reviewer is worth next to nothing)", percent_text(low.reaches_mass));
  }
  if (walk.never_ships_mass > 0.0) text += fmt::format("; {} never ship", percent_text(walk.never_ships_mass));
  if (walk.out_of_band_mass > 0.0) text += fmt::format("; {} out of band", percent_text(walk.out_of_band_mass));
  if (walk.wide_mass > 0.0) text += fmt::format("; {} on the whole fleet at once", percent_text(walk.wide_mass));
  return text + ".";
}

void print_table(const Scenario& scenario, const Policy& policy, const ExampleSet& set,
                 const std::vector<Explained>& all, ServiceId service, std::ostream& out) {
  out << report::terminal_text(printable(policy.id) + ": " + printable(policy.title, 300)) << "\n";
  const std::vector<PhaseWalk>& phases = all.front().walks;
  for (std::size_t p = 0; p < phases.size(); ++p) {
    const PolicyPhase& phase = policy.phases[phases[p].phase];
    const double end = phases[p].phase + 1 < policy.phases.size() ? policy.phases[phases[p].phase + 1].from_hours
                                                                  : std::numeric_limits<double>::infinity();
    out << "IN PLAIN WORDS, " << phase_text(scenario, phases[p]) << "\n";
    if (phase.gates.empty()) out << "  There is no gate: every change ships at once.\n";
    for (const Gate& gate : phase.gates) {
      out << "  " << printable(gate.id) << "\n" << report::terminal_text(report::gate_words(scenario, gate, end), 4);
    }
    const std::vector<std::size_t> tables = tables_of(all, p);
    out << "\nCHANGES to " << service_text(scenario, service) << ", " << phase_text(scenario, phases[p]) << "\n"
        << summary_table(all, p, tables) << "\n";
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (tables[i] != i) continue;
      std::string title = fmt::format("{}. {}", i + 1, all[i].example->title);
      if (all[i].example->change.service != service) {
        title += ", to " + service_text(scenario, all[i].example->change.service);
      }
      out << report::terminal_text(title, 0) << walk_table(scenario, all[i].walks[p])
          << report::terminal_text(ending(all[i], p), 2) << "\n";
    }
  }
  std::string notes =
      "Meet: of those that come with the defect still there. Find: of those that meet the gate. Left: of all written "
      "with a defect. Chances are about the defect that the change was written with, when nothing else waits for "
      "review; haste, impatience and defects born in rework need a simulation (`faultline run`). 2nd low: a second "
      "reviewer nearly worthless (evidence Z10).";
  for (const std::string& why : set.left_out) notes += " Not walked: " + why + ".";
  out << report::terminal_text(notes);
}

void print_json(const Scenario& scenario, const Policy& policy, const ExampleSet& set,
                const std::vector<Explained>& all, std::ostream& out) {
  Json json{{"scenario", scenario.id}, {"policy", policy.id}, {"title", policy.title}};
  json["phases"] = Json::array();
  const std::vector<PhaseWalk>& phases = all.front().walks;
  for (std::size_t p = 0; p < phases.size(); ++p) {
    const std::size_t index = phases[p].phase;
    const double end = index + 1 < policy.phases.size() ? policy.phases[index + 1].from_hours
                                                        : std::numeric_limits<double>::infinity();
    Json phase{{"from_day", (phases[p].from_hours - scenario.time.horizon_begin()) / 24.0},
               {"to_day", (phases[p].to_hours - scenario.time.horizon_begin()) / 24.0}};
    phase["words"] = Json::array();
    for (const Gate& gate : policy.phases[index].gates) {
      phase["words"].push_back({{"gate", gate.id},
                                {"kind", kGateKindNames[static_cast<std::size_t>(gate.kind)]},
                                {"words", report::gate_words(scenario, gate, end)}});
    }
    const std::vector<std::size_t> tables = tables_of(all, p);
    phase["changes"] = Json::array();
    for (std::size_t i = 0; i < all.size(); ++i) {
      Json walk = walk_json(scenario, all[i].walks[p]);
      walk["reaches_production_second_reviewer_low"] = all[i].low[p].reaches_mass;
      phase["changes"].push_back({{"id", all[i].example->id},
                                  {"title", all[i].example->title},
                                  {"change", change_json(scenario, all[i].example->change)},
                                  {"defect_probability", all[i].defect_probability},
                                  {"same_gates_as", all[tables[i]].example->id},
                                  {"walk", std::move(walk)}});
    }
    json["phases"].push_back(std::move(phase));
  }
  json["not_walked"] = set.left_out;
  out << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

}  // namespace

int explain(const ExplainOptions& options, std::ostream& out, std::ostream& err) {
  const std::filesystem::path file = locate_scenario(options.scenario.scenario, library_folders());
  const LoadedScenario loaded = load_scenario(file, load_options(options.scenario));
  const Scenario& scenario = loaded.scenario;
  for (const std::string& warning : loaded.warnings) err << "warning: " << warning << "\n";
  const Policy& policy = scenario.policies[find_policies(scenario, file, {options.policy}).front().index()];
  const ServiceId service = chosen_service(scenario, options.service);
  const ServiceFacts facts(scenario);
  const ExampleSet set = example_changes(scenario, facts, policy, service);
  if (set.changes.empty()) {
    throw InputError({file.string(), "/organisation/streams", "", "no stream writes changes to walk", ""});
  }
  const HumanDetection& human = scenario.stealth.human;
  std::vector<Explained> all;
  for (const ExampleChange& example : set.changes) {
    const WalkedChange& change = example.change;
    all.push_back({&example, defect_probability(scenario.defects, change.origin, change.kind, change.lines),
                   walk_policy(scenario, facts, policy, change, human.second_reviewer_ratio),
                   walk_policy(scenario, facts, policy, change, human.second_reviewer_ratio_low)});
  }
  if (options.json) {
    print_json(scenario, policy, set, all, out);
  } else {
    print_table(scenario, policy, set, all, service, out);
  }
  return kDone;
}

}  // namespace faultline::cli
