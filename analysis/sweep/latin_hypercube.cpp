#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "analysis/sweep/points.h"
#include "models/core/philox.h"

namespace faultline {
namespace {

constexpr std::uint32_t kOrderStream = stable_hash("latin hypercube order");
constexpr std::uint32_t kPlaceStream = stable_hash("latin hypercube place");

PointSet one_cube(std::size_t count, std::size_t dimensions, const KeyedDraws& draws) {
  PointSet cube{dimensions, std::vector<double>(count * dimensions)};
  std::vector<std::uint32_t> cell_of(count);
  for (std::size_t d = 0; d < dimensions; ++d) {
    const auto part = static_cast<std::uint32_t>(d);
    std::iota(cell_of.begin(), cell_of.end(), 0U);
    for (std::size_t i = count - 1; i > 0; --i) {  // Fisher and Yates
      const double uniform = draws.uniform(static_cast<std::uint32_t>(i), kOrderStream, part);
      std::swap(cell_of[i], cell_of[static_cast<std::size_t>(uniform * static_cast<double>(i + 1))]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const double within = draws.uniform(static_cast<std::uint32_t>(i), kPlaceStream, part);
      cube.point(i)[d] = (cell_of[i] + within) / static_cast<double>(count);
    }
  }
  return cube;
}

// The least squared distance between two points; whatever is not above `enough` will do once one such is found.
double least_distance(const PointSet& cube, double enough) {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < cube.size(); ++i) {
    const std::span<const double> a = cube.point(i);
    for (std::size_t j = 0; j < i; ++j) {
      const std::span<const double> b = cube.point(j);
      double distance = 0.0;
      for (std::size_t d = 0; d < cube.dimensions; ++d) {
        distance += (a[d] - b[d]) * (a[d] - b[d]);
      }
      least = std::min(least, distance);
    }
    if (least <= enough) {
      return least;
    }
  }
  return least;
}

}  // namespace

PointSet latin_hypercube(std::size_t count, std::size_t dimensions, std::uint64_t seed) {
  PointSet best;
  double widest = -1.0;
  for (std::uint32_t attempt = 0; attempt < kLatinTries; ++attempt) {
    PointSet cube = one_cube(count, dimensions, KeyedDraws(seed, attempt));
    if (const double distance = least_distance(cube, widest); distance > widest) {
      widest = distance;
      best = std::move(cube);
    }
  }
  return best;
}

}  // namespace faultline
