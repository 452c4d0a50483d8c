#include "analysis/importance/screening.h"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "sim/blast/live_edges.h"
#include "sim/delivery/change_table.h"
#include "sim/delivery/risk_score.h"
#include "sim/run/task_threads.h"

namespace faultline {
namespace {

constexpr std::uint64_t kScreeningSeed = 0x73637265656E;  // "screen"

double mean_magnitude(const MagnitudeLaw& law, const ScopeLaw& scope, int cells) {
  const double partial = law.partial_beta_a / (law.partial_beta_a + law.partial_beta_b);
  const double whole = law.total_fraction + (1.0 - law.total_fraction) * partial;
  return whole * (1.0 - scope.cell_fraction + scope.cell_fraction / std::max(1, cells));
}

double inner(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

LossTable screening_table(const Scenario& scenario, const ServiceGraph& graph) {
  return {graph, scenario.journeys, kScreeningSamples, kScreeningSeed};
}

// Calls over which a failure can travel at all; of too many, those that most requests use.
std::vector<CallId> calls_to_screen(const Scenario& scenario, const std::vector<double>& reached) {
  std::vector<CallId> calls;
  const auto use = [&](CallId id) {
    const Call& call = scenario.graph.call(id);
    return reached[call.caller.index()] * live_probability(call);
  };
  for (std::size_t c = 0; c < scenario.graph.call_count(); ++c) {
    if (use(CallId{c}) > 0.0) calls.emplace_back(c);
  }
  std::stable_sort(calls.begin(), calls.end(), [&](CallId a, CallId b) { return use(a) > use(b); });
  calls.resize(std::min(calls.size(), kMostScreenedEdges));
  return calls;
}

}  // namespace

std::vector<double> fault_weights(const Scenario& scenario) {
  const Organisation& organisation = scenario.organisation;
  const ChangeSource changes(scenario);
  double per_developer_week = 0.0;
  for (const ChangeStream& stream : organisation.streams) {
    per_developer_week += stream.changes_per_developer_week * stream.velocity_multiplier;
  }
  per_developer_week *= defective_share(scenario, changes, Selector{});
  const std::size_t services = scenario.graph.service_count();
  const double background = 7.0 * scenario.background.per_day / static_cast<double>(std::max<std::size_t>(services, 1));
  std::vector<double> weights(services);
  for (std::size_t s = 0; s < services; ++s) {
    weights[s] = background * mean_magnitude(scenario.background.magnitude, scenario.defects.scope,
                                             scenario.graph.service(ServiceId{s}).cells);
  }
  for (const Team& team : organisation.teams) {
    const double each = per_developer_week * team.velocity_multiplier * team.developers /
                        static_cast<double>(std::max<std::size_t>(team.services.size(), 1));
    for (const ServiceId service : team.services) {
      weights[service.index()] += each * mean_magnitude(scenario.defects.magnitude, scenario.defects.scope,
                                                        scenario.graph.service(service).cells);
    }
  }
  return weights;
}

std::vector<double> order_shares(const Scenario& scenario, const LossTable& losses) {
  std::vector<double> by_journey(scenario.journeys.size());
  double all = 0.0;
  for (std::size_t market = 0; market < scenario.marketplaces.size(); ++market) {
    const double orders =
        scenario.marketplaces[market].demand.orders_between(scenario.time.horizon_begin(), scenario.time.horizon_end());
    all += orders;
    for (std::size_t j = 0; j < by_journey.size(); ++j) {
      by_journey[j] += orders * scenario.journeys[j].demand_share[market];
    }
  }
  std::vector<double> shares(losses.service_count());
  for (std::size_t s = 0; all > 0.0 && s < shares.size(); ++s) {
    for (std::size_t j = 0; j < by_journey.size(); ++j) {
      shares[s] += by_journey[j] / all * losses.reach_fraction(JourneyId{j}, ServiceId{s});
    }
  }
  return shares;
}

std::vector<double> service_shares(const Scenario& scenario, const LossTable& losses) {
  const std::vector<double> weights = fault_weights(scenario);
  std::vector<double> shares = order_shares(scenario, losses);
  const double all = inner(weights, shares);
  for (std::size_t s = 0; s < shares.size(); ++s) {
    shares[s] = all > 0.0 ? weights[s] * shares[s] / all : 0.0;
  }
  return shares;
}

std::vector<double> edge_shares(const Scenario& scenario) {
  const std::vector<double> weights = fault_weights(scenario);
  const std::vector<double> reached = order_shares(scenario, screening_table(scenario, scenario.graph));
  const double all = inner(weights, reached);
  std::vector<double> shares(scenario.graph.call_count());
  if (!(all > 0.0)) return shares;
  const std::vector<CallId> calls = calls_to_screen(scenario, reached);
  std::atomic<std::size_t> next{0};
  run_on_threads(usable_cores(), [&] {
    for (std::size_t i = next++; i < calls.size(); i = next++) {
      const ServiceGraph without = with_coupling(scenario.graph, calls[i], 0.0);
      const double rest = inner(weights, order_shares(scenario, screening_table(scenario, without)));
      shares[calls[i].index()] = (all - rest) / all;
    }
  });
  return shares;
}

ServiceGraph with_coupling(const ServiceGraph& graph, CallId call, double coupling) {
  std::vector<Call> calls(graph.calls().begin(), graph.calls().end());
  calls[call.index()].coupling = coupling;
  return {{graph.services().begin(), graph.services().end()}, std::move(calls)};
}

}  // namespace faultline
