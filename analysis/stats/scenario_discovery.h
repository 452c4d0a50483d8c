// In which part of the inputs' ranges something goes wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

struct ScenarioBox {
  std::vector<std::optional<Interval>>
      bounds;                  ///< by input, ends included; absent: the input does not matter to the box
  std::size_t points = 0;      ///< in the box
  double coverage = 0.0;       ///< share of what goes wrong that lies in the box
  double density = 0.0;        ///< share of the box's points that go wrong
  double harmonic_mean = 0.0;  ///< of coverage and density; the box was chosen for it
};

inline constexpr std::size_t kFewestInBox = 5;

/// The patient rule induction method (Friedman and Fisher 1999, doi 10.1023/A:1008894516817) as scenario discovery uses
/// it (Bryant and Lempert 2010, doi 10.1016/j.techfore.2009.08.002), one box: from the whole space on, a twentieth of
/// the points (at least one level) is peeled from the side that leaves the highest density, down to a twentieth of all
/// points and at least kFewestInBox. Of the boxes on the way the one with the highest harmonic mean of coverage and
/// density is taken, and its bounds are moved in turn to where that mean is highest. The last step stands in for the
/// method's pasting, which widens the box for as long as its density rises. `points` holds `inputs` numbers each,
/// `wrong` says which points go wrong. Absent when none or all do, or there are fewer than 2 kFewestInBox. Some box is
/// found in noise too, and its figures rest on the points that it was made for: ask box_p_value.
[[nodiscard]] std::optional<ScenarioBox> scenario_box(std::span<const double> points, std::size_t inputs,
                                                      const std::vector<bool>& wrong);

/// How often a box with as high a harmonic mean as `box`, found among the same points, is found where inputs do not
/// matter: what goes wrong is dealt anew to the points, up to kBoxDeals times, and a box made for each deal. The search
/// is made again each time, so that choosing the best of many boxes does not count as a finding. Under that hypothesis
/// it is at most a in at most a share a of all cases. It ends early at kBoxDealsAsGood deals as good (Besag and
/// Clifford 1991, doi 10.1093/biomet/78.2.301). Deals are keyed by the number of points alone.
[[nodiscard]] double box_p_value(const ScenarioBox& box, std::span<const double> points, std::size_t inputs,
                                 const std::vector<bool>& wrong);
inline constexpr std::uint32_t kBoxDeals = 199;
inline constexpr std::uint32_t kBoxDealsAsGood = 20;

}  // namespace faultline::stats
