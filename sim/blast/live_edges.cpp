#include "sim/blast/live_edges.h"

#include <algorithm>

#include "models/core/philox.h"

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
  for (std::size_t w = 0; w < words.size(); ++w) {
    // Compares 64 uniform numbers with the threshold digit by digit, most significant first: a lane is settled at the
    // first digit that differs, so about 8 of the 32 digits are drawn.
    std::uint64_t live = 0;
    std::uint64_t open = ~std::uint64_t{0};
    for (std::uint32_t digit = 0; digit < 32 && open != 0; digit += 2) {
      const PhiloxCounter random =
          philox4x32_10({first_word + static_cast<std::uint32_t>(w), digit, caller_hash, callee_hash}, key);
      for (std::uint32_t half = 0; half < 2; ++half) {
        const std::uint64_t bits = std::uint64_t{random[2 * half]} << 32 | random[2 * half + 1];
        const std::uint64_t digits = 0 - (threshold >> (31 - digit - half) & 1U);  // the digit in every lane
        live |= open & digits & ~bits;
        open &= ~(digits ^ bits);
      }
    }
    words[w] = live;
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
