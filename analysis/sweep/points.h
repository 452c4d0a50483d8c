// Points of the unit cube that a design is made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace faultline {

/// Points one after another, `dimensions` numbers each.
struct PointSet {
  std::size_t dimensions = 0;
  std::vector<double> values{};

  [[nodiscard]] std::size_t size() const { return dimensions == 0 ? 0 : values.size() / dimensions; }
  [[nodiscard]] std::span<const double> point(std::size_t i) const {
    return std::span(values).subspan(i * dimensions, dimensions);
  }
  [[nodiscard]] std::span<double> point(std::size_t i) { return std::span(values).subspan(i * dimensions, dimensions); }
};

/// A Latin hypercube of `count` points: in each dimension every interval [j, j + 1) / count holds exactly one of them
/// (McKay, Beckman and Conover 1979, doi 10.2307/1268522). Of kLatinTries such cubes the one whose closest two points
/// lie farthest apart (maximin: Johnson, Moore and Ylvisaker 1990, doi 10.1016/0378-3758(90)90122-B). The same
/// arguments give the same bits. Preconditions: count > 0, dimensions > 0.
[[nodiscard]] PointSet latin_hypercube(std::size_t count, std::size_t dimensions, std::uint64_t seed);
inline constexpr std::uint32_t kLatinTries = 50;

/// The first `count` points of Sobol's sequence, direction numbers by Joe and Kuo (2008, doi 10.1137/070709359) as
/// Boost brings them, scrambled by Owen's nested uniform scrambling (1995, doi 10.1007/978-1-4612-2552-2_19) to 32
/// bits. Where count is a power of 2, every dimension is a Latin hypercube, and so on for Sobol's nets. Preconditions:
/// count > 0, 0 < dimensions <= kMostSobolDimensions.
[[nodiscard]] PointSet scrambled_sobol(std::size_t count, std::size_t dimensions, std::uint64_t seed);
inline constexpr std::size_t kMostSobolDimensions = 3667;

/// Every combination of levels[i] equally spaced positions from 0 to 1 (the middle, where there is one level alone);
/// the last dimension changes fastest. Precondition: no level is 0.
[[nodiscard]] PointSet full_grid(std::span<const std::uint32_t> levels);

/// Saltelli's arrangement (2010, doi 10.1016/j.cpc.2009.09.018) of scrambled Sobol points in twice the dimensions: for
/// each of `base` rows the points A, B, then for each i A with its coordinate i from B, and with `second_order` also B
/// with its coordinate i from A (Saltelli 2002, doi 10.1016/S0010-4655(02)00280-1). saltelli_stride() points a row.
[[nodiscard]] PointSet saltelli_points(std::size_t base, std::size_t dimensions, bool second_order, std::uint64_t seed);
[[nodiscard]] constexpr std::size_t saltelli_stride(std::size_t dimensions, bool second_order) {
  return 2 + dimensions * (second_order ? 2 : 1);
}

/// Morris's trajectories (1991, doi 10.2307/1269043) on four levels {0, 1/3, 2/3, 1} with steps of 2/3: dimensions + 1
/// points each, of which each differs from the one before in one coordinate, and every coordinate moves once.
[[nodiscard]] PointSet morris_points(std::size_t trajectories, std::size_t dimensions, std::uint64_t seed);
inline constexpr double kMorrisStep = 2.0 / 3.0;

}  // namespace faultline
