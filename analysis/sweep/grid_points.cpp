#include <numeric>
#include <utility>

#include "analysis/sweep/points.h"
#include "models/core/philox.h"

namespace faultline {
namespace {

constexpr std::uint32_t kTrajectoryStream = stable_hash("morris trajectory");
constexpr std::uint32_t kOrderStream = stable_hash("morris order");
constexpr double kMorrisLevel = 1.0 / 3.0;  // of the lower end of a step that begins at the second level

}  // namespace

PointSet full_grid(std::span<const std::uint32_t> levels) {
  PointSet points{levels.size(), {}};
  const std::size_t count = std::accumulate(levels.begin(), levels.end(), std::size_t{1},
                                            [](std::size_t a, std::uint32_t b) { return a * b; });
  points.values.resize(count * levels.size());
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t rest = i;
    for (std::size_t d = levels.size(); d-- > 0;) {
      const auto level = static_cast<double>(rest % levels[d]);
      rest /= levels[d];
      points.point(i)[d] = levels[d] == 1 ? 0.5 : level / (levels[d] - 1.0);
    }
  }
  return points;
}

PointSet morris_points(std::size_t trajectories, std::size_t dimensions, std::uint64_t seed) {
  PointSet points{dimensions, {}};
  points.values.reserve(trajectories * (dimensions + 1) * dimensions);
  for (std::size_t t = 0; t < trajectories; ++t) {
    const KeyedDraws draws(seed, static_cast<std::uint32_t>(t));
    std::vector<double> from(dimensions);
    std::vector<double> to(dimensions);
    std::vector<std::size_t> order(dimensions);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t d = 0; d < dimensions; ++d) {
      const PhiloxCounter words = draws.block(static_cast<std::uint32_t>(d), kTrajectoryStream, 0);
      from[d] = (words[0] & 1U) == 0 ? 0.0 : kMorrisLevel;
      to[d] = from[d] == 0.0 ? kMorrisStep : 1.0;
      if ((words[1] & 1U) == 0) {
        std::swap(from[d], to[d]);
      }
    }
    for (std::size_t d = dimensions; d-- > 1;) {
      const double uniform = draws.uniform(static_cast<std::uint32_t>(d), kOrderStream, 0);
      std::swap(order[d], order[static_cast<std::size_t>(uniform * static_cast<double>(d + 1))]);
    }
    points.values.insert(points.values.end(), from.begin(), from.end());
    for (const std::size_t moved : order) {
      from[moved] = to[moved];
      points.values.insert(points.values.end(), from.begin(), from.end());
    }
  }
  return points;
}

}  // namespace faultline
