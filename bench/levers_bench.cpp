// What each gate and each feedback costs in a replication of march-2026. Compare within one run:
//   bench_levers --benchmark_enable_random_interleaving=true --benchmark_repetitions=9
//   --benchmark_report_aggregates_only=true
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/io/scenario_json.h"
#include "sim/replication.h"

namespace faultline {
namespace {

const Scenario& reference() {
  static const Scenario scenario =
      load_scenario(std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios" / "march-2026" / "scenario.json")
          .scenario;
  return scenario;
}

/// Replications of these policies; quarters are the same in every benchmark.
void run(benchmark::State& state, const Scenario& scenario, const std::vector<PolicyCase>& cases) {
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, 1);
  std::vector<Outcome> outcomes(cases.size(), make_outcome(scenario));
  constexpr std::uint32_t kQuarters = 4;
  runner.run(0, cases, outcomes);
  for (auto _ : state) {
    for (std::uint32_t quarter = 0; quarter < kQuarters; ++quarter) runner.run(quarter, cases, outcomes);
  }
}

std::vector<Gate>& gates_of(Scenario& scenario, std::string_view policy) {
  const auto found = std::find_if(scenario.policies.begin(), scenario.policies.end(),
                                  [&](const Policy& one) { return one.id == policy; });
  return found->phases.back().gates;
}

/// The baseline as one more policy, with what `change` makes of its gates.
void baseline_with(benchmark::State& state, const std::function<void(Scenario&, std::vector<Gate>&)>& change) {
  Scenario scenario = reference();
  std::vector<Gate> gates = gates_of(scenario, "baseline");
  change(scenario, gates);
  for (Gate& gate : gates) {
    const auto known = std::find(scenario.gate_ids.begin(), scenario.gate_ids.end(), gate.id);
    gate.index = GateId{static_cast<std::size_t>(known - scenario.gate_ids.begin())};
    if (known == scenario.gate_ids.end()) scenario.gate_ids.push_back(gate.id);
  }
  Policy policy = scenario.policies[scenario.baseline.index()];
  policy.id = "with";
  policy.phases.push_back({scenario.time.horizon_begin(), std::move(gates)});
  scenario.policies.push_back(std::move(policy));
  run(state, scenario, {{PolicyId{scenario.policies.size() - 1}, SecondReviewer::central}});
}

/// Before the rollout, as the policies of the library have it.
void add(std::vector<Gate>& gates, Gate gate) { gates.insert(gates.end() - 1, std::move(gate)); }

void add_from(Scenario& scenario, std::vector<Gate>& gates, std::string_view policy, std::string_view id) {
  const std::vector<Gate>& source = gates_of(scenario, policy);
  add(gates, *std::find_if(source.begin(), source.end(), [&](const Gate& gate) { return gate.id == id; }));
}

Gate made(GateKind kind) {
  Gate gate;
  gate.kind = kind;
  gate.id = kGateKindNames[static_cast<std::size_t>(kind)];
  gate.calendar = reference().policies[0].phases[0].gates.back().calendar;
  return gate;
}

using Change = std::function<void(Scenario&, std::vector<Gate>&)>;

std::vector<std::pair<std::string, Change>> levers() {
  std::vector<std::pair<std::string, Change>> list{{"nothing", [](Scenario&, std::vector<Gate>&) {}}};
  for (const char* id : {"rules", "tests", "peer-review", "rollout"}) {
    list.emplace_back(std::string("without/") + id, [id](Scenario&, std::vector<Gate>& gates) {
      std::erase_if(gates, [id](const Gate& gate) { return gate.id.starts_with(id); });
    });
  }
  list.emplace_back("with/second-approval", [](Scenario& scenario, std::vector<Gate>& gates) {
    gates = gates_of(scenario, "two-person-review");
  });
  for (const auto& [policy, id] :
       std::vector<std::pair<const char*, const char*>>{{"controlled-friction", "change-approval"},
                                                        {"controlled-friction", "channel-closing"},
                                                        {"controlled-friction", "audit"},
                                                        {"layered-safeguards", "agent-review"},
                                                        {"layered-safeguards", "second-person"},
                                                        {"layered-safeguards", "scope-limit"}}) {
    list.emplace_back(std::string("with/") + id, [policy = policy, id = id](Scenario& scenario, auto& gates) {
      add_from(scenario, gates, policy, id);
    });
  }
  list.emplace_back("with/risk-score and seniors", [](Scenario& scenario, std::vector<Gate>& gates) {
    add_from(scenario, gates, "layered-safeguards", "risk-score");
    add_from(scenario, gates, "layered-safeguards", "senior-review");
  });
  list.emplace_back("with/rule that demands seniors", [](Scenario& scenario, std::vector<Gate>& gates) {
    add_from(scenario, gates, "layered-safeguards", "pricing-rule");
    add_from(scenario, gates, "layered-safeguards", "senior-review");
  });
  list.emplace_back("with/rollout of days", [](Scenario& scenario, std::vector<Gate>& gates) {
    gates.back() = gates_of(scenario, "layered-safeguards").back();
  });
  list.emplace_back("with/window", [](Scenario& scenario, std::vector<Gate>& gates) {
    Gate window = made(GateKind::window);
    window.calendar = gates_of(scenario, "layered-safeguards").back().calendar;
    add(gates, window);
  });
  list.emplace_back("with/velocity-cap", [](Scenario&, std::vector<Gate>& gates) {
    Gate cap = made(GateKind::velocity_cap);
    cap.limit = 60.0;
    gates.insert(gates.begin(), cap);
  });
  list.emplace_back("with/work-in-progress-limit", [](Scenario&, std::vector<Gate>& gates) {
    Gate limit = made(GateKind::wip_limit);
    limit.limit = 30.0;
    gates.insert(gates.begin(), limit);
  });
  list.emplace_back("with/error-budget-freeze",
                    [](Scenario&, std::vector<Gate>& gates) { add(gates, made(GateKind::error_budget_freeze)); });
  return list;
}

std::vector<std::pair<std::string, bool Feedback::*>> feedbacks() {
  return {{"rework", &Feedback::rework},
          {"rework_defects", &Feedback::rework_defects},
          {"displacement", &Feedback::displacement},
          {"attention", &Feedback::attention},
          {"bypass", &Feedback::bypass},
          {"complacency", &Feedback::complacency},
          {"deterrence", &Feedback::deterrence},
          {"incidents_take_reviewers", &Feedback::incidents_take_reviewers},
          {"on_call", &Feedback::on_call},
          {"suspects", &Feedback::suspects},
          {"documentation", &Feedback::documentation}};
}

void all_policies(benchmark::State& state, bool Feedback::*off) {
  Scenario scenario = reference();
  if (off != nullptr) scenario.feedback.*off = false;
  std::vector<PolicyCase> cases;
  for (std::size_t i = 0; i < scenario.policies.size(); ++i) cases.push_back({PolicyId{i}, SecondReviewer::central});
  run(state, scenario, cases);
}

const bool registered = [] {
  for (const auto& [name, change] : levers()) {
    benchmark::RegisterBenchmark(("baseline/" + name).c_str(), baseline_with, change)->Unit(benchmark::kMillisecond);
  }
  benchmark::RegisterBenchmark("feedback/all on", all_policies, nullptr)->Unit(benchmark::kMillisecond);
  for (const auto& [name, off] : feedbacks()) {
    benchmark::RegisterBenchmark(("feedback/without " + name).c_str(), all_policies, off)
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
}  // namespace faultline
