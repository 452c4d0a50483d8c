// Services and their calls in fixed places: who is hit, where losses start, and along which calls failures spread.
#pragma once

#include <string>
#include <vector>

#include "analysis/report/chart_layout.h"
#include "analysis/report/graph_layout.h"

namespace faultline::report {

struct MapNode {
  std::string name;
  double reached = 0;  ///< share of incidents that reach it: the fill
  double started = 0;  ///< share of lost orders that start there: the ring
};

struct MapLine {
  GraphEdge call;
  double crossed = 0;  ///< share of incidents whose failure crossed it: the width
};

struct GraphMap {
  std::string title;        ///< the finding, as a sentence
  std::string description;  ///< for those who cannot see it
  std::vector<MapNode> nodes;
  std::vector<MapLine> lines;
  GraphLayout layout;       ///< the same for all maps of a report
  double most_reached = 1;  ///< what the darkest fill, the widest ring and the widest line stand for; the same for all
  double most_started = 1;
  double most_crossed = 1;
  std::vector<std::string> notes{};
  ChartSize size = ChartSize::wide;  ///< narrow: without names, heading, notes and legend, beside a wide one
};

/// The chart as one SVG element.
[[nodiscard]] std::string graph_map(const GraphMap& map);

}  // namespace faultline::report
