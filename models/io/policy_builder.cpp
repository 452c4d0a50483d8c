#include "models/io/policy_builder.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "models/core/nearest_name.h"
#include "models/core/philox.h"
#include "models/io/review_load.h"

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
    for (std::size_t i = 0; i < fields_.policies.size(); ++i) {
      resolve_demands(fields_.policies[i], scenario_.policies[i]);
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
        if (gate.adopt_over_days > 0.0) {
          phase.gates.back().adopted_hours =
              adoption(gate, first_day_of(policy, phases.size() - 1, gate.gate.id), gate.adopt_over_days);
        }
      }
    }
    return phases;
  }

  /// The day on which the unbroken run of phases with the gate begins.
  static double first_day_of(const PolicyFields& policy, std::size_t phase, const std::string& gate_id) {
    const auto has_gate = [&](std::size_t i) {
      const std::vector<GateFields>& gates = policy.phases[i].gates;
      return std::any_of(gates.begin(), gates.end(), [&](const GateFields& gate) { return gate.gate.id == gate_id; });
    };
    while (phase > 0 && has_gate(phase - 1)) {
      --phase;
    }
    return policy.phases[phase].from_day;
  }

  /// When each team adopts the gate: evenly over the days, in an order that the gate's id and the teams' ids decide.
  std::vector<double> adoption(const GateFields& gate, double from_day, double over_days) const {
    const std::vector<Team>& teams = scenario_.organisation.teams;
    std::vector<std::size_t> order(teams.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto key = [&](std::size_t team) { return stable_hash(gate.gate.id + '/' + teams[team].id); };
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return key(a) != key(b) ? key(a) < key(b) : a < b; });
    std::vector<double> adopted(teams.size());
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
      const double day = from_day + over_days * (static_cast<double>(rank) + 0.5) / static_cast<double>(order.size());
      adopted[order[rank]] = scenario_.time.horizon_begin() + 24.0 * day;
    }
    return adopted;
  }

  void resolve_demands(const PolicyFields& from, Policy& policy) {
    for (std::size_t i = 0; i < from.phases.size(); ++i) {
      const std::vector<GateFields>& fields = from.phases[i].gates;
      std::vector<Gate>& gates = policy.phases[i].gates;
      std::uint64_t demanded = 0;
      for (std::size_t g = 0; g < fields.size(); ++g) {
        for (std::size_t d = 0; d < fields[g].demands.size(); ++d) {
          const std::size_t target = demanded_gate(fields, g, d);
          if (target < gates.size() && gates[target].index.index() < kMaxGateIds) {
            gates[g].demands |= std::uint64_t{1} << gates[target].index.index();
          }
        }
        demanded |= gates[g].demands;
        const bool never = gates[g].on_demand && gates[g].index.index() < kMaxGateIds &&
                           (demanded >> gates[g].index.index() & 1U) == 0;
        if (never) {
          warn(from.id, gates[g].id, "is marked on_demand, but no gate before it demands it: no change ever meets it");
        }
        if (gates[g].kind == GateKind::risk_score && gates[g].demands == 0) {
          warn(from.id, gates[g].id, "demands no gate: what it flags has no consequence");
        }
      }
    }
  }

  /// Position of a gate that another demands: it must come later in the same phase.
  std::size_t demanded_gate(const std::vector<GateFields>& gates, std::size_t by, std::size_t demand) {
    const std::string& name = gates[by].demands[demand];
    std::vector<std::string> later;
    for (std::size_t g = 0; g < gates.size(); ++g) {
      if (gates[g].gate.id == name && g > by) {
        return g;
      }
      if (g > by) {
        later.push_back(gates[g].gate.id);
      }
    }
    const bool itself = gates[by].gate.id == name;
    const bool earlier =
        std::any_of(gates.begin(), gates.end(), [&](const GateFields& g) { return g.gate.id == name; });
    problems_.add(gates[by].place.problem(
        "/demands/" + std::to_string(demand), '"' + printable(name) + '"',
        itself    ? "a gate cannot demand itself: changes would wait for ever"
        : earlier ? "this gate comes before the one that demands it, so changes would wait for ever"
                  : "this phase has no later gate of that id",
        suggestion_for(name, later)));
    return gates.size();
  }

  void warn(const std::string& policy, const std::string& gate, const std::string& what) {
    warnings_.push_back("policy \"" + printable(policy) + "\": gate \"" + printable(gate) + "\" " + what);
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
    gate.pool = context_.pool(from.pool, from.place);
    gate.selector.services = selected_services(from);
    const std::vector<bool>& services = gate.selector.services;
    const bool no_service = !services.empty() && std::find(services.begin(), services.end(), true) == services.end();
    if (no_service || gate.selector.min_lines > gate.selector.max_lines || selects_no_stream(gate.selector)) {
      warn(policy, gate.id, "selects nothing: no change ever meets it");
    }
    warn_of_empty(policy, gate);
    return gate;
  }

  bool selects_no_stream(const Selector& selector) const {
    const std::vector<ChangeStream>& streams = scenario_.organisation.streams;
    return !streams.empty() && std::none_of(streams.begin(), streams.end(), [&](const ChangeStream& stream) {
      return selects_some_of(selector, stream);
    });
  }

  /// Whether any change that the stream may bring meets every condition.
  bool selects_some_of(const Selector& selector, const ChangeStream& stream) const {
    bool kind = false;
    for (std::size_t k = 0; k < kChangeKindCount; ++k) {
      kind = kind || (stream.kind_weight[k] > 0.0 && (selector.kinds >> k & 1U) != 0);
    }
    const bool leaves = stream.out_of_band_multiplier > 0.0 && scenario_.organisation.out_of_band.base_fraction > 0.0;
    const bool out_of_band = leaves && (selector.channels & kOutOfBandBit) != 0;
    const bool channel = (selector.channels & kPipelineBit) != 0 || out_of_band;
    const bool path = selector.emergencies != Emergencies::only || stream.emergency_fraction > 0.0;
    const bool pricing = !selector.only_touching_pricing || stream.touches_pricing_fraction > 0.0;
    const bool trail = !selector.only_undocumented || stream.documented_fraction < 1.0 || out_of_band;
    return kind && channel && path && pricing && trail && selector.min_lines <= stream.lines.max_lines &&
           selector.max_lines >= 1.0 && stream.changes_per_developer_week * stream.velocity_multiplier > 0.0 &&
           (selector.origins >> static_cast<unsigned>(stream.origin) & 1U) != 0;
  }

  /// Gates that let nothing pass, or do nothing.
  void warn_of_empty(const std::string& policy, const Gate& gate) {
    const bool caps = gate.kind == GateKind::velocity_cap || gate.kind == GateKind::wip_limit;
    if (caps && gate.limit < (gate.kind == GateKind::wip_limit ? 1.0 : 1e-9)) {
      warn(policy, gate.id, "has a limit of 0: while it is in force, no change that it selects ever ships");
    }
    if (gate.pool.valid()) {
      const ReviewPool& pool = scenario_.organisation.pools[gate.pool.index()];
      const bool has_time = pool.agents || !scenario_.organisation.review.in_bouts || pool.review_hours_per_week > 0.0;
      if (pool.people < gate.approvals || !has_time) {
        warn(policy, gate.id,
             "needs " + std::to_string(gate.approvals) + (pool.agents ? " agent" : " people") +
                 (gate.approvals > 1 && pool.agents ? "s" : "") + " of pool \"" + printable(pool.id) +
                 "\", which has not as many with time to review: " + unapproved_fate("changes that meet it", gate));
      }
    }
    if (gate.blocks == Blocking::always) {
      warn(policy, gate.id, "blocks every change that it selects for ever");
    }
    if (gate.kind == GateKind::error_budget_freeze && gate.order_success_objective >= 1.0) {
      warn(policy, gate.id, "leaves no budget: the first lost order freezes everything");
    }
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
