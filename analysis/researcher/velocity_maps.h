// A sweep over velocity and review capacity, as the planner's page draws it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/report/planner_extras.h"
#include "analysis/researcher/facts.h"

namespace faultline::researcher {

/// Lost orders and lead time of two policies, or of the reference alone, on one scale each. `limit`: mean lost orders a
/// quarter that some line is drawn at; `limit_name` says what it is. Precondition: grid::velocity_axes() has them.
/// `policies`: positions in the sweep, the reference first.
[[nodiscard]] std::vector<report::VelocityMap> velocity_maps(const Facts& facts, std::span<const std::size_t> policies,
                                                             std::optional<double> limit,
                                                             const std::string& limit_name);

/// Where the values of a map's cells cross `level`: points between cells' middles, in pieces that a point without a
/// number parts. Empty where they do not.
[[nodiscard]] std::vector<report::Point> contour(const report::Heatmap& map, double level);

}  // namespace faultline::researcher
