#include "analysis/fit/synthetic_likelihood.h"

#include <cmath>

#include "models/core/elementary.h"

namespace faultline::fit {
SyntheticLikelihood::SyntheticLikelihood(std::span<const double> rows, const MomentModel& model) {
  const auto k = static_cast<Eigen::Index>(model.moments);
  const std::size_t count = rows.size() / model.moments;
  const auto row = [&](std::size_t r) { return Eigen::Map<const Eigen::VectorXd>(rows.data() + r * model.moments, k); };
  n_ = static_cast<double>(count);
  mean_ = MomentVector::Zero(k);
  for (std::size_t r = 0; r < count; ++r) mean_ += row(r) / n_;
  MomentMatrix covariance = MomentMatrix::Zero(k, k);
  for (std::size_t r = 0; r < count; ++r) {
    const MomentVector apart = row(r) - mean_;
    covariance.noalias() += apart * apart.transpose();
  }
  covariance /= n_ - 1.0;
  covariance.diagonal().array() += model.resolution * model.resolution;
  factor_ = Eigen::LLT<MomentMatrix>(covariance).matrixL();
  root_ = factor_.triangularView<Eigen::Lower>().solve(MomentMatrix::Identity(k, k));
  for (Eigen::Index i = 0; i < k; ++i) log_determinant_ += 2.0 * elementary::log(factor_(i, i));
}

SyntheticLikelihood::Distance SyntheticLikelihood::distance(std::span<const double> observed) const {
  const Eigen::Map<const Eigen::VectorXd> given(observed.data(), mean_.size());
  const MomentVector apart = given - mean_;
  const MomentVector scaled = root_.triangularView<Eigen::Lower>() * apart;
  const double quadratic = n_ * elementary::log1p(scaled.squaredNorm() / ((n_ - 1.0) * (1.0 + 1.0 / n_)));
  return {quadratic, quadratic + log_determinant_};
}

MomentVector SyntheticLikelihood::draw(std::span<const double> normals) const {
  const Eigen::Map<const Eigen::VectorXd> direction(normals.data(), mean_.size());
  double square = 0.0;
  for (const double z : normals.subspan(static_cast<std::size_t>(mean_.size()), degrees())) square += z * z;
  const double spread = std::sqrt((1.0 + 1.0 / n_) * (n_ - 1.0) / square);
  const MomentVector apart = factor_.triangularView<Eigen::Lower>() * direction;
  return mean_ + spread * apart;
}

}  // namespace faultline::fit
