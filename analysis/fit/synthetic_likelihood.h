// The likelihood of moments, from replications of a simulator.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <span>

#include "analysis/fit/simulated_moments.h"

namespace faultline::fit {

inline constexpr int kMomentsAtMost = 12;
using MomentVector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, kMomentsAtMost, 1>;
using MomentMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, kMomentsAtMost, kMomentsAtMost>;

/// Mean and covariance of some replications, ready to be asked.
class SyntheticLikelihood {
 public:
  /// Of rows of model.moments numbers, one a replication.
  SyntheticLikelihood(std::span<const double> rows, const MomentModel& model);

  struct Distance {
    double quadratic;  ///< Student's counterpart of Mahalanobis' squared distance
    double total;      ///< with the logarithm of the determinant: -2 log likelihood up to a constant
  };
  [[nodiscard]] Distance distance(std::span<const double> observed) const;
  /// Moments of one more replication: multivariate Student, on as many degrees as there were replications less one.
  /// `normals`: one for each moment, then one for each degree.
  [[nodiscard]] MomentVector draw(std::span<const double> normals) const;
  /// How many `normals` that takes.
  [[nodiscard]] std::size_t normals() const { return static_cast<std::size_t>(mean_.size()) + degrees(); }

 private:
  [[nodiscard]] std::size_t degrees() const { return static_cast<std::size_t>(n_) - 1; }

  MomentVector mean_;
  MomentMatrix factor_;  // lower Cholesky factor of the covariance
  MomentMatrix root_;    // its inverse
  double log_determinant_ = 0.0;
  double n_ = 0.0;
};

}  // namespace faultline::fit
