// Loss exceedance curves, aggregate (total loss of a quarter) and occurrence (largest single incident).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/stats/quantile.h"

namespace faultline::stats {

/// Which curve: AEP(x) = P(S > x) or OEP(x) = P(M > x). Never shown without saying which.
enum class ExceedanceKind : std::uint8_t { kAggregate, kOccurrence };

struct ExceedancePoint {
  double loss;
  Estimate probability;                 ///< of a quarter above `loss`: k / n with Wilson's interval
  std::size_t exceedances;              ///< k, replications strictly above `loss`
  std::optional<double> return_period;  ///< n / k quarters; absent beyond n / 20
};

struct ExceedanceCurve {
  ExceedanceKind kind;
  std::vector<ExceedancePoint> points;  ///< rising loss; the first, at loss 0, whatever its support
  double band_half_width;               ///< of the band for the whole curve, as a probability
  double confidence;
  std::size_t n;
  bool stops_early;                        ///< larger losses were seen, but in fewer than kSupport replications each
  std::vector<double> losses_beyond = {};  ///< those observed above the last point, rising
};

/// Replications that must lie above a point for a curve to reach it.
inline constexpr std::size_t kSupport = 10;

/// P(loss > x). Absent for an empty sample.
[[nodiscard]] std::optional<ExceedancePoint> exceedance_at(const SortedSample& sample, double x,
                                                           double confidence = kConfidence);

/// The empirical curve at 0 and at no more than `max_points` observed losses, evenly spread in the logarithm of the
/// probability, so the tail keeps its detail. It stops where fewer than kSupport replications lie above. Absent for an
/// empty sample.
[[nodiscard]] std::optional<ExceedanceCurve> exceedance_curve(const SortedSample& sample, ExceedanceKind kind,
                                                              std::size_t max_points = 200,
                                                              double confidence = kConfidence);

/// Half-width of the Dvoretzky-Kiefer-Wolfowitz band, sqrt(ln(2 / alpha) / (2 n)), with Massart's constant (1990,
/// doi 10.1214/aop/1176990746). n > 0.
[[nodiscard]] double dkw_half_width(std::size_t n, double confidence = kConfidence);

}  // namespace faultline::stats
