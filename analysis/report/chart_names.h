// Names in the right margin of a chart, tied to what they name.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/report/svg.h"

namespace faultline::report {

struct NamedEnd {
  std::string name;
  std::size_t policy;      ///< fixes colour, dash and marker
  Point end;               ///< what it names, e.g. the end of a curve
  bool as_marker = false;  ///< shown as its marker in the place of a stroke
  bool hollow = false;     ///< that marker is
};

/// Where names stand.
struct NameColumn {
  double left;
  double top;
  double bottom;
  double gap;  ///< from line to line
  std::size_t columns;
};

/// Of ends at about one height the leftmost stands lowest, so that its tie passes below the others' ends.
/// `by_policy`: each name is a part of its policy's (Svg::begin_policy).
void draw_names(Svg& svg, std::vector<NamedEnd> ends, const NameColumn& column, bool by_policy);

}  // namespace faultline::report
