// Mean and standard error over independent replications, for comparing a simulated figure with an exact one.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

namespace faultline::support {

/// Ratio of two totals taken over replications; a plain mean has denominators 1.
class ReplicationMeans {
 public:
  void add(double numerator, double denominator = 1.0) {
    numerators_.push_back(numerator);
    denominators_.push_back(denominator);
  }

  [[nodiscard]] double mean() const {
    double above = 0.0;
    double below = 0.0;
    for (std::size_t i = 0; i < numerators_.size(); ++i) {
      above += numerators_[i];
      below += denominators_[i];
    }
    return above / below;
  }

  /// Of mean(), from the residuals numerator - mean x denominator (the ratio estimator of Cochran 1977, section 6.4).
  [[nodiscard]] double standard_error() const {
    const double ratio = mean();
    const auto n = static_cast<double>(numerators_.size());
    double squares = 0.0;
    double below = 0.0;
    for (std::size_t i = 0; i < numerators_.size(); ++i) {
      const double residual = numerators_[i] - ratio * denominators_[i];
      squares += residual * residual;
      below += denominators_[i];
    }
    return std::sqrt(squares * n / (n - 1.0)) / below;
  }

 private:
  std::vector<double> numerators_;
  std::vector<double> denominators_;
};

/// Expects the exact value within `z` standard errors, and standard errors below `largest_error` (a fraction of the
/// exact value), so that a check cannot pass for being blunt.
inline void expect_mean(const ReplicationMeans& means, double exact, double z, double largest_error,
                        std::string_view what) {
  const double error = means.standard_error();
  EXPECT_NEAR(means.mean(), exact, z * error) << what << ", standard error " << error;
  EXPECT_LT(error, largest_error * exact) << what << ": too blunt";
}

}  // namespace faultline::support
