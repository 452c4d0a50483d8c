#include "sim/blast/live_edges.h"

#include <algorithm>

#include "models/core/philox.h"
#include "sim/blast/draw_words.h"

namespace faultline {

double live_probability(const Call& call) {
  return call.async ? 0.0 : call.coupling * std::min(1.0, call.calls_per_request);
}

void draw_live_words(std::uint64_t seed, std::uint32_t caller_hash, std::uint32_t callee_hash, double probability,
                     std::uint32_t first_word, std::span<std::uint64_t> words) {
  const auto threshold = static_cast<std::uint64_t>(probability * 0x1p32 + 0.5);
  if (threshold == 0 || threshold >> 32 != 0) {
    std::fill(words.begin(), words.end(), threshold == 0 ? 0 : ~std::uint64_t{0});
    return;
  }
  const PhiloxKey key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  std::uint64_t live[kDrawnWords];
  for (std::size_t w = 0; w < words.size(); w += kDrawnWords) {
    draw_words(key, {first_word + static_cast<std::uint32_t>(w), 0, caller_hash, callee_hash},
               static_cast<std::uint32_t>(threshold), live);
    std::copy_n(live, std::min(kDrawnWords, words.size() - w), words.begin() + static_cast<std::ptrdiff_t>(w));
  }
}

LiveEdges::LiveEdges(const ServiceGraph& graph, std::uint64_t seed, std::uint32_t first_word, std::size_t words)
    : words_(words), bits_(graph.call_count() * words) {
  std::vector<std::uint32_t> hashes;
  hashes.reserve(graph.service_count());
  for (const Service& service : graph.services()) {
    hashes.push_back(stable_hash(service.id));
  }
  std::uint64_t* next = bits_.data();
  for (const Call& call : graph.calls()) {
    draw_live_words(seed, hashes[call.caller.index()], hashes[call.callee.index()], live_probability(call), first_word,
                    {next, words});
    next += words;
  }
}

}  // namespace faultline
