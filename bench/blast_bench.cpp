// Blast radius at scale, joint failures of overlapping faults, traffic equations, graph loading.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <vector>

#include "models/core/philox.h"
#include "models/graph/generator.h"
#include "models/graph/traffic.h"
#include "models/io/graph_reader.h"
#include "models/io/graph_writer.h"
#include "sim/blast/blast_radius.h"
#include "sim/blast/joint_failure.h"
#include "tests/models/io/shared_data.h"

namespace faultline {
namespace {

constexpr std::uint32_t kSamples = 4096;

/// One journey that enters wherever nobody calls.
Journey all_entries(const ServiceGraph& graph) {
  Journey journey{"all", {}, {1.0}};
  for (const ServiceId entry : graph.entry_points()) {
    journey.entries.push_back({entry, 1.0});
  }
  return journey;
}

void table_of(benchmark::State& state, const ServiceGraph& graph) {
  const Journey journey = all_entries(graph);
  for (auto _ : state) {
    const LossTable table(graph, std::span(&journey, 1), kSamples, 1);
    benchmark::DoNotOptimize(table.reach_fraction(JourneyId{0}, ServiceId{0}));
  }
  state.counters["services"] = static_cast<double>(graph.service_count());
  state.counters["calls"] = static_cast<double>(graph.call_count());
}

/// The 1,238 services of Jaeger's sample; goal: under 20 ms.
void jaeger_loss_table(benchmark::State& state) {
  const auto file = testing::shared_data("graphs/jaegertracing-jaeger-ui/dependencies-large.json");
  if (!file) {
    state.SkipWithError("shared data absent");
    return;
  }
  table_of(state, read_graph("jaeger", std::span(&*file, 1)).graph);
}
BENCHMARK(jaeger_loss_table)->Unit(benchmark::kMillisecond);

/// The same by journeys drawn per order, with intervals, paths and what tells who else is hit.
void jaeger_blast_radius(benchmark::State& state) {
  const auto file = testing::shared_data("graphs/jaegertracing-jaeger-ui/dependencies-large.json");
  if (!file) {
    state.SkipWithError("shared data absent");
    return;
  }
  const ServiceGraph graph = read_graph("jaeger", std::span(&*file, 1)).graph;
  const std::vector<Journey> journeys = entry_point_journeys(graph);
  for (auto _ : state) {
    benchmark::DoNotOptimize(BlastRadius(graph, journeys, kSamples, 1).orders_hit().data());
  }
}
BENCHMARK(jaeger_blast_radius)->Unit(benchmark::kMillisecond);

/// And with the answer who else is hit for every one of the services.
void jaeger_spread_of_all(benchmark::State& state) {
  const auto file = testing::shared_data("graphs/jaegertracing-jaeger-ui/dependencies-large.json");
  if (!file) {
    state.SkipWithError("shared data absent");
    return;
  }
  const ServiceGraph graph = read_graph("jaeger", std::span(&*file, 1)).graph;
  const std::vector<Journey> journeys = entry_point_journeys(graph);
  for (auto _ : state) {
    const BlastRadius radius(graph, journeys, kSamples, 1);
    double services = 0.0;
    for (std::uint32_t s = 0; s < graph.service_count(); ++s) {
      services += radius.spread(ServiceId{s}, {}).services_with_errors;
    }
    benchmark::DoNotOptimize(services);
  }
}
BENCHMARK(jaeger_spread_of_all)->Unit(benchmark::kMillisecond);

void generated_loss_table(benchmark::State& state) {
  table_of(state, generate_graph({.services = static_cast<std::uint32_t>(state.range(0)), .seed = 1}));
}
BENCHMARK(generated_loss_table)->Arg(1000)->Unit(benchmark::kMillisecond);

/// 100,000 services and 500,000 calls, every target drawn from the square of a uniform, cycles and all; goal: under 3
/// s.
void large_loss_table(benchmark::State& state) {
  constexpr std::uint32_t kServices = 100'000;
  const KeyedDraws draws(5, 0);
  std::vector<Service> services(kServices);
  std::vector<Call> calls;
  for (std::uint32_t i = 0; i < kServices; ++i) {
    services[i].id = "s" + std::to_string(i);
    for (std::uint32_t k = 0; k < 5; ++k) {
      const double u = draws.uniform(i, k, 0);
      Call call{ServiceId{i}, ServiceId{static_cast<std::uint32_t>(u * u * kServices)}};
      call.coupling = draws.uniform(i, k, 1) < 0.25 ? 1.0 : 0.05;
      call.calls_per_request = 0.8;
      const bool repeated = std::any_of(
          calls.begin() + static_cast<std::ptrdiff_t>(calls.size() - std::min<std::size_t>(k, calls.size())),
          calls.end(), [&call](const Call& c) { return c.callee == call.callee && c.caller == call.caller; });
      if (call.callee != call.caller && !repeated) {
        calls.push_back(call);
      }
    }
  }
  const ServiceGraph graph(std::move(services), std::move(calls));
  table_of(state, graph);
}
BENCHMARK(large_loss_table)->Unit(benchmark::kMillisecond)->Iterations(1);

/// Overlapping faults on the generated retailer.
void joint_faults(benchmark::State& state, bool with_shares) {
  const ServiceGraph graph = generate_graph({.services = 1000, .seed = 1});
  const Journey journey = all_entries(graph);
  const LossTable table(graph, std::span(&journey, 1), kSamples, 1);
  std::vector<ActiveFault> faults;
  for (std::uint32_t s = 0; s < graph.service_count() && faults.size() < static_cast<std::size_t>(state.range(0));
       s += 7) {
    const double reach = table.reach_fraction(JourneyId{0}, ServiceId{s});
    if (reach > 0.05 && reach < 0.95) {
      faults.push_back({ServiceId{s}, 0.3, false});
    }
  }
  std::vector<double> shares(faults.size());
  for (auto _ : state) {
    benchmark::DoNotOptimize(with_shares ? shapley_shares(table, JourneyId{0}, faults, shares)
                                         : joint_failure_fraction(table, JourneyId{0}, faults));
  }
}
void joint_failure(benchmark::State& state) { joint_faults(state, false); }
void shapley(benchmark::State& state) { joint_faults(state, true); }
BENCHMARK(joint_failure)->Arg(1)->Arg(2)->Arg(3)->Arg(5)->Arg(8)->Arg(16);
BENCHMARK(shapley)->Arg(1)->Arg(2)->Arg(3)->Arg(5)->Arg(8)->Arg(16);

void generated_traffic(benchmark::State& state) {
  const ServiceGraph graph = generate_graph({.services = static_cast<std::uint32_t>(state.range(0)), .seed = 1});
  const std::vector<double> external(graph.service_count(), 1.0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(request_rates(graph, external).data());
  }
}
BENCHMARK(generated_traffic)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

void read_native(benchmark::State& state) {
  const ServiceGraph graph = generate_graph({.services = static_cast<std::uint32_t>(state.range(0)), .seed = 1});
  std::ostringstream text;
  write_graph_json(text, graph, {});
  const GraphSource source{"graph.json", text.str()};
  for (auto _ : state) {
    benchmark::DoNotOptimize(read_graph("native", std::span(&source, 1)).graph.call_count());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * source.text.size()));
}
BENCHMARK(read_native)->Arg(1000)->Arg(20'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace faultline
