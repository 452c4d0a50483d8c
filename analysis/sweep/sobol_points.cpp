#include <boost/random/sobol.hpp>

#include "analysis/sweep/points.h"
#include "models/core/philox.h"

namespace faultline {
namespace {

constexpr std::uint32_t kScrambleStream = stable_hash("sobol scramble");
constexpr std::size_t kBits = 32;

/// Owen's scrambling of one coordinate: whether a bit is turned depends on the bits above it, by a draw of its own.
class Scramble {
 public:
  Scramble(std::uint64_t seed, std::size_t dimension) : draws_(seed, static_cast<std::uint32_t>(dimension)) {}

  [[nodiscard]] std::uint32_t operator()(std::uint32_t bits) const {
    std::uint32_t turned = 0;
    for (std::uint32_t b = 0; b < kBits; ++b) {
      const std::uint32_t above = b == 0 ? 0U : bits >> (kBits - b);
      turned |= (draws_.block(above, kScrambleStream, b)[0] & 1U) << (kBits - 1 - b);
    }
    return bits ^ turned;
  }

 private:
  KeyedDraws draws_;
};

}  // namespace

PointSet scrambled_sobol(std::size_t count, std::size_t dimensions, std::uint64_t seed) {
  PointSet points{dimensions, std::vector<double>(count * dimensions)};
  boost::random::sobol sequence(dimensions);
  std::vector<Scramble> scrambles;
  for (std::size_t d = 0; d < dimensions; ++d) {
    scrambles.emplace_back(seed, d);
  }
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t d = 0; d < dimensions; ++d) {
      // Boost leaves out the first point, which is 0 and without which nothing is balanced.
      const std::uint64_t plain = i == 0 ? 0 : sequence();
      points.point(i)[d] = uniform32(scrambles[d](static_cast<std::uint32_t>(plain >> 32U)));
    }
  }
  return points;
}

PointSet saltelli_points(std::size_t base, std::size_t dimensions, bool second_order, std::uint64_t seed) {
  const PointSet both = scrambled_sobol(base, 2 * dimensions, seed);
  PointSet points{dimensions, {}};
  points.values.reserve(base * saltelli_stride(dimensions, second_order) * dimensions);
  const auto add = [&points](std::span<const double> plain, std::span<const double> other, std::size_t from_other) {
    for (std::size_t d = 0; d < plain.size(); ++d) {
      points.values.push_back(d == from_other ? other[d] : plain[d]);
    }
  };
  for (std::size_t row = 0; row < base; ++row) {
    const std::span<const double> a = both.point(row).first(dimensions);
    const std::span<const double> b = both.point(row).last(dimensions);
    add(a, b, dimensions);
    add(b, a, dimensions);
    for (std::size_t i = 0; i < dimensions; ++i) {
      add(a, b, i);
    }
    for (std::size_t i = 0; second_order && i < dimensions; ++i) {
      add(b, a, i);
    }
  }
  return points;
}

}  // namespace faultline
