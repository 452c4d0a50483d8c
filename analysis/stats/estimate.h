// What a number is worth: every estimate travels with its error, interval, sample size and method.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace faultline::stats {

inline constexpr double kConfidence = 0.95;  ///< the level that the reports use unless told otherwise

struct Interval {
  double low;
  double high;
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// One estimated figure. Nothing in it is ever NaN or infinite: what does not exist is absent.
struct Estimate {
  double value = 0;
  std::optional<double> standard_error;  ///< absent with one replication, and for order statistics
  std::optional<Interval> interval;      ///< absent when the sample cannot support one; `warnings` says why
  double confidence = kConfidence;       ///< of the interval
  std::size_t n = 0;                     ///< replications
  std::string method;
  std::vector<std::string> warnings;
};

/// Count, mean, variance and skewness in one pass: Welford's recurrence, merged by Chan, Golub and LeVeque (1983,
/// doi 10.1080/00031305.1983.10483115), third moment by Pebay (SAND2008-6212). Merging is not associative in floating
/// point: merge blocks in one fixed order.
class MomentAccumulator {
 public:
  void add(double x);
  void merge(const MomentAccumulator& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] double mean() const { return mean_; }
  [[nodiscard]] double sum() const { return mean_ * static_cast<double>(count_); }
  /// Unbiased; absent below two values.
  [[nodiscard]] std::optional<double> variance() const;
  /// Sample skewness g1; absent below three values or when all are equal.
  [[nodiscard]] std::optional<double> skewness() const;
  /// Says that an interval from these values covers its truth less often than it claims, when n < 25 skewness^2
  /// (Cochran, Sampling Techniques, 1977, section 2.15). By how much: docs/methodology/statistics.md.
  [[nodiscard]] std::optional<std::string> heavy_tail_warning() const;
  /// The mean with Student's t interval, mean +- t s / sqrt(n). Absent when empty or not finite.
  [[nodiscard]] std::optional<Estimate> finalize(double confidence = kConfidence) const;

 private:
  std::uint64_t count_ = 0;
  double mean_ = 0;
  double m2_ = 0;  // sum of squared deviations
  double m3_ = 0;  // sum of cubed deviations
};

/// The same figure in another unit; `factor` > 0.
[[nodiscard]] Estimate scaled(Estimate estimate, double factor);

/// The mean of one figure per replication; see MomentAccumulator::finalize.
[[nodiscard]] std::optional<Estimate> mean_estimate(std::span<const double> values, double confidence = kConfidence);

/// successes / trials with Wilson's score interval (1927, doi 10.1080/01621459.1927.10502953), which stays inside [0,
/// 1] and is not empty at 0 or all successes. Absent without trials.
[[nodiscard]] std::optional<Estimate> proportion_estimate(std::uint64_t successes, std::uint64_t trials,
                                                          double confidence = kConfidence);

/// Mean count per replication. The exact interval of Garwood (1936, doi 10.1093/biomet/28.3-4.437) is used only if the
/// index of dispersion, sum (x - mean)^2 / mean against chi-square(n - 1), does not reject Poisson at 5 % (two-sided);
/// otherwise Student's t with a warning that names the variance to mean ratio. Counts are not negative.
[[nodiscard]] std::optional<Estimate> rate_estimate(std::span<const double> counts, double confidence = kConfidence);

/// Mean and its error wrapped with Student's t on n - 1 degrees; for estimators whose error is worked out elsewhere.
/// Absent when value or error is not finite.
[[nodiscard]] std::optional<Estimate> t_estimate(double value, double standard_error, std::size_t n, double confidence,
                                                 std::string method);

}  // namespace faultline::stats
