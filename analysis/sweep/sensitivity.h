// On which parameters of a sweep an answer hangs.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/stats/morris.h"
#include "analysis/stats/regression.h"
#include "analysis/stats/sobol_indices.h"
#include "analysis/sweep/sweep_file.h"

namespace faultline {

/// Of one policy's gross lost orders: the mean; the 99 % quantile (of groups of at least 100 quarters, averaged over
/// the groups); how much less than the reference policy it loses on the same quarters, in the mean.
enum class SweepOutput : std::uint8_t { mean, p99, saved };
inline constexpr std::array<std::string_view, 3> kSweepOutputNames{"mean", "p99", "saved"};

inline constexpr std::size_t kMostLuckGroups = 10;
inline constexpr std::uint32_t kFewestQuarters = 2;        ///< of a cell, for luck to be told from what parameters do
inline constexpr std::uint32_t kQuartersOfQuantile = 100;  ///< in each group

/// One parameter at one level of a tornado, the others at their base.
struct TornadoLevel {
  double value = 0.0;
  stats::Estimate change;    ///< of the output against the base, paired
  stats::Estimate saving{};  ///< of the policy against the reference at this level, paired; of the output `saved` alone
};

/// Sobol indices as they would be had the design ended after so many rows.
struct SobolAtRows {
  std::size_t rows = 0;
  stats::SobolIndices indices;
};

/// An output of a policy and what is known of the parameters behind it.
struct OutputSensitivity {
  std::size_t policy = 0;
  SweepOutput output = SweepOutput::mean;
  std::size_t cells = 0;                                      ///< that it rests on
  std::optional<stats::SobolIndices> sobol{};                 ///< of a saltelli design
  std::vector<SobolAtRows> convergence{};                     ///< if asked for; of the first rows alone, rising
  std::vector<stats::MorrisMeasures> morris{};                ///< by parameter, of a morris design
  std::optional<stats::StandardisedRegression> regression{};  ///< of lhs, sobol, saltelli, grid and csv
  std::vector<std::vector<TornadoLevel>> tornado{};           ///< by parameter, of a tornado; by rising value
  std::vector<std::string> warnings{};
};

/// Where along a parameter another policy loses least.
struct FlipPoint {
  std::size_t parameter = 0;
  std::size_t below = 0;  ///< policy that loses least below it
  std::size_t above = 0;  ///< and above it
  stats::Estimate value;  ///< by_delivery: of the interval alone
  /// No crossing of losses: a policy begins or ceases to deliver between two levels, the interval's ends; where is not
  /// known.
  bool by_delivery = false;
};

struct SensitivityReport {
  SweepDescription sweep;
  std::string results_sha256;
  std::size_t failed_cells = 0;
  std::vector<OutputSensitivity> outputs;
  std::vector<FlipPoint> flips;  ///< of a tornado
  /// Of a tornado, by parameter: values of the cells that ran, the base among them, rising.
  std::vector<std::vector<double>> levels_ran;
  std::optional<std::size_t> best_at_base;  ///< policy that loses least there; of a tornado
  std::vector<std::string> warnings;
};

struct SensitivityChoice {
  std::vector<std::string> policies{};  ///< empty: all
  std::optional<SweepOutput> output{};  ///< absent: all
  bool convergence = false;             ///< of Sobol indices, at an eighth, a quarter, a half and all of the rows
};

/// Reads a complete sweep. Rows of saltelli and trajectories of morris with a failed cell are left out and counted in a
/// warning. Throws InputError when the sweep is not complete, has no such policy, or too little is left of it.
[[nodiscard]] SensitivityReport analyse(const SweepFile& file, const SensitivityChoice& choice);

/// For terminals, at most 80 columns wide.
[[nodiscard]] std::string sensitivity_table(const SensitivityReport& report);
/// One object; keys: docs/formats/sweep.md.
[[nodiscard]] std::string sensitivity_json(const SensitivityReport& report);
/// One line for each figure: policy, output, measure, parameters, value and interval.
[[nodiscard]] std::string sensitivity_csv(const SensitivityReport& report);

}  // namespace faultline
