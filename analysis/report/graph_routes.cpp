#include "analysis/report/graph_routes.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace faultline::report {
namespace {

constexpr double kAtTheRim = 1e-6;  // pixels: a line at the rim of what is kept off is clear of it

// The point at `t`, in [0, 1], of a cubic curve that leaves and arrives level, as SvgPath::glide_to draws it.
Point on_glide(Point from, Point to, double t) {
  const double middle = (from.x + to.x) / 2;
  const double s = 1 - t;
  return {s * s * s * from.x + 3 * s * t * middle + t * t * t * to.x,
          s * s * (s + 3 * t) * from.y + t * t * (t + 3 * s) * to.y};
}

bool runs_into(Point from, Point to, const ObstacleLayer& layer) {
  constexpr int kLooks = 96;
  return std::any_of(layer.begin(), layer.end(), [&](const Obstacle& disc) {
    for (int i = 0; i <= kLooks; ++i) {
      const Point at = on_glide(from, to, static_cast<double>(i) / kLooks);
      if (std::hypot(at.x - disc.at.x, at.y - disc.at.y) < disc.keep_off - kAtTheRim) {
        return true;
      }
    }
    return false;
  });
}

// Where the line to the end passes the layer, were it bent nowhere else.
double height_at(Point from, Point to, double x) {
  double low = 0;
  double high = 1;
  constexpr int kHalvings = 30;
  for (int i = 0; i < kHalvings; ++i) {
    const double t = (low + high) / 2;
    const bool before = from.x < to.x ? on_glide(from, to, t).x < x : on_glide(from, to, t).x > x;
    (before ? low : high) = t;
  }
  return on_glide(from, to, low).y;
}

// Nearest to `wanted` that is off every disc; there is one, above the highest and below the lowest.
double nearest_gap(const ObstacleLayer& layer, double wanted) {
  std::vector<double> heights{wanted};
  for (const Obstacle& disc : layer) {
    heights.push_back(disc.at.y - disc.keep_off);
    heights.push_back(disc.at.y + disc.keep_off);
  }
  std::optional<double> nearest;
  for (const double y : heights) {
    const bool clear = std::all_of(layer.begin(), layer.end(), [y](const Obstacle& disc) {
      return std::abs(y - disc.at.y) >= disc.keep_off - kAtTheRim;
    });
    if (clear && (!nearest || std::abs(y - wanted) < std::abs(*nearest - wanted))) {
      nearest = y;
    }
  }
  return nearest.value_or(wanted);
}

}  // namespace

std::vector<Point> bent_route(Point from, Point to, const std::vector<ObstacleLayer>& between) {
  std::vector<std::optional<Point>> bends(between.size());
  const auto neighbour = [&](std::size_t layer, bool before) {
    if (before) {
      while (layer > 0) {
        if (bends[--layer]) {
          return *bends[layer];
        }
      }
      return from;
    }
    while (++layer < bends.size()) {
      if (bends[layer]) {
        return *bends[layer];
      }
    }
    return to;
  };
  // A bend moves the line in the layers beside it, so all are looked at again; each is bent at most once.
  for (bool bent = true; bent;) {
    bent = false;
    for (std::size_t layer = 0; layer < between.size(); ++layer) {
      const Point before = neighbour(layer, true);
      const Point behind = neighbour(layer, false);
      if (!bends[layer] && !between[layer].empty() && runs_into(before, behind, between[layer])) {
        const double x = between[layer].front().at.x;
        bends[layer] = Point{x, nearest_gap(between[layer], height_at(before, behind, x))};
        bent = true;
      }
    }
  }
  std::vector<Point> route{from};
  for (const std::optional<Point>& bend : bends) {
    if (bend) {
      route.push_back(*bend);
    }
  }
  route.push_back(to);
  return route;
}

}  // namespace faultline::report
