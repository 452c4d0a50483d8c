#include "sim/blast/blast_radius.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <tuple>
#include <utility>

#include "models/core/philox.h"
#include "sim/blast/bits.h"
#include "sim/blast/closed_form.h"

namespace faultline {
namespace {

constexpr std::size_t kBlockWords = 8;                            // 512 samples a sweep
constexpr std::size_t kMostSpreadWords = 64;                      // 4,096 samples give a mean count to about 1 %
constexpr std::size_t kMostSpreadBytes = std::size_t{128} << 20;  // live edges kept for spread()

/// Words of live edges that spread() keeps: as many as time and memory allow, at least 64 samples.
std::size_t spread_words(const ServiceGraph& graph, std::uint32_t samples) {
  const std::size_t affordable = kMostSpreadBytes / 8 / std::max<std::size_t>(graph.call_count(), 1);
  return std::clamp<std::size_t>(affordable, 1, std::min<std::size_t>(kMostSpreadWords, samples / 64));
}

/// Wilson's 95 % interval for `hits` of `n`.
OrderShare wilson(std::uint64_t hits, double n) {
  constexpr double kZ = 1.959963984540054;
  const double p = static_cast<double>(hits) / n;
  const double centre = (p + kZ * kZ / (2.0 * n)) / (1.0 + kZ * kZ / n);
  const double half = kZ / (1.0 + kZ * kZ / n) * std::sqrt(p * (1.0 - p) / n + kZ * kZ / (4.0 * n * n));
  return {p, hits == 0 ? 0.0 : centre - half, p == 1.0 ? 1.0 : centre + half, false};
}

/// The journey of each sample, in runs whose lengths follow the demand shares.
std::vector<std::uint32_t> journeys_of_samples(std::span<const Journey> journeys, std::uint32_t samples,
                                               std::uint64_t seed) {
  const double offset = KeyedDraws(seed, 0).uniform(0, stable_hash("journey-of-sample"), 0);
  std::vector<std::uint32_t> chosen(samples);
  std::uint32_t journey = 0;
  double until = journeys.front().demand_share.front();
  for (std::uint32_t i = 0; i < samples; ++i) {
    const double at = (i + offset) / samples;
    while (at >= until && journey + 1 < journeys.size()) {
      until += journeys[++journey].demand_share.front();
    }
    chosen[i] = journey;
  }
  return chosen;
}

}  // namespace

std::vector<Journey> entry_point_journeys(const ServiceGraph& graph) {
  std::vector<Journey> journeys;
  const std::vector<ServiceId> entries = graph.entry_points();
  for (const ServiceId entry : entries) {
    journeys.push_back({graph.service(entry).id, {{entry, 1.0}}, {1.0 / static_cast<double>(entries.size())}});
  }
  return journeys;
}

BlastRadius::BlastRadius(const ServiceGraph& graph, std::span<const Journey> journeys, std::uint32_t samples,
                         std::uint64_t seed)
    : graph_(graph),
      reach_(graph),
      samples_((std::max(samples, 1U) + 63) / 64 * 64),
      spread_edges_(graph, seed, 0, spread_words(graph, samples_)),
      orders_hit_(graph.service_count()),
      paths_(graph.service_count()) {
  if (journeys.empty()) {
    return;
  }
  if (const std::optional<std::vector<double>> exact = exact_orders_hit(graph, journeys)) {
    std::transform(exact->begin(), exact->end(), orders_hit_.begin(), [](double share) {
      return OrderShare{share, share, share, true};
    });
  } else {
    sample_orders(journeys, seed);
  }
  find_paths(journeys);
}

void BlastRadius::sample_orders(std::span<const Journey> journeys, std::uint64_t seed) {
  const std::vector<std::uint32_t> journey_of = journeys_of_samples(journeys, samples_, seed);
  const std::size_t words = samples_ / 64;
  std::vector<std::uint64_t> hits(graph_.service_count(), 0);
  std::vector<std::uint64_t> reached;
  for (std::size_t first = 0; first < words; first += kBlockWords) {
    const std::size_t block = std::min(kBlockWords, words - first);
    reached.assign(graph_.service_count() * block, 0);
    for (std::size_t w = 0; w < block; ++w) {
      const std::uint32_t* journeys_here = journey_of.data() + 64 * (first + w);
      for (std::size_t bit = 0; bit < 64;) {
        // One run of samples with the same journey.
        const std::uint32_t j = journeys_here[bit];
        std::uint64_t mask = 0;
        for (; bit < 64 && journeys_here[bit] == j; ++bit) {
          mask |= std::uint64_t{1} << bit;
        }
        for (const JourneyEntry& entry : journeys[j].entries) {
          std::uint64_t sent = 0;
          draw_live_words(seed, stable_hash(journeys[j].id), stable_hash(graph_.service(entry.service).id),
                          std::min(1.0, entry.requests_per_order), static_cast<std::uint32_t>(first + w), {&sent, 1});
          reached[entry.service.index() * block + w] |= sent & mask;
        }
      }
    }
    if (first + block <= spread_edges_.words()) {
      reach_.callees(spread_edges_.block(first, block), reached);  // the same draws
    } else {
      reach_.callees(LiveEdges(graph_, seed, static_cast<std::uint32_t>(first), block).all(), reached);
    }
    for (std::size_t s = 0; s < hits.size(); ++s) {
      hits[s] += count_bits({reached.data() + s * block, block});
    }
  }
  for (std::size_t s = 0; s < hits.size(); ++s) {
    orders_hit_[s] = wilson(hits[s], samples_);
  }
}

void BlastRadius::find_paths(std::span<const Journey> journeys) {
  using Candidate = std::pair<double, std::uint32_t>;  // weight, service
  std::priority_queue<Candidate> open;
  for (const Journey& journey : journeys) {
    for (const JourneyEntry& entry : journey.entries) {
      Step& step = paths_[entry.service.index()];
      step.weight += journey.demand_share.front() * std::min(1.0, entry.requests_per_order);
      step.probability = 1.0;
    }
  }
  for (std::uint32_t s = 0; s < paths_.size(); ++s) {
    if (paths_[s].weight > 0.0) {
      open.emplace(paths_[s].weight, s);
    }
  }
  // Dijkstra's algorithm for the largest product.
  std::vector<bool> settled(paths_.size(), false);
  while (!open.empty()) {
    const std::uint32_t caller = open.top().second;
    open.pop();
    if (settled[caller]) {
      continue;
    }
    settled[caller] = true;
    for (const Call& call : graph_.calls_from(ServiceId{caller})) {
      const double live = live_probability(call);
      Step& step = paths_[call.callee.index()];
      if (!settled[call.callee.index()] && paths_[caller].weight * live > step.weight) {
        step = {ServiceId{caller}, paths_[caller].weight * live, paths_[caller].probability * live};
        open.emplace(step.weight, call.callee.index());
      }
    }
  }
}

std::vector<ServiceId> BlastRadius::path_to(ServiceId service) const {
  std::vector<ServiceId> path;
  if (paths_[service.index()].weight > 0.0) {
    for (ServiceId at = service; at.valid(); at = paths_[at.index()].from) {
      path.push_back(at);
    }
  }
  std::reverse(path.begin(), path.end());
  return path;
}

double BlastRadius::path_probability(ServiceId service) const { return paths_[service.index()].probability; }

Spread BlastRadius::spread(ServiceId failed, std::span<const double> requests_per_order) const {
  const CallerSamples hit = reach_.callers(failed, spread_edges_.all());
  const auto samples = static_cast<double>(64 * spread_edges_.words());
  Spread spread;
  for (std::size_t i = 0; i < hit.services.size(); ++i) {
    const ServiceId service = hit.services[i];
    const double fraction = hit.count[i] / samples;
    const double requests = requests_per_order.empty() ? 0.0 : requests_per_order[service.index()];
    spread.sufferers.push_back({service, fraction, fraction * requests});
    spread.services_with_errors += service == failed ? 0.0 : fraction;
  }
  std::sort(spread.sufferers.begin(), spread.sufferers.end(), [failed](const Sufferer& a, const Sufferer& b) {
    const auto key = [failed](const Sufferer& s) {
      return std::tuple(s.service != failed, -s.failing_requests_per_order, -s.failing_fraction, s.service);
    };
    return key(a) < key(b);
  });
  return spread;
}

}  // namespace faultline
