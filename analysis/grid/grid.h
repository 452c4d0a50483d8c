// A full sweep over one or two numbers: what each policy comes to in every cell, where its outputs have their cliffs
// and which policy is best where. (docs/methodology/sweeps.md, "Grids")
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/stats/best_share.h"
#include "analysis/stats/cliff.h"
#include "analysis/sweep/sweep_file.h"

namespace faultline {

/// A mean over quarters, or a ratio of sums over them.
struct GridOutput {
  std::string_view name;
  std::string_view title;                       ///< with its unit
  std::string_view numerator;                   ///< of kGridSums
  std::optional<std::string_view> denominator;  ///< absent: a mean over quarters
  double smallest_rise;                         ///< less is no cliff
};
inline constexpr std::array<GridOutput, 5> kGridOutputs{
    {{"lead_time_p50_hours", "median lead time, hours", "lead_time_median_hours", std::nullopt, 1},
     {"stamped_fraction", "stamped share", "approvals_stamped", "approvals_given", 0.01},
     {"undelivered_fraction", "undelivered share", "changes_undelivered", "changes_submitted", 0.01},
     {"lost_orders", "lost orders", "lost_orders_gross", std::nullopt, 0},
     {"review_utilisation", "reviewers busy, share", "review_hours_worked", "review_hours_available", 0.01}}};
/// Positions in kGridOutputs.
inline constexpr std::size_t kGridLeadTime = 0;
inline constexpr std::size_t kGridLostOrders = 3;
inline constexpr std::size_t kGridUtilisation = 4;

/// Lost orders of submitted changes as a product: changes, defects in each, the share of those that escape, and what
/// one that escapes costs.
inline constexpr std::array<std::string_view, 4> kLossFactorNames{"changes", "defects_per_change", "escaped_fraction",
                                                                  "lost_orders_per_escape"};
using LossFactors = std::array<double, kLossFactorNames.size()>;

struct GridPolicy {
  std::array<double, kGridOutputs.size()> outputs{};
  LossFactors factors{};
  bool delivers = false;
};

struct GridCell {
  std::vector<GridPolicy> policies{};  ///< empty: the cell could not be run
  stats::Best best{};                  ///< policy with the fewest lost orders of those that deliver, or of all
};

/// The cliffs of one output of one policy on the lines along one parameter, each with the other at one of its levels.
struct GridCliffs {
  std::size_t policy = 0;
  std::size_t output = 0;
  std::size_t along = 0;              ///< parameter
  bool moves = true;                  ///< by more than nothing (kStillFraction) on some line, or may: lines are open
  bool falling = false;               ///< as it falls: levels count from the highest, slopes are against 1 / parameter
  std::vector<stats::Cliff> lines{};  ///< by level of the other parameter; `from` and `to` are levels of this one
  std::size_t settled = 0;            ///< lines with a cliff
  std::size_t open = 0;               ///< lines of which nothing is settled
  /// Of the lines with a cliff, the one with the steepest; otherwise of all.
  std::size_t steepest = 0;
  /// Least and greatest middle of the cliffs, in the parameter's unit; absent without one.
  std::optional<stats::Interval> where{};
};

struct GridReport {
  SweepDescription sweep;
  std::string results_sha256;
  std::vector<std::vector<double>> levels;  ///< by parameter
  std::vector<GridCell> cells;              ///< as in the file: the last parameter changes fastest
  std::vector<GridCliffs> cliffs;           ///< by policy, output, parameter; the direction with more cliffs
  std::size_t failed_cells = 0;
  std::vector<std::string> warnings{};

  [[nodiscard]] std::size_t lines(std::size_t along) const { return levels.size() == 1 ? 1 : levels[1 - along].size(); }
  /// The cell at level `at` of parameter `along` on one of its lines.
  [[nodiscard]] std::size_t cell(std::size_t along, std::size_t line, std::size_t at) const {
    return levels.size() == 1 ? at : along == 0 ? at * levels[1].size() + line : line * levels[1].size() + at;
  }
};

/// An output does not move along a parameter where on every line it stays within this share of the line's greatest
/// figure, or of its smallest rise of a cliff where that is more: repairs move lead times a little with anything.
inline constexpr double kStillFraction = 0.01;
inline constexpr double kStillFractionOfRise = 0.1;

/// Share of resamples from which on a best policy counts as settled.
inline constexpr double kBestSettled = 0.95;

/// Reads a sweep with a grid over one or two parameters; of one that is not finished, the levels of the first parameter
/// that are, with a warning. Throws InputError for any other.
[[nodiscard]] GridReport read_grid(const SweepFile& file);

/// For terminals, at most 80 columns wide.
[[nodiscard]] std::string grid_table(const GridReport& report);
/// One object; keys: docs/formats/sweep.md.
[[nodiscard]] std::string grid_json(const GridReport& report);
/// One line for each cell and policy.
[[nodiscard]] std::string grid_csv(const GridReport& report);

struct GridFigure {
  std::string name;  ///< of a file, without its ending
  std::string svg;
};
/// Heatmaps of a grid over two parameters: which policy is best, and every output of every policy. None of one over one
/// parameter.
[[nodiscard]] std::vector<GridFigure> grid_figures(const GridReport& report);

/// "Median lead time of baseline: cliff as velocity rises on 12 of 40 lines, at 2 to 5".
[[nodiscard]] std::string cliff_finding(const GridReport& report, const GridCliffs& cliffs);

}  // namespace faultline
