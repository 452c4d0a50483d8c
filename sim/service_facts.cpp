#include "sim/service_facts.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/core/philox.h"
#include "models/graph/traffic.h"

namespace faultline {
namespace {

std::vector<DemandCurve> demand_of(const Scenario& scenario) {
  std::vector<DemandCurve> curves;
  for (const Marketplace& marketplace : scenario.marketplaces) curves.push_back(marketplace.demand);
  return curves;
}

std::size_t hours_of(const TimeFrame& time) {
  return std::max<std::size_t>(static_cast<std::size_t>(std::ceil(time.end())), 1);
}

DemandCurve sum_of_demand(const std::vector<DemandCurve>& curves, const TimeFrame& time) {
  std::vector<double> orders(hours_of(time), 0.0);
  for (const DemandCurve& demand : curves) {
    for (std::size_t hour = 0; hour < orders.size(); ++hour) {
      orders[hour] += demand.rate_orders_per_hour(static_cast<double>(hour));
    }
  }
  return DemandCurve(orders);
}

bool same_demand(const std::vector<DemandCurve>& curves, const TimeFrame& time, const ServiceFacts& other) {
  return other.all_orders.span_hours() == static_cast<double>(hours_of(time)) &&
         std::equal(curves.begin(), curves.end(), other.demand.begin(), other.demand.end(),
                    [](const DemandCurve& one, const DemandCurve& their) { return one.copy_of(their); });
}

}  // namespace

// By search against the calls: callers of callers.
Dependants::Dependants(const ServiceGraph& graph) : row_words_((graph.service_count() + 63) / 64) {
  const std::size_t services = graph.service_count();
  std::vector<std::vector<std::uint32_t>> callers(services);
  for (const Call& call : graph.calls()) callers[call.callee.index()].push_back(call.caller.index());
  bits_.assign(services * row_words_, 0);
  std::vector<std::uint32_t> open;
  for (std::uint32_t callee = 0; callee < services; ++callee) {
    const std::size_t row = callee * row_words_;
    const auto visit = [&](std::uint32_t service) {
      std::uint64_t& word = bits_[row + service / 64];
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

ServiceFacts::ServiceFacts(const Scenario& scenario) : ServiceFacts(scenario, nullptr) {}
ServiceFacts::ServiceFacts(const Scenario& scenario, const ServiceFacts& same_graph)
    : ServiceFacts(scenario, &same_graph) {}

ServiceFacts::ServiceFacts(const Scenario& scenario, const ServiceFacts* same_graph)
    : demand(demand_of(scenario)),
      all_orders(same_graph != nullptr && same_demand(demand, scenario.time, *same_graph)
                     ? same_graph->all_orders
                     : sum_of_demand(demand, scenario.time)),
      copula(copula_factor(scenario.stealth.correlation)),
      dependants(same_graph != nullptr ? same_graph->dependants : std::make_shared<const Dependants>(scenario.graph)) {
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
}

}  // namespace faultline
