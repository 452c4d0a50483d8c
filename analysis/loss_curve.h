// How likely a quarter loses more than this, from what single faults can cost: a compound Poisson law instead of
// counted quarters, with the assumptions that it makes. (docs/methodology/loss-curve.md)
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/compound_poisson.h"
#include "analysis/stats/estimate.h"
#include "sim/run/block_runner.h"

namespace faultline {

/// Fewest quarters that a curve is made from: two for each group of the jackknife.
inline constexpr std::uint32_t kFewestForCurve = 20;

/// Quarters that must lie beyond a level for its figures to have an interval. With fewer the rare faults that decide
/// there are often in none of them, and ten groups without them agree with each other. (docs/methodology/loss-curve.md)
inline constexpr double kBeyondForQuantile = 1.0;
inline constexpr double kBeyondForTailMean = 2.0;

/// One level of the curve, in gross lost orders of a quarter. Intervals are absent where too few quarters lie beyond
/// it.
struct LossCurvePoint {
  double level;               ///< chance of staying at or below the quantile
  stats::Estimate quantile;   ///< of a quarter's loss
  stats::Estimate tail_mean;  ///< mean beyond it
  stats::Estimate largest;    ///< the same quantile of a quarter's largest fault
};

/// What a compound Poisson law takes for granted.
enum class CurveAssumption : std::uint8_t {
  poisson_counts,  ///< faults come independently: measured by the index of dispersion of their number in a quarter
  faults_add_up,   ///< none overlaps, waits for responders or is found by an audit: by which share that lowers the loss
  severity_apart,  ///< how bad faults are does not hang on how many there are: correlation over quarters
};

/// One of them, looked at in the same quarters.
struct AssumptionCheck {
  CurveAssumption assumption;
  double measure;
  bool holds;
};

struct LossCurve {
  std::size_t quarters = 0;
  double faults_per_quarter = 0.0;  ///< that cost orders
  stats::Estimate mean;
  double standard_deviation = 0.0;
  double chance_of_none = 0.0;
  std::vector<LossCurvePoint> points;
  std::vector<AssumptionCheck> assumptions;

  [[nodiscard]] bool assumptions_hold() const;
};

/// Takes outcomes of one case, run with luck draws and severities.
class LossCurveBuilder {
 public:
  void add(const Block& block);
  /// Needs at least kFewestForCurve quarters. Absent when no fault can cost an order.
  [[nodiscard]] std::optional<LossCurve> finish() const;

 private:
  struct Quarter {
    double faults;      // that began
    double lost;        // orders, as simulated
    double lost_alone;  // had each fault been alone
    std::vector<stats::WeightedValue> severities;
  };
  [[nodiscard]] std::vector<AssumptionCheck> assumptions() const;

  std::vector<Quarter> quarters_;
};

}  // namespace faultline
