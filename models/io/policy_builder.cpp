#include "models/io/policy_builder.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "models/core/nearest_name.h"

namespace faultline {

namespace {

constexpr std::size_t kMaxGateIds = 64;

class PolicyBuilder {
 public:
  PolicyBuilder(const ScenarioFields& fields, const PolicyContext& context, Scenario& scenario, ProblemList& problems,
                std::vector<std::string>& warnings)
      : fields_(fields), context_(context), scenario_(scenario), problems_(problems), warnings_(warnings) {}

  void build() {
    std::vector<std::string> names;
    for (const PolicyFields& policy : fields_.policies) {
      if (std::find(names.begin(), names.end(), policy.id) != names.end()) {
        problems_.add(
            policy.place.problem("/id", '"' + printable(policy.id) + '"', "there is another policy of that id"));
      }
      names.push_back(policy.id);
      check_policy(policy, problems_, warnings_);
    }
    const auto baseline = std::find(names.begin(), names.end(), fields_.baseline);
    if (baseline == names.end()) {
      problems_.add(fields_.place.problem("/baseline", '"' + printable(fields_.baseline) + '"',
                                          "there is no policy of that id", suggestion_for(fields_.baseline, names)));
      return;
    }
    scenario_.baseline = PolicyId{static_cast<std::size_t>(baseline - names.begin())};
    for (const PolicyFields& policy : fields_.policies) {
      scenario_.policies.push_back({policy.id, policy.title, build_phases(policy)});
    }
    prepend_warm_up();
    if (scenario_.gate_ids.size() > kMaxGateIds) {
      problems_.add(
          fields_.place.problem("/policies", std::to_string(scenario_.gate_ids.size()) + " gate ids",
                                "at most " + std::to_string(kMaxGateIds) + " different gate ids are allowed"));
    }
  }

 private:
  std::vector<PolicyPhase> build_phases(const PolicyFields& policy) {
    std::vector<PolicyPhase> phases;
    for (const PhaseFields& from : policy.phases) {
      PolicyPhase& phase = phases.emplace_back();
      phase.from_hours = scenario_.time.horizon_begin() + 24.0 * from.from_day;
      for (const GateFields& gate : from.gates) {
        phase.gates.push_back(build_gate(gate, policy.id));
      }
    }
    return phases;
  }

  void prepend_warm_up() {
    const std::vector<PolicyPhase>& baseline = scenario_.policies[scenario_.baseline.index()].phases;
    if (baseline.empty()) {
      return;
    }
    const PolicyPhase warm_up{0.0, baseline.front().gates};
    for (std::size_t i = 0; i < scenario_.policies.size(); ++i) {
      std::vector<PolicyPhase>& phases = scenario_.policies[i].phases;
      if (i == scenario_.baseline.index() || scenario_.time.warm_up_hours == 0.0) {
        phases.front().from_hours = 0.0;
      } else {
        phases.insert(phases.begin(), warm_up);
      }
    }
  }

  Gate build_gate(const GateFields& from, const std::string& policy) {
    Gate gate = from.gate;
    gate.index = index_of(gate, from.place);
    gate.calendar = context_.calendar(from.calendar, from.place);
    gate.selector.services = selected_services(from);
    const std::vector<bool>& services = gate.selector.services;
    const bool no_service = !services.empty() && std::find(services.begin(), services.end(), true) == services.end();
    if (no_service || gate.selector.min_lines > gate.selector.max_lines) {
      warnings_.push_back("policy \"" + printable(policy) + "\": gate \"" + printable(gate.id) +
                          "\" selects nothing: no change ever meets it");
    }
    return gate;
  }

  GateId index_of(const Gate& gate, const Place& place) {
    const auto [found, fresh] = known_.emplace(gate.id, std::make_pair(scenario_.gate_ids.size(), gate.kind));
    if (fresh) {
      scenario_.gate_ids.push_back(gate.id);
    } else if (found->second.second != gate.kind) {
      problems_.add(place.problem("/id", '"' + printable(gate.id) + '"',
                                  "the same gate id is used for two kinds, " +
                                      std::string(kGateKindNames[static_cast<std::size_t>(found->second.second)]) +
                                      " and " + std::string(kGateKindNames[static_cast<std::size_t>(gate.kind)])));
    }
    return GateId{found->second.first};
  }

  std::vector<bool> selected_services(const GateFields& from) {
    if (from.tiers.empty() && from.teams.empty() && from.services.empty()) {
      return {};
    }
    const std::span<const Service> services = scenario_.graph.services();
    std::vector<bool> selected(services.size(), true);
    if (!from.tiers.empty()) {
      for (std::size_t i = 0; i < services.size(); ++i) {
        selected[i] = std::find(from.tiers.begin(), from.tiers.end(), services[i].tier) != from.tiers.end();
      }
    }
    if (!from.teams.empty()) {
      keep_only(selected, services_of_teams(from));
    }
    if (!from.services.empty()) {
      keep_only(selected, services_by_name(from));
    }
    return selected;
  }

  static void keep_only(std::vector<bool>& selected, const std::vector<bool>& others) {
    for (std::size_t i = 0; i < selected.size(); ++i) {
      selected[i] = selected[i] && others[i];
    }
  }

  std::vector<bool> services_of_teams(const GateFields& from) {
    std::vector<bool> selected(scenario_.graph.service_count(), false);
    for (std::size_t i = 0; i < from.teams.size(); ++i) {
      const auto team = std::find_if(scenario_.organisation.teams.begin(), scenario_.organisation.teams.end(),
                                     [&](const Team& candidate) { return candidate.id == from.teams[i]; });
      if (team == scenario_.organisation.teams.end()) {
        std::vector<std::string> names;
        for (const Team& known : scenario_.organisation.teams) {
          names.push_back(known.id);
        }
        unknown(from, "/select/teams/" + std::to_string(i), "team", from.teams[i], names);
        continue;
      }
      for (const ServiceId service : team->services) {
        selected[service.index()] = true;
      }
    }
    return selected;
  }

  std::vector<bool> services_by_name(const GateFields& from) {
    std::vector<bool> selected(scenario_.graph.service_count(), false);
    for (std::size_t i = 0; i < from.services.size(); ++i) {
      if (const auto service = scenario_.graph.find(from.services[i])) {
        selected[service->index()] = true;
      } else {
        unknown(from, "/select/services/" + std::to_string(i), "service", from.services[i], context_.service_names);
      }
    }
    return selected;
  }

  void unknown(const GateFields& from, const std::string& below, const std::string& what, const std::string& name,
               const std::vector<std::string>& valid) {
    if (!problems_.full()) {
      problems_.add(from.place.problem(below, '"' + printable(name) + '"', "there is no " + what + " of that id",
                                       suggestion_for(name, valid)));
    }
  }

  const ScenarioFields& fields_;
  const PolicyContext& context_;
  Scenario& scenario_;
  ProblemList& problems_;
  std::vector<std::string>& warnings_;
  std::map<std::string, std::pair<std::size_t, GateKind>> known_;
};

}  // namespace

std::string suggestion_for(const std::string& name, const std::vector<std::string>& valid) {
  if (const std::optional<std::string> nearest = nearest_name(name, valid)) {
    return "did you mean \"" + printable(*nearest) + "\"?";
  }
  constexpr std::size_t kFew = 10;
  std::string text;
  for (const std::string& known : valid) {
    text += (text.empty() ? "known: " : ", ") + printable(known);
  }
  return valid.size() <= kFew ? text : "";
}

void check_policy(const PolicyFields& policy, ProblemList& problems, std::vector<std::string>& warnings) {
  if (policy.phases.empty()) {
    problems.add(policy.place.problem("/phases", "", "needs at least one phase"));
    return;
  }
  if (policy.phases.front().from_day != 0.0) {
    problems.add(policy.phases.front().place.problem("/from_day", json_number(policy.phases.front().from_day),
                                                     "the first phase must begin on day 0, with the horizon"));
  }
  for (std::size_t i = 0; i < policy.phases.size(); ++i) {
    const PhaseFields& phase = policy.phases[i];
    if (i > 0 && phase.from_day <= policy.phases[i - 1].from_day) {
      problems.add(phase.place.problem("/from_day", json_number(phase.from_day),
                                       "phases are out of order: each must begin after the one before"));
    }
    std::set<std::string> ids;
    for (const GateFields& gate : phase.gates) {
      if (!ids.insert(gate.gate.id).second) {
        problems.add(gate.place.problem("/id", '"' + printable(gate.gate.id) + '"',
                                        "this phase has another gate of that id", "give each gate an id of its own"));
      }
    }
    if (phase.gates.empty()) {
      warnings.push_back("policy \"" + printable(policy.id) + "\" has no gate from day " + json_number(phase.from_day) +
                         " on: every change ships at once");
    }
  }
}

void build_policy_list(const ScenarioFields& fields, const PolicyContext& context, Scenario& scenario,
                       ProblemList& problems, std::vector<std::string>& warnings) {
  PolicyBuilder(fields, context, scenario, problems, warnings).build();
}

}  // namespace faultline
