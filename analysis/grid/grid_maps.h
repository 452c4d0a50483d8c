// Maps of a grid over two numbers, to be filled by whoever draws them.
#pragma once

#include "analysis/grid/grid.h"
#include "analysis/report/chart_heatmap.h"

namespace faultline::grid {

/// Axes, the demand line where it is known, the scenario as it stands and what all maps note; cells are empty.
/// Precondition: two parameters.
[[nodiscard]] report::Heatmap empty_map(const GridReport& report);

/// Cell of the grid that stands at `place` of a map's cells.
[[nodiscard]] std::size_t cell_of_map(const GridReport& report, std::size_t place);

/// Which policy loses least of those that deliver, hatched where that is not settled. Precondition: two parameters.
[[nodiscard]] report::Heatmap best_map(const GridReport& report);

/// An output of a policy with its cliffs; the title says where they are. Precondition: two parameters.
[[nodiscard]] report::Heatmap output_map(const GridReport& report, std::size_t policy, std::size_t output);

/// Which parameter is which, of a grid over a velocity (of all streams or of some origins) and the capacity for
/// reviews.
struct VelocityAxes {
  std::size_t velocity;
  std::size_t capacity;
};
/// Nothing for any other design.
[[nodiscard]] std::optional<VelocityAxes> velocity_axes(const Design& design);

}  // namespace faultline::grid
