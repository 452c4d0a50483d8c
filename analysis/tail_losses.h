// Rare, large losses by importance sampling: dear luck of single faults drawn oftener than it comes, and quarters
// weighted by how much oftener. (docs/methodology/tail-losses.md)
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/run_description.h"
#include "analysis/stats/weighted_tail.h"
#include "sim/loss_tilt.h"
#include "sim/run/block_runner.h"

namespace faultline {

/// Inner draws in each stratum of a fault's luck; in multiples of 4, two kinds of search by two of repair.
inline constexpr std::uint32_t kTailDraws = 16;
/// Quarters that the tilt is made from; they are used for nothing else.
inline constexpr std::uint32_t kPilotQuarters = 20;
/// Fewest quarters that tails are given for.
inline constexpr std::uint32_t kFewestForTails = 100;
/// Levels whose quantile and tail mean are given.
inline constexpr std::array<double, 2> kTailLevels{0.99, 0.999};

/// Seed of the pilot: other futures than the run's.
[[nodiscard]] std::uint64_t pilot_seed(std::uint64_t seed);

/// The tilt from a pilot: quarters run with an empty tilt, severities kept, all cases together, so that every policy is
/// tilted alike.
class TiltBuilder {
 public:
  void add(const Block& block);
  /// Factor 1 + c / G(h), G(h) the mean number of a quarter's faults that would cost more than h: each return period
  /// gets as much luck on purpose as every other. A channel is raised by what this is for a defective change that
  /// takes it, on the average. No tilt when nothing was lost.
  [[nodiscard]] LossTilt finish() const;

 private:
  [[nodiscard]] ChannelExcess excess(const LossTilt& tilt) const;

  std::vector<WeightedLoss> severities_;
  double mean_out_of_band_ = 0.0;  // defective changes
  double mean_pipeline_ = 0.0;
  std::size_t quarters_ = 0;  // of all cases
};

/// A quantile and the mean beyond it. What is refused is absent and `refused` says why.
struct TailLevel {
  double level;
  std::optional<stats::Estimate> quantile;
  std::optional<stats::Estimate> tail_mean;
  std::optional<stats::Estimate> saved_fraction;      ///< of the first policy's tail mean, paired
  std::optional<stats::Estimate> saved_fraction_low;  ///< the same with a second reviewer of little worth (Z10)
  stats::TailSupport support;                         ///< beyond the quantile
  std::optional<double> quantile_worth;   ///< plain quarters that say as much of the exceedance as each of these
  std::optional<double> tail_mean_worth;  ///< and of the tail mean
  std::string refused;
};

/// The chance of a quarter that loses more than `orders`.
struct TailChance {
  double orders;
  std::optional<stats::Estimate> probability;
  stats::TailSupport support;
  std::string refused;
};

/// Gross lost orders of a quarter under one policy.
struct TailLosses {
  std::string policy;
  std::array<TailLevel, kTailLevels.size()> levels;
  std::vector<TailChance> chances;
  double mean_weight = 0.0;  ///< 1 but for luck
  double mean_weight_error = 0.0;
  double effective_share = 0.0;  ///< effective sample size of all quarters, as a share of them
  double largest_weight = 0.0;
  double replaced_per_quarter = 0.0;  ///< faults whose luck was replaced
  double diverted_per_quarter = 0.0;  ///< defective changes sent out of band on purpose
  double undelivered_fraction = 0.0;  ///< of the changes submitted, at the horizon's end
  std::size_t quarters = 0;

  /// Why figures are missing, each in a sentence.
  [[nodiscard]] std::vector<std::string> refusals() const;
};

/// Whether there is no figure under any policy: nothing that was asked is answered.
[[nodiscard]] bool all_refused(const std::vector<TailLosses>& tails);

/// Takes outcomes of tilted runs, block by block; every block holds all cases of the run.
class TailLossesBuilder {
 public:
  TailLossesBuilder(const RunDescription& run, std::vector<double> more_than);

  void add(const Block& block);
  /// Needs at least kFewestForTails replications.
  [[nodiscard]] std::vector<TailLosses> finish() const;

 private:
  struct Case {
    std::vector<double> losses;
    std::vector<double> weights;
    double replaced = 0.0;
    double diverted = 0.0;
    double submitted = 0.0;
    double undelivered = 0.0;
  };
  [[nodiscard]] TailLosses tail_of(const Case& one, const std::string& policy) const;
  static void compare(const Case& reference, const TailLosses& reference_tail, const Case& other,
                      const TailLosses& other_tail, std::optional<stats::Estimate> TailLevel::*saved, TailLosses& into);

  const RunDescription& run_;
  std::vector<double> more_than_;
  std::vector<Case> cases_;
};

}  // namespace faultline
