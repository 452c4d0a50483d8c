#include "analysis/stats/regression.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "analysis/stats/special_functions.h"

namespace faultline::stats {
namespace {

// To mean 0 and standard deviation 1; false when it never varies.
bool standardise(Eigen::Ref<Eigen::VectorXd> values) {
  const double mean = values.mean();
  values.array() -= mean;
  const double deviation = std::sqrt(values.squaredNorm() / static_cast<double>(values.size() - 1));
  constexpr double kRounding = 1e-12;
  if (!(deviation > kRounding * std::abs(mean)) || deviation == 0.0) {
    return false;
  }
  values /= deviation;
  return true;
}

}  // namespace

std::optional<StandardisedRegression> standardised_regression(std::span<const double> inputs, std::size_t parameters,
                                                              std::span<const double> output, double confidence) {
  const auto finite = [](double x) { return std::isfinite(x); };
  const std::size_t n = output.size();
  if (parameters == 0 || n < parameters + 3 || inputs.size() != n * parameters ||
      !std::all_of(inputs.begin(), inputs.end(), finite) || !std::all_of(output.begin(), output.end(), finite)) {
    return std::nullopt;
  }
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto rows = static_cast<Eigen::Index>(n);
  const auto columns = static_cast<Eigen::Index>(parameters);
  Eigen::MatrixXd x = Eigen::Map<const RowMajor>(inputs.data(), rows, columns);
  Eigen::VectorXd y = Eigen::Map<const Eigen::VectorXd>(output.data(), rows);
  for (Eigen::Index column = 0; column < columns; ++column) {
    if (!standardise(x.col(column))) {
      return std::nullopt;
    }
  }
  StandardisedRegression result;
  result.coefficients.resize(parameters);
  for (Estimate& coefficient : result.coefficients) {
    coefficient.n = n;
    coefficient.confidence = confidence;
    coefficient.method = "standardised regression, Student's t";
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(x);
  if (qr.rank() < columns) {
    return std::nullopt;
  }
  if (!standardise(y)) {
    return result;
  }
  const Eigen::VectorXd slopes = qr.solve(y);
  const auto degrees = static_cast<double>(n - parameters - 1);
  const double unexplained = (y - x * slopes).squaredNorm();
  const double all = static_cast<double>(n - 1);
  result.r_squared = 1 - unexplained / all;
  result.adjusted_r_squared = 1 - (1 - result.r_squared) * all / degrees;
  const Eigen::MatrixXd inverse = (x.transpose() * x).inverse();
  const double t = student_t_quantile(0.5 + confidence / 2, degrees);
  for (std::size_t p = 0; p < parameters; ++p) {
    const auto column = static_cast<Eigen::Index>(p);
    Estimate& coefficient = result.coefficients[p];
    const double error = std::sqrt(std::max(0.0, unexplained / degrees * inverse(column, column)));
    coefficient.value = slopes(column);
    coefficient.standard_error = error;
    coefficient.interval = Interval{coefficient.value - t * error, coefficient.value + t * error};
  }
  return result;
}

}  // namespace faultline::stats
