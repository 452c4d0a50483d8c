// What draws of parameters say: for every output luck and ignorance apart, and never both in one interval.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/draws/parameter_draws.h"
#include "analysis/stats/estimate.h"
#include "analysis/stats/exceedance.h"
#include "analysis/stats/variance_split.h"
#include "analysis/sweep/sweep_file.h"
#include "analysis/sweep/sweep_summary.h"

namespace faultline {

/// One output of one policy, or the difference of two policies.
struct SplitFigure {
  std::string_view name;                      ///< "lost_orders", "lost_orders_p99", or of kKeptOutputs
  std::string_view title;                     ///< with its unit
  std::optional<double> central;              ///< of the scenario as it stands; absent when that cell failed
  std::optional<stats::VarianceSplit> split;  ///< absent: `absence` says why
  std::optional<stats::Interval> band;        ///< 2.5 and 97.5 % quantiles of the draws' means
  std::string absence{};
};

/// Quarters of the 99 % quantile's groups; a draw needs two of them.
inline constexpr std::uint32_t kQuartersOfDrawnQuantile = 100;

/// Two policies on the same quarters, draw by draw.
struct DrawnPair {
  std::size_t a = 0;
  std::size_t b = 0;
  std::vector<SplitFigure> saved;  ///< by output of DrawReport::policies: a less b
  stats::Estimate b_loses_less;    ///< share of draws in which b's mean loss is below a's
  std::size_t settled_better = 0;  ///< draws in which luck leaves no doubt that b loses less, by a margin that matters
  std::size_t settled_worse = 0;
  std::size_t no_difference = 0;  ///< that matters
};

/// How far a parameter goes along with an answer over the draws.
struct DrivingParameter {
  std::size_t parameter = 0;   ///< position in ParameterDraws::parameters
  std::size_t others = 0;      ///< that are the same unknown
  stats::Estimate effect;      ///< standard deviations of the answer's rank for one of the parameter's, the other
                               ///< unknowns held where DrawReport::drivers_together; interval joint over all unknowns
  bool beyond_chance = false;  ///< the interval does not hold 0
};

struct DrawnPolicy {
  std::vector<SplitFigure> figures;
  std::vector<std::optional<stats::ExceedanceCurve>> curves;  ///< aggregate, one for each draw that ran
  std::optional<stats::ExceedanceCurve> central_curve;
  std::vector<DrivingParameter> drivers;        ///< of mean gross lost orders, the strongest first
  std::vector<DrivingParameter> saved_drivers;  ///< of what it saves against the reference; empty for that
};

struct DrawReport {
  SweepDescription sweep{};
  ParameterDraws drawn{};
  std::string results_sha256{};
  bool drivers_together = false;  ///< by one regression on all unknowns; otherwise each alone, by rank correlation
  std::size_t draws_run = 0;      ///< of `sweep.design.size`
  std::vector<FailedCell> failures{};
  std::vector<DrawnPolicy> policies{};  ///< by policy of the sweep; the first is the reference
  std::vector<DrawnPair> pairs{};       ///< a < b
  std::vector<std::string> warnings{};
};

/// Reads a complete file of draws. Throws InputError when fewer than two draws could be run.
[[nodiscard]] DrawReport analyse_draws(const SweepFile& file, ParameterDraws drawn);

/// For terminals, at most 80 columns wide.
[[nodiscard]] std::string draw_table(const DrawReport& report);
[[nodiscard]] std::string draw_markdown(const DrawReport& report);
/// One line for each draw and policy with its values and means, failed draws once. Throws InputError when the file is
/// damaged.
[[nodiscard]] std::string draw_csv(const SweepFile& file);
/// One object; keys: docs/formats/parameter-draws.md.
[[nodiscard]] std::string draw_json(const DrawReport& report);
/// A page that stands alone.
[[nodiscard]] std::string draw_page(const DrawReport& report);

}  // namespace faultline
