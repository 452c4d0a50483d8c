// How evenly a design fills its space.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace faultline::stats {

/// Squared centred L2 discrepancy (Hickernell 1998, doi 10.1090/S0025-5718-98-00894-1): 0 would be perfectly even.
/// `points` holds points of the unit cube, `dimensions` numbers each. Takes time by the square of their number. Absent
/// without points or with a number outside [0, 1].
[[nodiscard]] std::optional<double> centred_discrepancy(std::span<const double> points, std::size_t dimensions);

/// Its mean over `count` independent uniform points, ((5/4)^d - (13/12)^d) / count: what chance alone would give.
[[nodiscard]] double centred_discrepancy_of_chance(std::size_t count, std::size_t dimensions);

}  // namespace faultline::stats
