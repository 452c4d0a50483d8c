#include "cli/planner_inputs.h"

#include <algorithm>
#include <limits>
#include <map>

#include "analysis/report/policy_words.h"
#include "models/core/input_error.h"
#include "models/graph/condensation.h"
#include "models/io/scenario_json.h"
#include "sim/service_facts.h"

namespace faultline::cli {
namespace {

report::PolicyCard card_of(const Scenario& scenario, const Policy& policy) {
  report::PolicyCard card;
  for (std::size_t p = 0; p < policy.phases.size(); ++p) {
    const bool last = p + 1 == policy.phases.size();
    const double end = last ? std::numeric_limits<double>::infinity() : policy.phases[p + 1].from_hours;
    report::PolicyCard::Phase phase;
    if (policy.phases.size() > 1) {
      phase.when =
          "from " + report::day_words(scenario, std::max(policy.phases[p].from_hours, scenario.time.horizon_begin()));
    }
    for (const Gate& gate : policy.phases[p].gates) {
      phase.gates.push_back({gate.id, report::gate_words(scenario, gate, end)});
    }
    card.phases.push_back(std::move(phase));
  }
  return card;
}

report::GraphFacts graph_facts(const Scenario& scenario) {
  const ServiceGraph& graph = scenario.graph;
  const ServiceFacts found(scenario);
  report::GraphFacts facts;
  facts.services = graph.service_count();
  facts.calls = graph.call_count();
  facts.async_calls = static_cast<std::size_t>(
      std::count_if(graph.calls().begin(), graph.calls().end(), [](const Call& call) { return call.async; }));
  for (const ServiceId entry : graph.entry_points()) {
    facts.entry_points.push_back(graph.service(entry).id);
  }
  std::map<std::string, std::size_t> tiers;
  for (std::size_t s = 0; s < graph.service_count(); ++s) {
    const Service& service = graph.service(ServiceId{s});
    ++tiers[service.tier];
    if (found.owner[s] >= scenario.organisation.teams.size()) {
      facts.without_owner.push_back(service.id);
    }
    if (!(found.requests_per_order[s] > 0)) {
      facts.without_traffic.push_back(service.id);
    }
  }
  facts.tiers.assign(tiers.begin(), tiers.end());
  const Condensation condensation(graph);
  for (std::size_t c = 0; c < condensation.component_count(); ++c) {
    if (condensation.members(c).size() > 1) {
      std::vector<std::string>& ring = facts.cycles.emplace_back();
      for (const ServiceId service : condensation.members(c)) {
        ring.push_back(graph.service(service).id);
      }
    }
  }
  return facts;
}

// Nothing where results and scenario are of different services.
std::optional<BlastDrill> drill_of(const Scenario& scenario, const Comparison& comparison) {
  std::vector<double> lost;
  for (const stats::Estimate& estimate : comparison.policies[0].loss_by_service) {
    lost.push_back(estimate.value);
  }
  return lost.size() == scenario.graph.service_count() ? std::optional(blast_drill(scenario, lost)) : std::nullopt;
}

}  // namespace

report::PlannerExtras stored_extras(const ResultsFile& results, const Comparison& comparison) {
  report::PlannerExtras extras;
  extras.told = results.told();
  const RunDescription& run = results.run();
  try {
    const LoadedScenario loaded = parse_scenario(run.scenario_json, results.path());
    for (const PolicyLabel& label : run.policies) {
      const auto policy = std::find_if(loaded.scenario.policies.begin(), loaded.scenario.policies.end(),
                                       [&label](const Policy& p) { return p.id == label.id; });
      if (policy != loaded.scenario.policies.end()) {
        extras.cards.push_back(card_of(loaded.scenario, *policy));
      }
    }
    extras.graph = graph_facts(loaded.scenario);
    extras.drill = drill_of(loaded.scenario, comparison);
  } catch (const InputError&) {
    extras.cards.clear();  // an earlier build's document: the page goes without
  }
  if (extras.cards.size() != run.policies.size()) {
    extras.cards.clear();
  }
  return extras;
}

}  // namespace faultline::cli
