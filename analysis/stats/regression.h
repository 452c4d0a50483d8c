// A cheap first look at many parameters: a plane through the outputs.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

struct StandardisedRegression {
  std::vector<Estimate> coefficients;  ///< by parameter: standard deviations of the output for one of the parameter
  double r_squared = 0.0;              ///< share of the output's variance that the plane explains
  double adjusted_r_squared = 0.0;     ///< the same, less what as many parameters explain by chance
};

/// Least squares on inputs and output scaled to mean 0 and standard deviation 1, with Student's t intervals (Saltelli
/// et al., Global Sensitivity Analysis: The Primer, 2008, section 1.2.5). `inputs` has output.size() rows of
/// `parameters` values. An output that never varies has coefficients of 0 and R^2 of 0. Absent with fewer than
/// parameters + 3 rows, values that are not finite, a parameter that never varies or one that is a combination of
/// others.
[[nodiscard]] std::optional<StandardisedRegression> standardised_regression(std::span<const double> inputs,
                                                                            std::size_t parameters,
                                                                            std::span<const double> output,
                                                                            double confidence = kConfidence);

}  // namespace faultline::stats
