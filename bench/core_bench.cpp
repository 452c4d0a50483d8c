// What a hot loop pays for random numbers, elementary functions, demand and calendars. Time is per call.
#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/business/demand.h"
#include "models/core/elementary.h"
#include "models/core/philox.h"
#include "models/core/samplers.h"
#include "models/organisation/calendar.h"

namespace faultline {
namespace {

constexpr std::size_t kInputs = 1024;
const KeyedDraws kDraws(1, 0);

std::array<double, kInputs> uniforms() {
  std::array<double, kInputs> values{};
  for (std::size_t i = 0; i < kInputs; ++i) {
    values[i] = kDraws.uniform(static_cast<std::uint32_t>(i), 0, 0);
  }
  return values;
}

/// Times `function` on pseudo-random inputs low + (high - low) U.
template <class Function>
void over_inputs(benchmark::State& state, double low, double high, Function function) {
  std::array<double, kInputs> inputs = uniforms();
  for (double& input : inputs) {
    input = low + (high - low) * input;
  }
  for (auto _ : state) {
    for (const double input : inputs) {
      benchmark::DoNotOptimize(function(input));
    }
  }
  const double calls = static_cast<double>(state.iterations()) * static_cast<double>(kInputs);
  state.counters["per_call"] = benchmark::Counter(calls, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

/// Times `function` on the subjects 0, 1, 2, ...
template <class Function>
void over_subjects(benchmark::State& state, Function function) {
  std::uint32_t subject = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(function(subject++));
  }
}

void philox_block(benchmark::State& state) {
  over_subjects(state, [](std::uint32_t i) { return kDraws.block(i, 1, 2); });
}
void exp(benchmark::State& state) {
  over_inputs(state, -20.0, 20.0, [](double x) { return elementary::exp(x); });
}
void log(benchmark::State& state) {
  over_inputs(state, 0.0, 1.0, [](double x) { return elementary::log(x); });
}
void log1p(benchmark::State& state) {
  over_inputs(state, -1.0, 0.0, [](double x) { return elementary::log1p(x); });
}
void pow(benchmark::State& state) {
  over_inputs(state, 0.0, 1e3, [](double x) { return elementary::pow(x, 0.7); });
}
void normal_cdf(benchmark::State& state) {
  over_inputs(state, -4.0, 4.0, [](double z) { return elementary::normal_cdf(z); });
}
void normal_quantile(benchmark::State& state) {
  over_inputs(state, 0.0, 1.0, [](double p) { return elementary::normal_quantile(p); });
}
void lognormal_by_inversion(benchmark::State& state) {
  over_inputs(state, 0.0, 1.0, [](double u) { return lognormal(u, 3.0, 0.5); });
}
void exponential_by_inversion(benchmark::State& state) {
  over_inputs(state, 0.0, 1.0, [](double u) { return exponential(u, 3.0); });
}
void gamma_of_shape_2(benchmark::State& state) {
  over_subjects(state, [](std::uint32_t i) { return gamma_variate(kDraws, i, 1, 2, 2.0, 1.0); });
}
void beta_of_invisible_share(benchmark::State& state) {
  over_subjects(state, [](std::uint32_t i) { return beta_variate(kDraws, i, 1, 2, 1.5, 25.0); });
}
void poisson_of_mean(benchmark::State& state) {
  const double mean = static_cast<double>(state.range(0));
  over_inputs(state, 0.0, 1.0, [mean](double u) { return poisson(u, mean); });
}

void demand_orders_until(benchmark::State& state) {
  const DemandCurve demand(std::vector<double>(2184, 4e5));
  over_inputs(state, 0.0, 2184.0, [&demand](double time) { return demand.orders_until(time); });
}

Calendar working_hours() {
  std::vector<OpenInterval> open;
  for (int day = 0; day < 91; ++day) {
    if (day % 7 < 5) {
      open.push_back({24.0 * day + 9.0, 24.0 * day + 12.0});
      open.push_back({24.0 * day + 13.0, 24.0 * day + 18.0});
    }
  }
  return Calendar(open, 91.0 * 24.0);
}
void calendar_next_open(benchmark::State& state) {
  const Calendar calendar = working_hours();
  over_inputs(state, 0.0, 2184.0, [&calendar](double time) { return calendar.next_open(time); });
}
void calendar_after_open_hours(benchmark::State& state) {
  const Calendar calendar = working_hours();
  over_inputs(state, 0.0, 2184.0, [&calendar](double time) { return calendar.after_open_hours(time, 4.0); });
}

BENCHMARK(philox_block);
BENCHMARK(exp);
BENCHMARK(log);
BENCHMARK(log1p);
BENCHMARK(pow);
BENCHMARK(normal_cdf);
BENCHMARK(normal_quantile);
BENCHMARK(lognormal_by_inversion);
BENCHMARK(exponential_by_inversion);
BENCHMARK(gamma_of_shape_2);
BENCHMARK(beta_of_invisible_share);
BENCHMARK(poisson_of_mean)->Arg(1)->Arg(30)->Arg(100)->Arg(10000);
BENCHMARK(demand_orders_until);
BENCHMARK(calendar_next_open);
BENCHMARK(calendar_after_open_hours);

}  // namespace
}  // namespace faultline
