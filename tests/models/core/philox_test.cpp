// Philox 4x32-10 against Random123: its published vectors and, for many counters, its own code. Deterministic.
#include "models/core/philox.h"

#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>

namespace faultline {
namespace {

// Random123 1.14.0, tests/kat_vectors, lines 27 to 29, "philox4x32 10": counter and key all zeros, all ones, and the
// hexadecimal digits of pi. (The file comes with Debian's package librandom123-doc.)
TEST(Philox, GivesTheKnownAnswers) {
  EXPECT_EQ(philox4x32_10({0, 0, 0, 0}, {0, 0}), (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32_10({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

// The same, tests/old_kat_vectors, lines 98, 100, 112 and 114: one bit set in each word of counter and key, so that
// words in another order would show.
TEST(Philox, GivesTheOlderKnownAnswers) {
  EXPECT_EQ(philox4x32_10({1, 0, 0, 0}, {1, 0}), (PhiloxCounter{0xac08141b, 0xdfc5ccbe, 0x79c07a47, 0xa7f66093}));
  EXPECT_EQ(philox4x32_10({0, 0, 1, 0}, {1, 0}), (PhiloxCounter{0x07071c12, 0x428264b6, 0x3909104b, 0x6da2bda2}));
  EXPECT_EQ(philox4x32_10({0, 1, 0, 0}, {0, 1}), (PhiloxCounter{0x532f1322, 0x36c890fb, 0x6504b937, 0x07bbfef7}));
  EXPECT_EQ(philox4x32_10({0, 0, 0, 1}, {0, 1}), (PhiloxCounter{0x96b27e8c, 0x28826d0f, 0x66d958ef, 0x081509dc}));
}

TEST(Philox, AgreesWithTheRandom123Library) {
  std::mt19937 words(1);
  const auto word = [&words] { return static_cast<std::uint32_t>(words()); };
  for (int i = 0; i < 20000; ++i) {
    const PhiloxCounter counter = {word(), word(), word(), word()};
    const PhiloxKey key = {word(), word()};
    const r123::Philox4x32::ctr_type random123_counter = {{counter[0], counter[1], counter[2], counter[3]}};
    const r123::Philox4x32::key_type random123_key = {{key[0], key[1]}};
    const auto expected = r123::Philox4x32()(random123_counter, random123_key);
    ASSERT_EQ(philox4x32_10(counter, key), (PhiloxCounter{expected[0], expected[1], expected[2], expected[3]}));
  }
}

TEST(Philox, KeyedDrawsPutEveryAddressInItsOwnWord) {
  const KeyedDraws draws(0x0123456789abcdefULL, 42);
  EXPECT_EQ(draws.block(1, 2, 3), philox4x32_10({1, 2, 42, 3}, {0x89abcdef, 0x01234567}));
  EXPECT_EQ(draws.replication(), 42U);
  const PhiloxCounter words = draws.block(1, 2, 3);
  EXPECT_EQ(draws.uniform(1, 2, 3), uniform64(words[0], words[1]));
}

TEST(Philox, UniformsStayInsideTheOpenInterval) {
  constexpr std::uint32_t kOnes = std::numeric_limits<std::uint32_t>::max();
  EXPECT_EQ(uniform32(0), 0x1p-33);
  EXPECT_EQ(uniform32(kOnes), 1.0 - 0x1p-33);
  EXPECT_EQ(uniform64(0, 0), 0x1p-53);
  EXPECT_EQ(uniform64(kOnes, kOnes), 1.0 - 0x1p-53);
  EXPECT_EQ(uniform64(0x80000000U, 0), 0.5 + 0x1p-53);
}

TEST(Philox, StableHashIsFnv1a) {
  EXPECT_EQ(stable_hash(""), 0x811c9dc5U);
  EXPECT_EQ(stable_hash("a"), 0xe40c292cU);
  EXPECT_EQ(stable_hash("foobar"), 0xbf9cf968U);
}

TEST(Philox, DetailFieldsDoNotOverlap) {
  EXPECT_EQ(draw_detail(0xFF, 0, 0), 0xFF000000U);
  EXPECT_EQ(draw_detail(0, 0xFFF, 0), 0x00FFF000U);
  EXPECT_EQ(draw_detail(0, 0, 0xFFF), 0x00000FFFU);
  EXPECT_EQ(draw_detail(1, 0x1001, 0x1002), 0x01001002U);
}

}  // namespace
}  // namespace faultline
