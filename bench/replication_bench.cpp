// Whole replications: change-policies per second on one core, and what loading a scenario costs.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "models/io/scenario_json.h"
#include "sim/replication.h"
#include "tests/support/scenario_builder.h"

namespace faultline {
namespace {

// Runs replications of every policy and counts each change once for each policy that it is replayed under.
void run_replications(benchmark::State& state, const Scenario& scenario) {
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, 1);
  std::vector<PolicyCase> cases;
  for (std::size_t i = 0; i < scenario.policies.size(); ++i) cases.push_back({PolicyId{i}});
  std::vector<Outcome> outcomes(cases.size(), make_outcome(scenario));
  runner.run(0, cases, outcomes);
  std::uint32_t replication = 0;
  double change_policies = 0.0;
  for (auto _ : state) {
    runner.run(replication++, cases, outcomes);
    change_policies += static_cast<double>(runner.changes_drawn() * cases.size());
  }
  state.counters["change-policies/s"] = benchmark::Counter(change_policies, benchmark::Counter::kIsRate);
  state.counters["changes"] = static_cast<double>(runner.changes_drawn());
}

void library_scenario(benchmark::State& state, const char* name) {
  const LoadedScenario loaded =
      load_scenario(std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios" / name / "scenario.json");
  run_replications(state, loaded.scenario);
}

void built_scenario(benchmark::State& state) { run_replications(state, support::make_scenario(1000, 80)); }

void load(benchmark::State& state, const char* name) {
  const std::filesystem::path file = std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios" / name / "scenario.json";
  for (auto _ : state) benchmark::DoNotOptimize(load_scenario(file));
}

void prepare(benchmark::State& state, const char* name) {
  const LoadedScenario loaded =
      load_scenario(std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios" / name / "scenario.json");
  for (auto _ : state) {
    const PreparedScenario prepared(loaded.scenario);
    benchmark::DoNotOptimize(&prepared);
  }
}

BENCHMARK_CAPTURE(library_scenario, march_2026, "march-2026")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(library_scenario, online_boutique, "online-boutique")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(built_scenario)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(load, march_2026, "march-2026")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(load, jaeger_production, "jaeger-production")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(prepare, march_2026, "march-2026")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(prepare, jaeger_production, "jaeger-production")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace faultline
