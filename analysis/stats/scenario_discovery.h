// In which part of the inputs' ranges something goes wrong.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

struct ScenarioBox {
  std::vector<std::optional<Interval>>
      bounds;              ///< by input, ends included; absent: the input does not matter to the box
  std::size_t points = 0;  ///< in the box
  double coverage = 0.0;   ///< share of what goes wrong that lies in the box
  double density = 0.0;    ///< share of the box's points that go wrong
};

/// The patient rule induction method (Friedman and Fisher 1999, doi 10.1023/A:1008894516817) as scenario discovery uses
/// it (Bryant and Lempert 2010, doi 10.1016/j.techfore.2009.08.002), one box: from the whole space on, a twentieth of
/// the points (at least one level) is peeled from the side that leaves the highest density, down to a twentieth of all
/// points and at least kFewestInBox. Of the boxes on the way the one with the highest harmonic mean of coverage and
/// density is taken, and its bounds are moved in turn to where that mean is highest (the method's pasting). `points`
/// holds `inputs` numbers each, `wrong` says which points go wrong. Absent when none or all do, or there are fewer than
/// 2 kFewestInBox. Box and figures rest on the same points: new ones would do a little worse.
[[nodiscard]] std::optional<ScenarioBox> scenario_box(std::span<const double> points, std::size_t inputs,
                                                      const std::vector<bool>& wrong);
inline constexpr std::size_t kFewestInBox = 5;

}  // namespace faultline::stats
