#include "analysis/blast_drill.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "sim/blast/closed_form.h"
#include "sim/blast/live_edges.h"
#include "sim/blast/reach.h"

namespace faultline {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kMostWords = 256;                    // 16,384 samples: 95 % within 0.8 points
constexpr std::size_t kMostBytes = std::size_t{64} << 20;  // of live calls
constexpr double kRounding = 1e-9;                         // of sums over sets of live calls
constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

std::size_t words_for(const ServiceGraph& graph) {
  return std::clamp<std::size_t>(kMostBytes / 8 / std::max<std::size_t>(graph.call_count(), 1), 8, kMostWords);
}

/// Every journey with one share: that of the orders of all marketplaces in the horizon.
std::vector<Journey> journeys_of_all_marketplaces(const Scenario& scenario) {
  std::vector<double> orders;
  for (const Marketplace& marketplace : scenario.marketplaces) {
    orders.push_back(marketplace.demand.orders_between(scenario.time.horizon_begin(), scenario.time.horizon_end()));
  }
  const double total = std::accumulate(orders.begin(), orders.end(), 0.0);
  std::vector<Journey> journeys = scenario.journeys;
  for (Journey& journey : journeys) {
    double share = journey.demand_share.front();
    if (total > 0.0) {
      share = std::inner_product(orders.begin(), orders.end(), journey.demand_share.begin(), 0.0) / total;
    }
    journey.demand_share = {share};
  }
  return journeys;
}

/// Probability by victim and origin that the origin's total failure fails a request to the victim; nothing when a
/// service has no closed form.
std::optional<std::vector<std::vector<double>>> exact_spread(const ServiceGraph& graph) {
  if (graph.service_count() > kMostDrilled) {
    return std::nullopt;
  }
  std::vector<std::vector<double>> by_victim;
  for (std::size_t v = 0; v < graph.service_count(); ++v) {
    std::optional<std::vector<double>> reach = exact_reach(graph, {"", {{ServiceId{v}, 1.0}}, {1.0}});
    if (!reach) {
      return std::nullopt;
    }
    for (double& fraction : *reach) {
      fraction = fraction > 1.0 - kRounding ? 1.0 : fraction;
    }
    by_victim.push_back(std::move(*reach));
  }
  return by_victim;
}

/// Fewest calls from each service down to one, over chosen calls.
class Distances {
 public:
  template <class Choose>
  Distances(const ServiceGraph& graph, const Choose& choose) : callers_(graph.service_count()) {
    for (const Call& call : graph.calls()) {
      if (choose(call)) {
        callers_[call.callee.index()].push_back(call.caller.index());
      }
    }
  }

  /// By service; kNowhere without a chain.
  [[nodiscard]] std::vector<std::uint32_t> to(ServiceId service) const {
    std::vector<std::uint32_t> calls(callers_.size(), kNowhere);
    std::vector<std::uint32_t> found{service.index()};
    calls[service.index()] = 0;
    for (std::size_t next = 0; next < found.size(); ++next) {
      for (const std::uint32_t caller : callers_[found[next]]) {
        if (calls[caller] == kNowhere) {
          calls[caller] = calls[found[next]] + 1;
          found.push_back(caller);
        }
      }
    }
    return calls;
  }

 private:
  std::vector<std::vector<std::uint32_t>> callers_;  // by callee
};

}  // namespace

BlastDrill blast_drill(const Scenario& scenario, std::span<const double> lost_orders) {
  const ServiceGraph& graph = scenario.graph;
  const std::size_t words = words_for(graph);
  BlastDrill drill;
  drill.samples = static_cast<std::uint32_t>(64 * words);
  for (const Service& service : graph.services()) {
    drill.tiers.push_back(service.tier);
  }
  std::vector<std::size_t> order(graph.service_count());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return lost_orders[a] > lost_orders[b]; });
  if (order.size() > kMostDrilled) {
    order.resize(kDrilledOfLarge);
  }

  const std::optional<std::vector<std::vector<double>>> exact = exact_spread(graph);
  drill.exact = exact.has_value();
  const LiveEdges live(graph, kSeed, 0, exact ? 0 : words);
  const Reach reach(graph);
  const BlastRadius radius(graph, journeys_of_all_marketplaces(scenario), drill.samples, kSeed);
  const Distances any(graph, [](const Call& call) { return live_probability(call) > 0.0; });
  const Distances hard(graph, [](const Call& call) { return live_probability(call) > 0.0 && call.coupling >= 1.0; });
  for (const std::size_t o : order) {
    const ServiceId service{o};
    std::vector<double> fraction(graph.service_count(), 0.0);
    if (exact) {
      std::transform(exact->begin(), exact->end(), fraction.begin(), [o](const auto& reached) { return reached[o]; });
    } else {
      const CallerSamples callers = reach.callers(service, live.all());
      for (std::size_t i = 0; i < callers.services.size(); ++i) {
        fraction[callers.services[i].index()] = static_cast<double>(callers.count[i]) / drill.samples;
      }
    }
    const std::vector<std::uint32_t> calls = any.to(service);
    const std::vector<std::uint32_t> hard_calls = hard.to(service);
    DrillOrigin& origin = drill.origins.emplace_back(DrillOrigin{service, radius.orders_hit()[o]});
    for (std::size_t v = 0; v < fraction.size(); ++v) {
      if (v != o && fraction[v] > 0.0) {
        origin.services_with_errors += fraction[v];
        origin.victims.push_back({ServiceId{v}, fraction[v], calls[v],
                                  hard_calls[v] == kNowhere ? std::nullopt : std::optional(hard_calls[v])});
      }
    }
    std::stable_sort(origin.victims.begin(), origin.victims.end(), [](const DrillVictim& a, const DrillVictim& b) {
      return a.failing_fraction > b.failing_fraction;
    });
  }
  return drill;
}

}  // namespace faultline
