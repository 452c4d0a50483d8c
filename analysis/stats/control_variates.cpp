#include "analysis/stats/control_variates.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "analysis/stats/special_functions.h"

namespace faultline::stats {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

bool finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
}

// A column of ones, and the controls that vary and are no combinations of others, in units of their root mean square.
Eigen::MatrixXd design_of(const Controls& controls, Eigen::Index n) {
  const auto width = static_cast<Eigen::Index>(controls.width);
  Eigen::MatrixXd scaled(n, width + 1);
  scaled.col(0).setOnes();
  Eigen::Index used = 1;
  for (Eigen::Index column = 0; column < width; ++column) {
    const Eigen::VectorXd control = Eigen::Map<const RowMajor>(controls.rows.data(), n, width).col(column);
    const double size = std::sqrt(control.squaredNorm() / static_cast<double>(n));
    if (!(size > 0.0)) {
      continue;
    }
    scaled.col(used) = control / size;
    constexpr double kSame = 1e-9;
    const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> before(scaled.leftCols(used));
    const Eigen::VectorXd rest = scaled.col(used) - scaled.leftCols(used) * before.solve(scaled.col(used));
    if (rest.squaredNorm() > kSame * static_cast<double>(n)) {
      ++used;
    }
  }
  return scaled.leftCols(used);
}

}  // namespace

std::optional<Estimate> controlled_mean(std::span<const double> values, const Controls& controls, double confidence) {
  const std::size_t n = values.size();
  if (n == 0 || controls.rows.size() != n * controls.width || !finite(values) || !finite(controls.rows)) {
    return std::nullopt;
  }
  const Eigen::MatrixXd design = design_of(controls, static_cast<Eigen::Index>(n));
  const Eigen::Index columns = design.cols();
  if (n < static_cast<std::size_t>(columns) + 2) {
    return std::nullopt;
  }
  const Eigen::Map<const Eigen::VectorXd> y(values.data(), static_cast<Eigen::Index>(n));
  const Eigen::LDLT<Eigen::MatrixXd> normal(design.transpose() * design);
  const Eigen::VectorXd plane = normal.solve(design.transpose() * y);
  const auto degrees = static_cast<double>(static_cast<Eigen::Index>(n) - columns);
  const double spread = (y - design * plane).squaredNorm() / degrees;
  const double height = normal.solve(Eigen::VectorXd::Unit(columns, 0))(0);
  const double error = std::sqrt(std::max(0.0, spread * height));
  const double t = student_t_quantile(0.5 + confidence / 2, degrees);
  Estimate estimate;
  estimate.value = plane(0);
  estimate.standard_error = error;
  estimate.interval = Interval{plane(0) - t * error, plane(0) + t * error};
  estimate.confidence = confidence;
  estimate.n = n;
  estimate.method = "mean with control variates, Student's t";
  return estimate;
}

std::optional<Estimate> controlled_saving(std::span<const double> a, std::span<const double> b,
                                          const Controls& controls, double confidence) {
  const std::optional<Estimate> mean_a = controlled_mean(a, controls, confidence);
  const std::optional<Estimate> mean_b = controlled_mean(b, controls, confidence);
  if (a.size() != b.size() || !mean_a || !mean_b || !(mean_a->value > 0.0) || !(mean_b->value > 0.0)) {
    return std::nullopt;
  }
  std::vector<double> log_ratio(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    log_ratio[i] = b[i] / mean_b->value - a[i] / mean_a->value;
  }
  const std::optional<Estimate> spread = controlled_mean(log_ratio, controls, confidence);
  if (!spread) {
    return std::nullopt;
  }
  const double ratio = mean_b->value / mean_a->value;
  const double half = 0.5 * (spread->interval->high - spread->interval->low);
  Estimate saved = *spread;
  saved.value = 1 - ratio;
  saved.standard_error = ratio * *spread->standard_error;
  saved.interval = Interval{1 - ratio * std::exp(half), 1 - ratio * std::exp(-half)};
  saved.method = "share saved, means with control variates, delta method";
  return saved;
}

}  // namespace faultline::stats
