#include "sim/blast/closed_form.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>

#include "sim/blast/live_edges.h"
#include "sim/blast/reach.h"

namespace faultline {
namespace {

constexpr std::size_t kBlockWords = 64;
constexpr std::size_t kMostWork = 100'000'000;  // calls times words of live-edge sets: about 0.1 s

/// What a journey can reach over calls that may be live. May be filled again, for another journey on the same graph, in
/// time by what that one reaches.
struct Reachable {
  explicit Reachable(const ServiceGraph& graph)
      : ways(graph.service_count(), 0), place(graph.service_count()), product(graph.service_count(), 0.0) {}

  std::vector<ServiceId> services;           ///< breadth first from the entries
  std::vector<std::uint32_t> ways;           ///< by service: entries and calls that lead to it
  std::vector<std::uint32_t> place;          ///< by service with ways to it: its place in `services`
  std::vector<double> product;               ///< by service: product of probabilities along the way it was found
  std::vector<CallId> calls;                 ///< callers in order of `services`
  std::vector<std::size_t> uncertain_calls;  ///< places in `calls`
  std::vector<std::size_t> uncertain_entries;

  void forget() {
    for (const ServiceId service : services) {
      ways[service.index()] = 0;
      product[service.index()] = 0.0;
    }
    services.clear();
    calls.clear();
    uncertain_calls.clear();
    uncertain_entries.clear();
  }
};

void explore(const ServiceGraph& graph, const Journey& journey, Reachable& found) {
  found.forget();
  const auto arrive = [&found](ServiceId service, double probability) {
    if (found.ways[service.index()]++ == 0) {
      found.place[service.index()] = static_cast<std::uint32_t>(found.services.size());
      found.product[service.index()] = probability;
      found.services.push_back(service);
    }
  };
  for (std::size_t e = 0; e < journey.entries.size(); ++e) {
    const double sent = std::min(1.0, journey.entries[e].requests_per_order);
    if (sent > 0.0) {
      arrive(journey.entries[e].service, sent);
    }
    if (sent > 0.0 && sent < 1.0) {
      found.uncertain_entries.push_back(e);
    }
  }
  for (std::size_t next = 0; next < found.services.size(); ++next) {
    const ServiceId caller = found.services[next];
    std::uint32_t index = graph.first_call_from(caller).index();
    for (const Call& call : graph.calls_from(caller)) {
      const CallId id{index++};
      const double live = live_probability(call);
      if (live > 0.0 && live < 1.0) {
        found.uncertain_calls.push_back(found.calls.size());
      }
      if (live > 0.0) {
        arrive(call.callee, found.product[caller.index()] * live);
        found.calls.push_back(id);
      }
    }
  }
}

bool is_tree(const Reachable& found) {
  return std::all_of(found.services.begin(), found.services.end(),
                     [&found](ServiceId service) { return found.ways[service.index()] == 1; });
}

bool can_enumerate(const Reachable& found) {
  const std::size_t coins = found.uncertain_calls.size() + found.uncertain_entries.size();
  return coins <= kMostEnumeratedCalls && (found.calls.size() + 1) * ((std::size_t{1} << coins) / 64 + 1) <= kMostWork;
}

/// The graph of what was reached alone: services by their place in `found`, calls sorted anew.
struct Part {
  Part(const ServiceGraph& whole, const Reachable& found) : graph(cut(whole, found)) {}

  std::vector<CallId> call;  ///< by place in found.calls
  ServiceGraph graph;

 private:
  ServiceGraph cut(const ServiceGraph& whole, const Reachable& found) {
    std::vector<Service> services(found.services.size());
    for (std::uint32_t i = 0; i < services.size(); ++i) {
      services[i].id = std::to_string(i);
    }
    std::vector<Call> calls;
    for (const CallId id : found.calls) {
      calls.push_back(whole.call(id));
      calls.back().caller = ServiceId{found.place[calls.back().caller.index()]};
      calls.back().callee = ServiceId{found.place[calls.back().callee.index()]};
    }
    std::vector<std::uint32_t> order(calls.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&calls](std::uint32_t a, std::uint32_t b) {
      return std::pair(calls[a].caller, calls[a].callee) < std::pair(calls[b].caller, calls[b].callee);
    });
    call.resize(calls.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      call[order[i]] = CallId{i};
    }
    return {std::move(services), std::move(calls)};
  }
};

/// Goes through all 2^k outcomes of the k uncertain calls and entries: outcome number b of word w has coin i heads
/// where bit i of 64 w + b is set.
class Enumeration {
 public:
  Enumeration(const ServiceGraph& graph, const Journey& journey, const Reachable& found)
      : journey_(journey), found_(found), part_(graph, found), reach_(part_.graph) {
    for (const std::size_t call : found.uncertain_calls) {
      heads_.push_back(live_probability(graph.call(found.calls[call])));
    }
    for (const std::size_t entry : found.uncertain_entries) {
      heads_.push_back(journey.entries[entry].requests_per_order);
    }
  }

  /// visit(reached, words, weights): reached has `words` words for each service that was reached, in the order of
  /// found.services; weights one probability a bit.
  template <class Visit>
  void run(const Visit& visit) const {
    const std::size_t outcomes = std::size_t{1} << heads_.size();
    const std::size_t all_words = (outcomes + 63) / 64;
    for (std::size_t first = 0; first < all_words; first += kBlockWords) {
      const std::size_t words = std::min(kBlockWords, all_words - first);
      std::vector<std::uint64_t> reached(found_.services.size() * words, 0);
      mark_entries(first, words, reached);
      reach_.callees(live_edges(first, words).all(), reached);
      std::vector<double> weights(64 * words, 0.0);
      for (std::size_t i = 0; i < weights.size() && 64 * first + i < outcomes; ++i) {
        weights[i] = weight(64 * first + i);
      }
      visit(reached, words, weights);
    }
  }

 private:
  static std::uint64_t coin(std::size_t number, std::size_t word) {
    constexpr std::array<std::uint64_t, 6> kWithinWord{0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0,
                                                       0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000};
    return number < 6 ? kWithinWord[number] : 0 - (word >> (number - 6) & 1U);
  }

  [[nodiscard]] double weight(std::size_t outcome) const {
    double product = 1.0;
    for (std::size_t i = 0; i < heads_.size(); ++i) {
      product *= (outcome >> i & 1U) != 0 ? heads_[i] : 1.0 - heads_[i];
    }
    return product;
  }

  void mark_entries(std::size_t first, std::size_t words, std::span<std::uint64_t> reached) const {
    for (std::size_t e = 0; e < journey_.entries.size(); ++e) {
      if (!(journey_.entries[e].requests_per_order > 0.0)) {
        continue;
      }
      const auto uncertain = std::find(found_.uncertain_entries.begin(), found_.uncertain_entries.end(), e);
      const std::size_t number =
          found_.uncertain_calls.size() + static_cast<std::size_t>(uncertain - found_.uncertain_entries.begin());
      for (std::size_t w = 0; w < words; ++w) {
        reached[found_.place[journey_.entries[e].service.index()] * words + w] |=
            uncertain == found_.uncertain_entries.end() ? ~std::uint64_t{0} : coin(number, first + w);
      }
    }
  }

  [[nodiscard]] LiveEdges live_edges(std::size_t first, std::size_t words) const {
    std::vector<std::uint64_t> bits(found_.calls.size() * words, ~std::uint64_t{0});
    for (std::size_t i = 0; i < found_.uncertain_calls.size(); ++i) {
      for (std::size_t w = 0; w < words; ++w) {
        bits[part_.call[found_.uncertain_calls[i]].index() * words + w] = coin(i, first + w);
      }
    }
    return {words, std::move(bits)};
  }

  const Journey& journey_;
  const Reachable& found_;
  Part part_;
  Reach reach_;
  std::vector<double> heads_;  // probability of each coin: calls first, then entries
};

/// Probabilities by place in found.services; nothing without a closed form.
std::optional<std::vector<double>> reach_of_found(const ServiceGraph& graph, const Journey& journey,
                                                  const Reachable& found) {
  std::vector<double> reach(found.services.size(), 0.0);
  if (is_tree(found)) {
    std::transform(found.services.begin(), found.services.end(), reach.begin(),
                   [&found](ServiceId service) { return found.product[service.index()]; });
    return reach;
  }
  if (!can_enumerate(found)) {
    return std::nullopt;
  }
  Enumeration(graph, journey, found)
      .run([&](std::span<const std::uint64_t> reached, std::size_t words, std::span<const double> weights) {
        for (std::size_t place = 0; place < reach.size(); ++place) {
          for (std::size_t w = 0; w < words; ++w) {
            for (std::uint64_t left = reached[place * words + w]; left != 0; left &= left - 1) {
              reach[place] += weights[64 * w + static_cast<std::size_t>(std::countr_zero(left))];
            }
          }
        }
      });
  return reach;
}

}  // namespace

std::optional<std::vector<double>> exact_reach(const ServiceGraph& graph, const Journey& journey) {
  Reachable found(graph);
  explore(graph, journey, found);
  const std::optional<std::vector<double>> reach_found = reach_of_found(graph, journey, found);
  if (!reach_found) {
    return std::nullopt;
  }
  std::vector<double> reach(graph.service_count(), 0.0);
  for (std::size_t place = 0; place < found.services.size(); ++place) {
    reach[found.services[place].index()] = (*reach_found)[place];
  }
  return reach;
}

std::optional<std::vector<double>> exact_orders_hit(const ServiceGraph& graph, std::span<const Journey> journeys) {
  std::vector<double> hit(graph.service_count(), 0.0);
  Reachable found(graph);
  for (const Journey& journey : journeys) {
    explore(graph, journey, found);
    const std::optional<std::vector<double>> reach = reach_of_found(graph, journey, found);
    if (!reach) {
      return std::nullopt;
    }
    for (std::size_t place = 0; place < found.services.size(); ++place) {
      hit[found.services[place].index()] += journey.demand_share.front() * (*reach)[place];
    }
  }
  return hit;
}

std::optional<double> exact_joint_failure(const ServiceGraph& graph, const Journey& journey,
                                          std::span<const ActiveFault> faults) {
  Reachable found(graph);
  explore(graph, journey, found);
  if (!can_enumerate(found)) {
    return std::nullopt;
  }
  double failing = 0.0;
  Enumeration(graph, journey, found)
      .run([&](std::span<const std::uint64_t> reached, std::size_t words, std::span<const double> weights) {
        for (std::size_t i = 0; i < weights.size(); ++i) {
          double p = 0.0;
          for (const ActiveFault& fault : faults) {
            const bool hit = found.ways[fault.service.index()] > 0 &&
                             (reached[found.place[fault.service.index()] * words + i / 64] >> (i % 64) & 1U) != 0;
            p += fault.every_request || hit ? fault.magnitude * (1.0 - p) : 0.0;
          }
          failing += weights[i] * p;
        }
      });
  return failing;
}

}  // namespace faultline
