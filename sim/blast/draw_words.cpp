#include "sim/blast/draw_words.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace faultline {
namespace {

/// All ones where the threshold's digit is 1.
std::uint64_t digit_of(std::uint32_t threshold, std::uint32_t digit) {
  return 0 - std::uint64_t{threshold >> (31 - digit) & 1U};
}

#ifdef __x86_64__

/// draw_words() with four words to a vector. Compilers find no good code for the products of Philox: they shuffle
/// halves about. Here a 64-bit lane carries 32 bits, and what multiplication leaves above them is not cleared, since
/// the next one reads the lower half alone. Three times as fast.
__attribute__((target("avx2"))) void draw_words_avx2(PhiloxKey key, PhiloxCounter first, std::uint32_t threshold,
                                                     std::span<std::uint64_t, kDrawnWords> live) {
  constexpr std::uint32_t kMultipliers[2] = {0xD2511F53U, 0xCD9E8D57U};  // as in philox4x32_10()
  constexpr std::uint32_t kKeySteps[2] = {0x9E3779B9U, 0xBB67AE85U};
  constexpr int kRounds = 10;
  constexpr std::size_t kVectors = 2;
  __m256i key0[kRounds];
  __m256i key1[kRounds];
  for (int round = 0; round < kRounds; ++round) {
    key0[round] = _mm256_set1_epi64x(key[0]);
    key1[round] = _mm256_set1_epi64x(key[1]);
    key[0] += kKeySteps[0];
    key[1] += kKeySteps[1];
  }
  const __m256i multiplier0 = _mm256_set1_epi64x(kMultipliers[0]);
  const __m256i multiplier1 = _mm256_set1_epi64x(kMultipliers[1]);
  const __m256i counter2 = _mm256_set1_epi64x(first[2]);
  const __m256i counter3 = _mm256_set1_epi64x(first[3]);
  __m256i counter0[kVectors];
  __m256i open[kVectors];
  __m256i found[kVectors];
  for (std::size_t v = 0; v < kVectors; ++v) {
    const std::uint32_t word = first[0] + static_cast<std::uint32_t>(4 * v);
    counter0[v] = _mm256_set_epi64x(word + 3U, word + 2U, word + 1U, word);
    open[v] = _mm256_set1_epi64x(-1);
    found[v] = _mm256_setzero_si256();
  }
  for (std::uint32_t digit = 0; digit < 32; digit += 2) {
    const __m256i high = _mm256_set1_epi64x(digit_of(threshold, digit));
    const __m256i low = _mm256_set1_epi64x(digit_of(threshold, digit + 1));
    for (std::size_t v = 0; v < kVectors; ++v) {
      __m256i x0 = counter0[v];
      __m256i x1 = _mm256_set1_epi64x(digit);
      __m256i x2 = counter2;
      __m256i x3 = counter3;
      for (int round = 0; round + 1 < kRounds; ++round) {
        const __m256i product0 = _mm256_mul_epu32(multiplier0, x0);
        const __m256i product1 = _mm256_mul_epu32(multiplier1, x2);
        x0 = _mm256_srli_epi64(product1, 32) ^ x1 ^ key0[round];
        x2 = _mm256_srli_epi64(product0, 32) ^ x3 ^ key1[round];
        x1 = product1;
        x3 = product0;
      }
      // The last round, its two halves put side by side at once.
      const __m256i bits0 = _mm256_mul_epu32(multiplier1, x2) ^ _mm256_slli_epi64(x1 ^ key0[kRounds - 1], 32);
      const __m256i bits1 = _mm256_mul_epu32(multiplier0, x0) ^ _mm256_slli_epi64(x3 ^ key1[kRounds - 1], 32);
      found[v] |= open[v] & high & ~bits0;
      open[v] &= ~(high ^ bits0);
      found[v] |= open[v] & low & ~bits1;
      open[v] &= ~(low ^ bits1);
    }
    const __m256i any_open = open[0] | open[1];
    if (_mm256_testz_si256(any_open, any_open) != 0) {
      break;
    }
  }
  for (std::size_t v = 0; v < kVectors; ++v) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(live.data() + 4 * v), found[v]);
  }
}

#endif

}  // namespace

void draw_words_anywhere(PhiloxKey key, PhiloxCounter first, std::uint32_t threshold,
                         std::span<std::uint64_t, kDrawnWords> live) {
  std::uint64_t open[kDrawnWords];
  for (std::size_t w = 0; w < kDrawnWords; ++w) {
    live[w] = 0;
    open[w] = ~std::uint64_t{0};
  }
  for (std::uint32_t digit = 0; digit < 32; digit += 2) {
    const std::uint64_t high = digit_of(threshold, digit);
    const std::uint64_t low = digit_of(threshold, digit + 1);
    std::uint64_t any_open = 0;
    for (std::size_t w = 0; w < kDrawnWords; ++w) {
      const PhiloxCounter random =
          philox4x32_10({first[0] + static_cast<std::uint32_t>(w), digit, first[2], first[3]}, key);
      const std::uint64_t bits0 = std::uint64_t{random[0]} << 32 | random[1];
      const std::uint64_t bits1 = std::uint64_t{random[2]} << 32 | random[3];
      live[w] |= open[w] & high & ~bits0;
      open[w] &= ~(high ^ bits0);
      live[w] |= open[w] & low & ~bits1;
      open[w] &= ~(low ^ bits1);
      any_open |= open[w];
    }
    if (any_open == 0) {
      break;
    }
  }
}

void draw_words(PhiloxKey key, PhiloxCounter first, std::uint32_t threshold,
                std::span<std::uint64_t, kDrawnWords> live) {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    draw_words_avx2(key, first, threshold, live);
    return;
  }
#endif
  draw_words_anywhere(key, first, threshold, live);
}

}  // namespace faultline
