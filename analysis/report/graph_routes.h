// How the lines of calls find their way past services that they do not concern.
#pragma once

#include <vector>

#include "analysis/report/svg.h"

namespace faultline::report {

/// A disc that lines of other services' calls keep off.
struct Obstacle {
  Point at;
  double keep_off;  ///< from its centre, in pixels
};

/// Discs of one layer, all at one x.
using ObstacleLayer = std::vector<Obstacle>;

/// From `from` to `to` through points between which a line glides (SvgPath::glide_to): both ends, and a point in the
/// nearest gap of each layer of `between` (in the order in which they are passed) where it would otherwise run into a
/// disc.
[[nodiscard]] std::vector<Point> bent_route(Point from, Point to, const std::vector<ObstacleLayer>& between);

}  // namespace faultline::report
