// Counter-based random numbers: Philox 4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011, doi 10.1145/2063384.2063405).
// A draw is a pure function of what it is for, so it never depends on thread, order or other draws.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace faultline {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// One Philox 4x32-10 block: 128 random bits for a counter and a key. Matches Random123's known-answer vectors.
[[nodiscard]] constexpr PhiloxCounter philox4x32_10(PhiloxCounter counter, PhiloxKey key) {
  constexpr std::uint64_t kMultiplier0 = 0xD2511F53U;
  constexpr std::uint64_t kMultiplier1 = 0xCD9E8D57U;
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = kMultiplier0 * counter[0];
    const std::uint64_t product1 = kMultiplier1 * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product0)};
    key[0] += 0x9E3779B9U;
    key[1] += 0xBB67AE85U;
  }
  return counter;
}

/// Stable 32-bit hash of a name (FNV-1a), used to key draws by identity instead of position.
[[nodiscard]] constexpr std::uint32_t stable_hash(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  }
  return hash;
}

/// Uniform on the open interval (0, 1) from 32 random bits: the midpoint of one of 2^32 equal cells.
[[nodiscard]] constexpr double uniform32(std::uint32_t bits) { return (static_cast<double>(bits) + 0.5) * 0x1p-32; }

/// Uniform on the open interval (0, 1) from 64 random bits, 52 of them used.
[[nodiscard]] constexpr double uniform64(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 20) | (low >> 12);
  return (static_cast<double>(bits) + 0.5) * 0x1p-52;
}

/// Random numbers of one replication, addressed by what they are for.
/// `subject` is the ordinal of a change or the key of a defect, `stream` the stable hash of a name (team and origin,
/// gate, or a fixed word), `detail` what distinguishes draws for the same subject: purpose, attempt, reviewer.
class KeyedDraws {
 public:
  constexpr KeyedDraws(std::uint64_t seed, std::uint32_t replication)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}, replication_(replication) {}

  [[nodiscard]] constexpr PhiloxCounter block(std::uint32_t subject, std::uint32_t stream, std::uint32_t detail) const {
    return philox4x32_10({subject, stream, replication_, detail}, key_);
  }
  [[nodiscard]] constexpr double uniform(std::uint32_t subject, std::uint32_t stream, std::uint32_t detail) const {
    const PhiloxCounter words = block(subject, stream, detail);
    return uniform64(words[0], words[1]);
  }
  [[nodiscard]] constexpr std::uint32_t replication() const { return replication_; }

 private:
  PhiloxKey key_;
  std::uint32_t replication_;
};

/// Packs the `detail` word of a draw: purpose (8 bits), attempt (12 bits), reviewer or part (12 bits).
[[nodiscard]] constexpr std::uint32_t draw_detail(std::uint32_t purpose, std::uint32_t attempt = 0,
                                                  std::uint32_t part = 0) {
  return (purpose << 24) | ((attempt & 0xFFFU) << 12) | (part & 0xFFFU);
}

}  // namespace faultline
