// How the chance that a change proves wrong grows with its size.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/fit/findings.h"

namespace faultline::fit {

/// P = 1 - exp(-beta lines^alpha).
struct RiskBySize {
  double log_beta = 0.0;
  double alpha = 0.0;
  double log_beta_error = 0.0;
  double alpha_error = 0.0;
  double correlation = 0.0;  ///< of log_beta and alpha, from the information matrix
  double p_value = 1.0;      ///< Hosmer and Lemeshow's test over tenths of the sample by predicted risk
  std::size_t n = 0;
  std::size_t events = 0;
};

/// Complementary log-log regression of `failed` on ln lines by iteratively reweighted least squares (McCullagh and
/// Nelder, Generalized Linear Models, 1989, section 4.3). `lines` > 0. Absent below 10 failures, when all sizes are
/// equal, or when the iteration does not settle.
[[nodiscard]] std::optional<RiskBySize> risk_by_size(std::span<const double> lines, const std::vector<bool>& failed);

/// The same as figures `alpha` and `beta`, with Wald's intervals (of beta on its logarithm) and their correlation.
void add_risk_figures(const RiskBySize& risk, Group& group);

}  // namespace faultline::fit
