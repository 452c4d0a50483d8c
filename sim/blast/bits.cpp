#include "sim/blast/bits.h"

#include <bit>

#include "sim/blast/cpu_clones.h"

namespace faultline {

FAULTLINE_CPU_CLONES("popcnt")
std::uint64_t count_bits(std::span<const std::uint64_t> words) {
  std::uint64_t count = 0;
  for (const std::uint64_t word : words) {
    count += static_cast<std::uint64_t>(std::popcount(word));
  }
  return count;
}

}  // namespace faultline
