// Random bits of a given probability, eight words at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "models/core/philox.h"

namespace faultline {

inline constexpr std::size_t kDrawnWords = 8;

/// Bits that are 1 with probability threshold / 2^32, for eight consecutive words from the one that `first` names in
/// its first place; its second place is ignored. Uniform numbers are compared with the threshold digit by digit, most
/// significant first: a sample is settled at the first digit that differs, so about 11 of the 32 digits are drawn. The
/// Philox block of (word, digit, first[2], first[3]) holds one digit of 64 samples and the next one.
void draw_words(PhiloxKey key, PhiloxCounter first, std::uint32_t threshold,
                std::span<std::uint64_t, kDrawnWords> live);

/// The same for any processor; draw_words() takes the fastest way that this one has.
void draw_words_anywhere(PhiloxKey key, PhiloxCounter first, std::uint32_t threshold,
                         std::span<std::uint64_t, kDrawnWords> live);

}  // namespace faultline
