// What the researcher's page says of a sweep, worked out once from its file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/grid/grid.h"
#include "analysis/stats/regret.h"
#include "analysis/stats/shared_luck.h"
#include "analysis/stats/variance_split.h"
#include "analysis/sweep/sensitivity.h"
#include "analysis/sweep/sweep_summary.h"

namespace faultline::researcher {

/// One policy in one cell. Losses are gross lost orders in the horizon.
struct CellFigures {
  stats::Estimate lost;                       ///< mean loss
  std::optional<stats::Estimate> difference;  ///< own loss less the reference's, paired; absent for the reference
  double no_loss = 0.0;                       ///< share of quarters that lost nothing
  double lead_time_hours = 0.0;               ///< mean of the quarters' medians
  double undelivered = 0.0;                   ///< share of submitted changes at the horizon's end
  bool delivers = false;
};

/// Whether the interval of a paired difference leaves open which policy loses less.
[[nodiscard]] bool undecided(const std::optional<stats::Estimate>& difference);

struct Cell {
  std::vector<CellFigures> policies{};  ///< empty: it failed, or has not been run yet
  std::size_t replications = 0;
  std::size_t best = 0;  ///< policy that loses least in the mean, of those that deliver or of all
  /// Its paired differences to every other of them lie below 0, together at 95 %; in a grid over one or two parameters
  /// it is best in kBestSettled of the resamples, as `faultline grid` has it.
  bool best_settled = false;
  bool short_of_precision = false;  ///< some mean above 0 is known less well than the sweep asked for
  bool lost_nothing = false;        ///< some policy lost nothing in any replication: no share of its mean is known
};

/// How well cells know their mean loss after so many of their replications.
struct WidthAt {
  std::size_t replications = 0;
  std::size_t cells = 0;  ///< that lost orders in them; of others no share of the mean is known
  double median = 0.0;    ///< over cells, of half the 95 % interval over the mean
  double p90 = 0.0;
};

struct PolicyPrecision {
  std::vector<WidthAt> widths{};                ///< by rising replications
  std::optional<stats::VarianceSplit> split{};  ///< over the design's sample of points; of others absent
  /// Against the reference, summed over the cells in which the paired difference varies; of the reference 0.
  stats::VarianceReduction reduction{};
  std::optional<double> least_factor{};  ///< over the same cells
  std::optional<double> most_factor{};
  std::size_t never_varies = 0;  ///< cells in which losses vary and the paired difference does not
};

/// Cells in which a policy loses least.
struct BestCount {
  std::size_t cells = 0;
  std::size_t settled = 0;  ///< of them
};

struct Facts {
  SweepDescription sweep;
  std::string results_sha256;  ///< empty: not finished
  std::size_t stored = 0;      ///< cells, failed ones included
  std::vector<FailedCell> failures;
  std::vector<Cell> cells;                 ///< by cell of the design
  std::vector<std::size_t> ran;            ///< those that did
  std::vector<BestCount> best_counts;      ///< by policy
  std::vector<PolicyPrecision> precision;  ///< by policy
  std::vector<stats::Regret>
      regrets;                     ///< by policy; states are positions in `ran`; only where it delivers, or none does
  std::optional<GridReport> grid;  ///< of a grid over one or two numbers
  std::string no_grid;             ///< why it is absent
  std::optional<SensitivityReport> sensitivity{};  ///< with convergence
  std::string no_sensitivity;                      ///< why it is absent
};

/// Reads every cell. Throws InputError when one is damaged, or none could be run.
[[nodiscard]] Facts read_facts(const SweepFile& file);

/// Cells whose points are a sample of the ranges, each point counting the same: all of lhs, sobol, csv and grid, A and
/// B of saltelli, all draws but the scenario as it stands; none of morris and tornado.
[[nodiscard]] std::vector<std::size_t> sample_cells(const Design& design);

/// Whether a policy delivers in every cell that was run.
[[nodiscard]] bool delivers_everywhere(const Facts& facts, std::size_t policy);

/// Whether the program spread the points evenly over the ranges that were asked for; draws follow laws of their own,
/// and of a file's points nobody said what they stand for.
[[nodiscard]] bool spread_evenly(const Design& design);

/// Name of the design as in the file: "grid", "lhs", ...
[[nodiscard]] std::string design_name(const Design& design);

/// "a, b and c".
[[nodiscard]] std::string joined(const std::vector<std::string>& words);

}  // namespace faultline::researcher
