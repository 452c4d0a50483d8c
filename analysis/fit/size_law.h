// Which law sizes and durations follow: lognormal, a mixture of two lognormals, or none that is known.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/fit/findings.h"

namespace faultline::fit {

struct LognormalPart {
  double weight = 1.0;
  double log_mean = 0.0;
  double log_sd = 1.0;
};

/// One or two lognormals fitted to values that were rounded.
struct LognormalFit {
  std::vector<LognormalPart> parts;
  double log_likelihood = 0.0;
  double bic = 0.0;      ///< the smaller the better
  double p_value = 1.0;  ///< parametric bootstrap of the Kolmogorov-Smirnov distance
};

enum class LawChoice : std::uint8_t { lognormal, mixture, empirical };

struct SizeLaw {
  LawChoice choice = LawChoice::empirical;
  LognormalFit single;
  LognormalFit mixture;
  std::string verdict;
};

/// Values above 0 that were rounded to multiples of `grain` (1 line, 1 second as a part of an hour): maximum likelihood
/// on intervals by expectation-maximisation, the lognormal against a mixture of two by the Bayesian information
/// criterion (Schwarz 1978, doi 10.1214/aos/1176344136). The one that it prefers is then tested by a parametric
/// bootstrap: `rounds` samples of the same size are drawn from it, fitted and measured alike; below 5 % none is
/// claimed and the empirical quantiles stand. Of more than 100,000 values the test takes a sample. Draws come from
/// Philox with a fixed key. Absent below 30 values.
[[nodiscard]] std::optional<SizeLaw> size_law(std::span<const double> values, double grain, std::size_t rounds = 99);

/// Fits without choosing or testing; `components` 1 or 2. Needs a value.
[[nodiscard]] LognormalFit fit_lognormals(std::span<const double> values, double grain, std::size_t components);

/// Names and units under which size_figures() speaks of values.
struct SizeWords {
  std::string stem;  ///< "lines", "turnaround_hours"
  std::string meaning;
  double grain = 1.0;
};

/// Median, 90th percentile (linear between order statistics, interval of order statistics), mean and standard deviation
/// of the natural logarithm (of the population, as the reference statistics have it; interval from the fourth moment),
/// parameters of the law where one is claimed, and the verdict with each; how the first figures' errors are correlated.
/// Values of 0 and less are left out.
void add_size_figures(std::span<const double> values, const SizeWords& words, Group& group);

}  // namespace faultline::fit
