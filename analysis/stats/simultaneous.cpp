#include "analysis/stats/simultaneous.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "analysis/stats/paired.h"
#include "analysis/stats/quantile.h"
#include "analysis/stats/special_functions.h"
#include "models/core/elementary.h"
#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline::stats {
namespace {

constexpr std::uint32_t kDraws = 32768;
constexpr std::uint64_t kSeed = 0x73696d756c74616e;  // "simultan"
constexpr std::uint32_t kNormalStream = stable_hash("normal");
constexpr std::uint32_t kScaleStream = stable_hash("scale");
constexpr double kSingular = 1e-10;  // pivots of a correlation matrix below this are rounding, not variance

// Square, row-major.
struct Matrix {
  explicit Matrix(std::size_t size) : n(size), cells(size * size) {}
  double& at(std::size_t i, std::size_t j) { return cells[i * n + j]; }
  [[nodiscard]] double at(std::size_t i, std::size_t j) const { return cells[i * n + j]; }
  std::size_t n;
  std::vector<double> cells;
};

// Differences of pairs that vary, each scaled to mean 0 and sum of squares 1.
std::vector<std::vector<double>> standardised(std::span<const std::span<const double>> policies,
                                              std::span<const PairDifference> pairs) {
  std::vector<std::vector<double>> columns;
  for (const PairDifference& pair : pairs) {
    const double error = pair.saving.standard_error.value_or(0);
    if (!(error > 0)) {
      continue;
    }
    const std::size_t n = pair.saving.n;
    const double norm = error * std::sqrt(static_cast<double>(n) * static_cast<double>(n - 1));
    std::vector<double> column(n);
    for (std::size_t i = 0; i < n; ++i) {
      column[i] = (policies[pair.a][i] - policies[pair.b][i] - pair.saving.value) / norm;
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

Matrix correlations(std::span<const std::vector<double>> columns) {
  Matrix matrix(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    matrix.at(i, i) = 1;
    for (std::size_t j = 0; j < i; ++j) {
      double sum = 0;
      for (std::size_t r = 0; r < columns[i].size(); ++r) {
        sum += columns[i][r] * columns[j][r];
      }
      matrix.at(i, j) = matrix.at(j, i) = sum;
    }
  }
  return matrix;
}

// Cholesky factor of a positive semi-definite matrix: pairs of policies depend on each other (a-c is a-b plus b-c), so
// pivots vanish and their columns are left 0.
Matrix semidefinite_cholesky(const Matrix& matrix) {
  Matrix factor(matrix.n);
  for (std::size_t j = 0; j < matrix.n; ++j) {
    double pivot = matrix.at(j, j);
    for (std::size_t k = 0; k < j; ++k) {
      pivot -= factor.at(j, k) * factor.at(j, k);
    }
    if (pivot < kSingular) {
      continue;
    }
    factor.at(j, j) = std::sqrt(pivot);
    for (std::size_t i = j + 1; i < matrix.n; ++i) {
      double sum = matrix.at(i, j);
      for (std::size_t k = 0; k < j; ++k) {
        sum -= factor.at(i, k) * factor.at(j, k);
      }
      factor.at(i, j) = sum / factor.at(j, j);
    }
  }
  return factor;
}

double max_t_quantile(const Matrix& correlation, double degrees, double confidence) {
  const Matrix factor = semidefinite_cholesky(correlation);
  std::vector<double> normals(factor.n);
  std::vector<double> maxima;
  maxima.reserve(kDraws);
  for (std::uint32_t draw = 0; draw < kDraws; ++draw) {
    const KeyedDraws draws(kSeed, draw);
    for (std::size_t k = 0; k < factor.n; ++k) {
      normals[k] = factor.at(k, k) > 0
                       ? elementary::normal_quantile(draws.uniform(static_cast<std::uint32_t>(k), kNormalStream, 0))
                       : 0;
    }
    double largest = 0;
    for (std::size_t i = 0; i < factor.n; ++i) {
      double z = 0;
      for (std::size_t k = 0; k <= i; ++k) {
        z += factor.at(i, k) * normals[k];
      }
      largest = std::max(largest, std::abs(z));
    }
    // chi-square(degrees) / degrees is a gamma of shape degrees / 2 and mean 1.
    maxima.push_back(largest / std::sqrt(gamma_variate(draws, 0, kScaleStream, 0, degrees / 2, 1)));
  }
  const auto middle = maxima.begin() + static_cast<std::ptrdiff_t>(quantile_rank(maxima.size(), confidence) - 1);
  std::nth_element(maxima.begin(), middle, maxima.end());
  return *middle;
}

// Pairs of policies a < `end_a` with those after them.
std::optional<SimultaneousDifferences> differences(std::span<const std::span<const double>> policies, std::size_t end_a,
                                                   double confidence, const std::string& family) {
  if (policies.size() < 2 || policies.front().size() < 2) {
    return std::nullopt;
  }
  SimultaneousDifferences result{0, {}};
  for (std::size_t a = 0; a < end_a; ++a) {
    for (std::size_t b = a + 1; b < policies.size(); ++b) {
      auto saving = paired_difference(policies[a], policies[b], confidence);
      if (!saving) {
        return std::nullopt;
      }
      saving->method = "paired difference, simultaneous over all pairs" + family + " (max t)";
      result.pairs.push_back({a, b, *std::move(saving)});
    }
  }
  const double degrees = static_cast<double>(policies.front().size() - 1);
  result.critical_value = student_t_quantile(0.5 + confidence / 2, degrees);
  if (const auto columns = standardised(policies, result.pairs); columns.size() > 1) {
    result.critical_value = std::max(result.critical_value, max_t_quantile(correlations(columns), degrees, confidence));
  }
  for (PairDifference& pair : result.pairs) {
    const double half = result.critical_value * pair.saving.standard_error.value_or(0);
    pair.saving.interval = Interval{pair.saving.value - half, pair.saving.value + half};
  }
  return result;
}

}  // namespace

std::optional<SimultaneousDifferences> simultaneous_differences(std::span<const std::span<const double>> policies,
                                                                double confidence) {
  return differences(policies, policies.size(), confidence, "");
}

std::optional<SimultaneousDifferences> differences_from_first(std::span<const std::span<const double>> policies,
                                                              double confidence) {
  return differences(policies, 1, confidence, " with the first");
}

double single_confidence(double critical_value, std::size_t n) {
  double low = kConfidence;
  double high = 1.0;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    if (middle >= 1.0 || student_t_quantile((1 + middle) / 2, static_cast<double>(n) - 1) > critical_value) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return low;
}

}  // namespace faultline::stats
