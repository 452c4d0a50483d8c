// Several measures a row as dots with intervals, against what a row that does nothing would show.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::report {

struct DotRow {
  std::string label;
  std::vector<std::optional<stats::Estimate>> dots;  ///< by series; absent: none is drawn
};

/// What says nothing, shaded behind the dots of one series or all.
struct DotZone {
  stats::Interval range;
  std::string means;  ///< for the legend
};

struct DotChart {
  std::string title;        ///< the finding, as a sentence
  std::string description;  ///< each row's figures are appended
  std::string x_label;
  std::vector<std::string> series;  ///< names of what each dot of a row measures
  std::vector<DotRow> rows;
  std::optional<DotZone> zone;
  std::vector<std::string> notes;  ///< they name which uncertainty the intervals show, and their level
};

/// The chart as one SVG element: a row a label, its series one below the other, each by colour and marker. A dot
/// without an interval is hollow. 0 is always on the axis.
[[nodiscard]] std::string dot_chart(const DotChart& chart);

/// Labels of at most `columns` columns that still tell the names apart: of a JSON pointer its end stays, and labels
/// that are then equal begin with their position.
[[nodiscard]] std::vector<std::string> distinct_labels(const std::vector<std::string>& names, std::size_t columns);

}  // namespace faultline::report
