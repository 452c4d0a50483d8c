// The bits are a function of seed, names and sample, to the last one, on any processor. Deterministic.
#include "sim/blast/draw_words.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace faultline {
namespace {

using Words = std::array<std::uint64_t, kDrawnWords>;

/// One sample at a time: its 32 binary digits, drawn and put together to a number, against the threshold.
bool plain(PhiloxKey key, PhiloxCounter first, std::uint32_t threshold, std::uint32_t sample) {
  std::uint32_t number = 0;
  for (std::uint32_t digit = 0; digit < 32; digit += 2) {
    const PhiloxCounter random = philox4x32_10({first[0] + sample / 64, digit, first[2], first[3]}, key);
    const std::uint64_t halves[2] = {std::uint64_t{random[0]} << 32 | random[1],
                                     std::uint64_t{random[2]} << 32 | random[3]};
    for (const std::uint64_t half : halves) {
      number = number << 1 | static_cast<std::uint32_t>(half >> sample % 64 & 1U);
    }
  }
  return number < threshold;
}

TEST(DrawWords, ComparesEachSamplesNumberWithTheThreshold) {
  std::mt19937 any(1);
  const auto word = [&any] { return static_cast<std::uint32_t>(any()); };
  for (const std::uint32_t threshold : {1U, 0x40000000U, 0x80000000U, 0x80000001U, 0xC0000000U, 0xFFFFFFFFU, word()}) {
    const PhiloxKey key{word(), word()};
    const PhiloxCounter first{0xFFFFFFFCU, 7, word(), word()};  // counts past 2^32 and begins at 0 again
    Words words;
    draw_words(key, first, threshold, words);
    for (std::uint32_t sample = 0; sample < 64 * kDrawnWords; ++sample) {
      ASSERT_EQ((words[sample / 64] >> sample % 64 & 1U) != 0, plain(key, first, threshold, sample))
          << "threshold " << threshold << ", sample " << sample;
    }
  }
}

TEST(DrawWords, SaysTheSameOnAnyProcessor) {
  std::mt19937 any(2);
  const auto word = [&any] { return static_cast<std::uint32_t>(any()); };
  for (int i = 0; i < 20'000; ++i) {
    const PhiloxKey key{word(), word()};
    const PhiloxCounter first{word(), 0, word(), word()};
    const std::uint32_t threshold = word();
    Words here;
    Words anywhere;
    draw_words(key, first, threshold, here);
    draw_words_anywhere(key, first, threshold, anywhere);
    ASSERT_EQ(here, anywhere);
  }
}

}  // namespace
}  // namespace faultline
