#include "sim/blast/live_edges.h"

#include <algorithm>

#include "models/core/philox.h"
#include "sim/blast/cpu_clones.h"

namespace faultline {
namespace detail {

constexpr std::size_t kDrawnWords = 8;

/// Bits that are 1 with probability threshold / 2^32, for eight consecutive words from the one that `first` names in
/// its first place. Uniform numbers are compared with the threshold digit by digit, most significant first: a sample is
/// settled at the first digit that differs, so about 11 of the 32 digits are drawn. Eight words side by
/// side let the compiler use vectors.
FAULTLINE_CPU_CLONES("avx512f", "avx2")
void draw_words(PhiloxKey key, PhiloxCounter first, std::uint32_t threshold, std::uint64_t* live) {
  std::uint64_t open[kDrawnWords];
  for (std::size_t w = 0; w < kDrawnWords; ++w) {
    live[w] = 0;
    open[w] = ~std::uint64_t{0};
  }
  for (std::uint32_t digit = 0; digit < 32; digit += 2) {
    std::uint64_t bits0[kDrawnWords];
    std::uint64_t bits1[kDrawnWords];
    for (std::size_t w = 0; w < kDrawnWords; ++w) {
      const PhiloxCounter random =
          philox4x32_10({static_cast<std::uint32_t>(first[0] + w), digit, first[2], first[3]}, key);
      bits0[w] = std::uint64_t{random[0]} << 32 | random[1];
      bits1[w] = std::uint64_t{random[2]} << 32 | random[3];
    }
    const std::uint64_t high = 0 - std::uint64_t{threshold >> (31 - digit) & 1U};  // the digit for every sample
    const std::uint64_t low = 0 - std::uint64_t{threshold >> (30 - digit) & 1U};
    std::uint64_t any_open = 0;
    for (std::size_t w = 0; w < kDrawnWords; ++w) {
      live[w] |= open[w] & high & ~bits0[w];
      open[w] &= ~(high ^ bits0[w]);
      live[w] |= open[w] & low & ~bits1[w];
      open[w] &= ~(low ^ bits1[w]);
      any_open |= open[w];
    }
    if (any_open == 0) {
      break;
    }
  }
}

}  // namespace detail

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
  std::uint64_t live[detail::kDrawnWords];
  for (std::size_t w = 0; w < words.size(); w += detail::kDrawnWords) {
    detail::draw_words(key, {first_word + static_cast<std::uint32_t>(w), 0, caller_hash, callee_hash},
                       static_cast<std::uint32_t>(threshold), live);
    std::copy_n(live, std::min(detail::kDrawnWords, words.size() - w), words.begin() + static_cast<std::ptrdiff_t>(w));
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
