// Quarters as a what-if page runs them, natively, to lay beside its WebAssembly in the same minute:
//   faultline what-if march-2026 --replications 40 -o page.html && node tests/web/compare.cjs page.html
#include <benchmark/benchmark.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "models/io/scenario_json.h"
#include "web/what_if.h"

namespace faultline {
namespace {

/// Quarters 0 to 39 under every policy; processor time a change and policy.
void quarters(benchmark::State& state, const std::string& scenario) {
  const LoadedScenario loaded =
      load_scenario(std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios" / scenario / "scenario.json");
  WhatIf session(loaded.document, loaded.scenario.run.seed);
  std::size_t changes = 0;
  std::uint32_t quarter = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(session.run(quarter++ % 40).data());
    changes += session.changes_drawn() * loaded.scenario.policies.size();
  }
  using benchmark::Counter;
  state.counters["time_a_change"] = Counter(static_cast<double>(changes), Counter::kIsRate | Counter::kInvert);
  state.counters["quarters"] = Counter(static_cast<double>(state.iterations()), Counter::kIsRate);
}

BENCHMARK_CAPTURE(quarters, small_shop, std::string("small-shop"))->Unit(benchmark::kMillisecond)->Iterations(400);
BENCHMARK_CAPTURE(quarters, march_2026, std::string("march-2026"))->Unit(benchmark::kMillisecond)->Iterations(40);

}  // namespace
}  // namespace faultline
