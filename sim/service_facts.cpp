#include "sim/service_facts.h"

#include <algorithm>
#include <cmath>

#include "models/core/philox.h"
#include "models/graph/traffic.h"

namespace faultline {
namespace {

DemandCurve sum_of_demand(const Scenario& scenario) {
  const auto hours = static_cast<std::size_t>(std::ceil(scenario.time.end()));
  std::vector<double> orders(std::max<std::size_t>(hours, 1), 0.0);
  for (const Marketplace& marketplace : scenario.marketplaces) {
    for (std::size_t hour = 0; hour < orders.size(); ++hour) {
      orders[hour] += marketplace.demand.rate_orders_per_hour(static_cast<double>(hour));
    }
  }
  return DemandCurve(std::move(orders));
}

}  // namespace

ServiceFacts::ServiceFacts(const Scenario& scenario)
    : all_orders(sum_of_demand(scenario)),
      copula(copula_factor(scenario.stealth.correlation)),
      row_words((scenario.graph.service_count() + 63) / 64) {
  const std::size_t services = scenario.graph.service_count();
  const TimeFrame& time = scenario.time;
  const double total = all_orders.orders_between(time.horizon_begin(), time.horizon_end());
  std::vector<double> external(services, 0.0);
  for (std::size_t j = 0; j < scenario.journeys.size(); ++j) {
    const Journey& journey = scenario.journeys[j];
    double share = 0.0;
    for (std::size_t market = 0; market < scenario.marketplaces.size(); ++market) {
      const double orders =
          scenario.marketplaces[market].demand.orders_between(time.horizon_begin(), time.horizon_end());
      share += total > 0.0 ? journey.demand_share[market] * orders / total : 0.0;
    }
    for (const JourneyEntry& entry : journey.entries) {
      external[entry.service.index()] += share * (entry.requests_per_order * scenario.economics.sessions_per_order);
    }
  }
  requests_per_order = request_rates(scenario.graph, external);
  for (const std::string& id : scenario.gate_ids) gate_keys.push_back(stable_hash(id));

  owner.assign(services, static_cast<std::uint32_t>(scenario.organisation.teams.size()));
  for (std::uint32_t team = 0; team < scenario.organisation.teams.size(); ++team) {
    for (const ServiceId service : scenario.organisation.teams[team].services) owner[service.index()] = team;
  }

  // Who depends on whom: callers of callers, by search against the calls.
  std::vector<std::vector<std::uint32_t>> callers(services);
  for (const Call& call : scenario.graph.calls()) callers[call.callee.index()].push_back(call.caller.index());
  dependants.assign(services * row_words, 0);
  std::vector<std::uint32_t> open;
  for (std::uint32_t callee = 0; callee < services; ++callee) {
    const std::size_t row = callee * row_words;
    const auto visit = [&](std::uint32_t service) {
      std::uint64_t& word = dependants[row + service / 64];
      const std::uint64_t bit = std::uint64_t{1} << (service % 64);
      if ((word & bit) == 0) {
        word |= bit;
        open.push_back(service);
      }
    };
    visit(callee);
    while (!open.empty()) {
      const std::uint32_t service = open.back();
      open.pop_back();
      for (const std::uint32_t caller : callers[service]) visit(caller);
    }
  }
}

}  // namespace faultline
