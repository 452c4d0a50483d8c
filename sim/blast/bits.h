// Counting samples.
#pragma once

#include <cstdint>
#include <span>

namespace faultline {

/// How many bits are 1.
[[nodiscard]] std::uint64_t count_bits(std::span<const std::uint64_t> words);

}  // namespace faultline
