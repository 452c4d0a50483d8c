#include "sim/blast/loss_table.h"

#include <algorithm>

#include "models/core/philox.h"
#include "sim/blast/bits.h"
#include "sim/blast/live_edges.h"
#include "sim/blast/reach.h"

namespace faultline {
namespace {

/// Words handled at a time: the live edges of 512 samples of a thousand services fit a second-level cache.
constexpr std::size_t kBlockWords = 8;

/// Samples in which the journey sends a request to its entries; one that is sent only sometimes is drawn like a call.
void mark_entries(const ServiceGraph& graph, const Journey& journey, std::uint64_t seed, std::uint32_t first_word,
                  std::size_t words, std::span<std::uint64_t> reached) {
  std::vector<std::uint64_t> sent(words);
  for (const JourneyEntry& entry : journey.entries) {
    draw_live_words(seed, stable_hash(journey.id), stable_hash(graph.service(entry.service).id),
                    std::min(1.0, entry.requests_per_order), first_word, sent);
    for (std::size_t w = 0; w < words; ++w) {
      reached[entry.service.index() * words + w] |= sent[w];
    }
  }
}

}  // namespace

LossTable::LossTable(const ServiceGraph& graph, std::span<const Journey> journeys, std::uint32_t samples,
                     std::uint64_t seed)
    : samples_((std::max(samples, 1U) + 63) / 64 * 64),
      journey_count_(journeys.size()),
      service_count_(graph.service_count()),
      bits_(journey_count_ * service_count_ * words()),
      fractions_(journey_count_ * service_count_) {
  const Reach reach(graph);
  std::vector<std::uint64_t> reached;
  for (std::size_t first = 0; first < words(); first += kBlockWords) {
    const std::size_t block = std::min(kBlockWords, words() - first);
    const LiveEdges live(graph, seed, static_cast<std::uint32_t>(first), block);
    for (std::size_t j = 0; j < journey_count_; ++j) {
      reached.assign(service_count_ * block, 0);
      mark_entries(graph, journeys[j], seed, static_cast<std::uint32_t>(first), block, reached);
      reach.callees(live.all(), reached);
      for (std::size_t s = 0; s < service_count_; ++s) {
        std::copy_n(reached.data() + s * block, block, bits_.data() + (j * service_count_ + s) * words() + first);
      }
    }
  }
  for (std::size_t i = 0; i < fractions_.size(); ++i) {
    const std::uint64_t hits = count_bits({bits_.data() + i * words(), words()});
    fractions_[i] = static_cast<double>(hits) / static_cast<double>(samples_);
  }
}

}  // namespace faultline
