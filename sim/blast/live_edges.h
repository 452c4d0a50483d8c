// Which calls pass a failure on, drawn for many requests at once: one bit a request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/graph/service_graph.h"

namespace faultline {

/// Probability that a failed callee fails one request of its caller: h * min(1, c); 0 for asynchronous calls.
/// (model, section 2)
[[nodiscard]] double live_probability(const Call& call);

/// Draws 64 * words.size() independent bits, each 1 with `probability` rounded to a multiple of 2^-32 (0 and 1 exact).
/// Bit b of word w belongs to sample 64 * (first_word + w) + b and depends on the seed, the two hashes and that sample
/// alone.
void draw_live_words(std::uint64_t seed, std::uint32_t caller_hash, std::uint32_t callee_hash, double probability,
                     std::uint32_t first_word, std::span<std::uint64_t> words);

/// Consecutive words of the live edges of every call.
struct LiveBlock {
  const std::uint64_t* first;  ///< of call 0
  std::size_t stride;          ///< words from call to call
  std::size_t words;

  [[nodiscard]] const std::uint64_t* bits(CallId call) const { return first + call.index() * stride; }
};

/// A run of samples of the live edges of a graph: for each call a bit vector, bit omega set when the call passes a
/// failure on in sample omega.
class LiveEdges {
 public:
  /// Samples 64 * first_word onwards, `words` words of them, drawn by seed and the endpoints' ids.
  LiveEdges(const ServiceGraph& graph, std::uint64_t seed, std::uint32_t first_word, std::size_t words);
  /// Bit vectors made elsewhere, in order of the calls: words() words each.
  LiveEdges(std::size_t words, std::vector<std::uint64_t> bits) : words_(words), bits_(std::move(bits)) {}

  [[nodiscard]] std::size_t words() const { return words_; }
  [[nodiscard]] std::span<const std::uint64_t> bits(CallId call) const {
    return {bits_.data() + call.index() * words_, words_};
  }
  [[nodiscard]] LiveBlock block(std::size_t first, std::size_t words) const {
    return {bits_.data() + first, words_, words};
  }
  [[nodiscard]] LiveBlock all() const { return block(0, words_); }

 private:
  std::size_t words_;
  std::vector<std::uint64_t> bits_;
};

}  // namespace faultline
