#include "models/defects/stealth.h"

#include <Eigen/Cholesky>
#include <cmath>

#include "models/core/elementary.h"

namespace faultline {

ImmuneShare immune_share(double catch_probability, double second_reviewer_ratio) {
  const double missed_by_effort = second_reviewer_ratio * (1.0 - catch_probability);
  return {(1.0 - catch_probability - missed_by_effort) / (1.0 - missed_by_effort), -elementary::log(missed_by_effort)};
}

double attentive_catch_probability(const HumanDetection& human, double lines, double nominal_hours) {
  const double relative_rate = lines / nominal_hours / human.knee_lines_per_hour;
  const double power =
      human.exponent == 1.5 ? relative_rate * std::sqrt(relative_rate) : elementary::pow(relative_rate, human.exponent);
  return human.ceiling / (1.0 + power);
}

CopulaFactor copula_factor(const ClassMatrix& correlation) {
  // Column by column, so that a failing pivot can name the pair that made it fail: the earlier class with the strongest
  // tie to the class of the pivot.
  CopulaFactor factor;
  Eigen::Matrix<double, kDetectorClassCount, kDetectorClassCount> matrix;
  for (std::size_t row = 0; row < kDetectorClassCount; ++row) {
    for (std::size_t column = 0; column < kDetectorClassCount; ++column) {
      matrix(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column)) = correlation[row][column];
    }
  }
  for (std::size_t size = 1; size <= kDetectorClassCount; ++size) {
    const auto extent = static_cast<Eigen::Index>(size);
    const Eigen::LLT<Eigen::MatrixXd> leading(matrix.topLeftCorner(extent, extent));
    if (leading.info() != Eigen::Success) {
      std::size_t strongest = 0;
      for (std::size_t other = 1; other + 1 < size; ++other) {
        if (std::fabs(correlation[size - 1][other]) > std::fabs(correlation[size - 1][strongest])) strongest = other;
      }
      factor.problem_pair = {static_cast<DetectorClass>(strongest), static_cast<DetectorClass>(size - 1)};
      return factor;
    }
    if (size == kDetectorClassCount) {
      const Eigen::MatrixXd lower = leading.matrixL();
      for (std::size_t row = 0; row < kDetectorClassCount; ++row) {
        for (std::size_t column = 0; column <= row; ++column) {
          factor.lower[row][column] = lower(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column));
        }
      }
    }
  }
  factor.ok = true;
  return factor;
}

double caught_below_rank(double undetectable_fraction, double effort) {
  return (1.0 - undetectable_fraction) * -elementary::expm1(-effort);
}

}  // namespace faultline
