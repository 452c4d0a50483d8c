// Tests at the points that a search has simulated, and the sets that they leave.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/fit/simulated_moments.h"
#include "analysis/fit/synthetic_likelihood.h"

namespace faultline::fit {

/// A point of the search, simulated in full.
struct MomentPoint {
  std::size_t setting = 0;
  std::vector<std::size_t> index;  ///< on the lattice
  std::optional<SyntheticLikelihood> likelihood;
  SyntheticLikelihood::Distance distance{};  ///< to what was observed
};

/// The one with the smallest distance; the first of equals.
[[nodiscard]] const MomentPoint& best_of(std::span<const MomentPoint> points);

/// Draws of the moments at a point in the role of the observation: the same normals at every point.
class MomentResamples {
 public:
  /// Keeps a reference to `points`.
  MomentResamples(std::span<const MomentPoint> points, const MomentSearch& search);

  /// Chance of a distance as large as the one that is left at the best point.
  [[nodiscard]] double p_value() const { return p_value_; }
  /// That distance over the mean of those of draws where p_value() is at most 5 %, else 1.
  [[nodiscard]] double inflation() const { return inflation_; }
  /// Labels that the test does not refuse at 5 %, in order. `label_of` each point; the test of a label is made at its
  /// best point. Never empty: the best point's label is accepted.
  [[nodiscard]] std::vector<std::int64_t> accepted(std::span<const std::int64_t> label_of, double inflation) const;

 private:
  /// Distances of draw `number` at point `from` to all points.
  [[nodiscard]] std::vector<SyntheticLikelihood::Distance> distances(std::size_t from, std::size_t number) const;
  [[nodiscard]] bool accepts(std::int64_t label, std::size_t at, std::span<const std::int64_t> label_of,
                             double rise) const;

  std::span<const MomentPoint> points_;
  std::vector<std::vector<double>> normals_;  // of each draw
  const MomentSearch& search_;
  double p_value_ = 1.0;
  double inflation_ = 1.0;
};

}  // namespace faultline::fit
