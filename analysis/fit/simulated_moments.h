// Parameters of a simulator from the moments that it must reproduce, for a model whose likelihood nobody can write
// down.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace faultline::fit {

struct ParameterBounds {
  double low;  ///< above 0
  double high;
};

/// The simulator as the search sees it.
struct MomentModel {
  std::size_t moments;
  double resolution = 0.02;  ///< standard deviation below which a difference of a moment means nothing
  std::size_t settings = 1;  ///< values of what is not estimated; the answer holds whichever of them is true
  /// Moments of replications 0 to `count` - 1 at the given parameters and setting, row by row. Replication r must have
  /// the same luck everywhere (common random numbers). Called from several threads at once.
  std::function<std::vector<double>(std::span<const double> parameters, std::size_t setting, std::uint32_t count)>
      simulate;
  std::function<bool(std::span<const double> parameters, std::size_t setting)>
      allowed;  ///< within the bounds; absent: all. Where setting 0 ends, so does what was tried
};

/// What an interval is wanted for: the product of the parameters, each to the power -1, 0 or 1.
struct MomentTarget {
  std::vector<int> powers;
};

struct MomentSearch {
  double first_step = 0.4;  ///< of the logarithm of a parameter
  double last_step = 0.1;
  std::size_t enough_points = 60;   ///< no finer step once so many belong to the neighbourhood of the answer
  std::uint32_t replications = 39;  ///< at each point of the neighbourhood
  std::uint32_t scout_replications = 4;
  /// Calls a function for 0 to n - 1, on as many threads as it likes.
  std::function<void(std::size_t n, const std::function<void(std::size_t)>&)> for_each =
      [](std::size_t n, const std::function<void(std::size_t)>& work) {
        for (std::size_t i = 0; i < n; ++i) work(i);
      };
};

struct TargetSet {
  double estimate = 0.0;
  double low = 0.0;
  double high = 0.0;
  bool open_low = false;  ///< the test refuses nothing down to the bound
  bool open_high = false;
};

struct MomentFit {
  std::vector<double> parameters;  ///< best
  std::size_t setting = 0;
  std::vector<TargetSet> targets;
  double p_value = 1.0;    ///< of the distance that is left, in steps of 1 / 100
  double inflation = 1.0;  ///< by which the criterion was divided, because the model does not reproduce the moments
  double step = 0.0;       ///< of the last grid
  std::size_t points = 0;  ///< simulated in full
};

/// Simulated moments (McFadden 1989, doi 10.2307/1913621; Pakes and Pollard 1989, doi 10.2307/1913622; for dependent
/// data Duffie and Singleton 1993, doi 10.2307/2951768) on a grid of the parameters' logarithms. The distance at a
/// point is -2 log of the synthetic likelihood (Wood 2010, doi 10.1038/nature09319): mean and covariance of the moments
/// come from the replications there, and Student's form accounts for their number (Sellentin and Heavens 2016,
/// doi 10.1093/mnrasl/slv190). The search scouts the whole grid, then spreads from the best points as far as the
/// distance stays near its minimum, and halves the step.
///
/// A value of a target belongs to its 95 % set unless a test at the best point with that value refuses it: the rank of
/// the observed rise above the minimum among those of 99 draws of the moments there, each searched for like the
/// observation (a likelihood ratio with a Monte Carlo threshold: Barnard 1963; Feldman and Cousins 1998,
/// doi 10.1103/PhysRevD.57.3873); the set ends at the first value refused. Nothing is taken from a curvature, so where
/// the moments do not tell the set is wide, or open to a bound. Where the model reproduces the moments nowhere
/// (`p_value` at most 5 %) rises are divided by the distance left over what chance leaves, as quasi-likelihood does.
/// Absent when a number is not finite or nothing is allowed. The same bits whatever `for_each` does.
[[nodiscard]] std::optional<MomentFit> fit_simulated_moments(const MomentModel& model, std::span<const double> observed,
                                                             std::span<const ParameterBounds> bounds,
                                                             std::span<const MomentTarget> targets,
                                                             const MomentSearch& search = {});

}  // namespace faultline::fit
