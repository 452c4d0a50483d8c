// Mean losses with luck taken out: single faults' luck by conditional expectation, and how many incidents there were by
// control variates. (docs/methodology/conditional-means.md)
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/run_description.h"
#include "analysis/stats/control_variates.h"
#include "analysis/stats/estimate.h"
#include "sim/run/block_runner.h"

namespace faultline {

/// Inner draws in each stratum of a fault's luck: more no longer pay.
inline constexpr std::uint32_t kLuckDraws = 16;
/// Fewest quarters that means are given for: below, the controls' slopes are too rough.
inline constexpr std::uint32_t kFewestForMeans = 30;

/// Gross lost orders of a quarter under one policy.
struct ConditionalMean {
  std::string policy;
  stats::Estimate lost_orders;      ///< by conditional expectation and control variates
  stats::Estimate lost_orders_net;  ///< the same, of orders less those that come back
  stats::Estimate plain;            ///< of the same quarters, luck included
  /// Orders that the first policy loses more, paired by quarter, with the controls of both, this interval alone; absent
  /// for the first itself.
  std::optional<stats::Estimate> saved_orders;
  /// Share of the first policy's loss that is saved, paired, this interval alone; absent for the first itself, and when
  /// it lost nothing.
  std::optional<stats::Estimate> saved_fraction;
  /// The same with a second reviewer of little worth (Z10), where that can change anything.
  std::optional<stats::Estimate> saved_fraction_low;
  /// Plain quarters that would give as narrow an interval for each one simulated: the ratio of variances.
  std::optional<double> worth_quarters;
  /// Standard errors that plain mean and mean without luck lie apart: normal around 0 in long runs; below it in short
  /// ones of heavy tails, which miss the largest losses.
  std::optional<double> plain_off_by_errors;
  double undelivered_fraction = 0.0;  ///< of the changes submitted, at the horizon's end
};

/// Takes outcomes of runs with luck draws, block by block; every block holds all cases of the run.
class ConditionalMeansBuilder {
 public:
  explicit ConditionalMeansBuilder(const RunDescription& run);

  void add(const Block& block);
  [[nodiscard]] std::uint32_t replications() const { return replications_; }
  /// Needs at least kFewestForMeans replications.
  [[nodiscard]] std::vector<ConditionalMean> finish() const;

 private:
  struct Case {
    std::vector<double> plain;
    std::vector<double> plain_net;
    std::vector<double> gross;  // luck of single faults taken off
    std::vector<double> net;
    stats::Controls controls;
    double submitted = 0.0;
    double undelivered = 0.0;
  };
  static stats::Controls pair_controls(const Case& reference, const Case& other);
  static std::optional<stats::Estimate> orders_saved(const Case& reference, const Case& other);
  static std::optional<stats::Estimate> saving(const Case& reference, const Case& other);

  const RunDescription& run_;
  std::vector<Case> cases_;
  std::uint32_t replications_ = 0;
};

}  // namespace faultline
