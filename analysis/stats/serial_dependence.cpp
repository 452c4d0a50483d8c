#include "analysis/stats/serial_dependence.h"

#include <cmath>
#include <numeric>
#include <vector>

#include "analysis/stats/special_functions.h"
#include "models/core/elementary.h"

namespace faultline::stats {
namespace {

constexpr std::size_t kFewest = 8;

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Variance of the sum of values with mean 0.
double long_run_variance_of_sum(std::span<const double> centred) {
  const std::size_t n = centred.size();
  const auto lags = static_cast<std::size_t>(4.0 * elementary::pow(static_cast<double>(n) / 100.0, 2.0 / 9.0));
  const auto products = [&](std::size_t lag) {
    double sum = 0.0;
    for (std::size_t i = lag; i < n; ++i) sum += centred[i] * centred[i - lag];
    return sum;
  };
  double variance = products(0);
  for (std::size_t lag = 1; lag <= lags && lag < n; ++lag) {
    variance += 2.0 * (1.0 - static_cast<double>(lag) / static_cast<double>(lags + 1)) * products(lag);
  }
  return variance;
}

std::optional<Estimate> with_t_interval(double value, double error, std::size_t n, double degrees, const char* method) {
  if (!std::isfinite(value) || !std::isfinite(error)) return std::nullopt;
  const double t = student_t_quantile(0.5 + 0.5 * kConfidence, degrees);
  Estimate estimate;
  estimate.value = value;
  estimate.standard_error = error;
  estimate.interval = Interval{value - t * error, value + t * error};
  estimate.n = n;
  estimate.method = method;
  return estimate;
}

}  // namespace

std::optional<Estimate> long_run_mean(std::span<const double> values) {
  if (values.size() < kFewest) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  const double mean = mean_of(values);
  std::vector<double> centred(values.begin(), values.end());
  for (double& x : centred) x -= mean;
  // n / (n - 1) for the mean that was estimated
  const double error = std::sqrt(long_run_variance_of_sum(centred) * n / (n - 1.0)) / n;
  return with_t_interval(mean, error, values.size(), n - 1.0, "mean, Newey and West's error");
}

std::optional<Estimate> long_run_trend(std::span<const double> values) {
  if (values.size() < kFewest) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  const double mean = mean_of(values);
  const double middle = 0.5 * (n - 1.0);
  double squares = 0.0;
  double products = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = static_cast<double>(i) - middle;
    squares += x * x;
    products += x * values[i];
  }
  const double slope = products / squares;
  std::vector<double> scores(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = static_cast<double>(i) - middle;
    scores[i] = x * (values[i] - mean - slope * x);
  }
  const double error = std::sqrt(long_run_variance_of_sum(scores) * n / (n - 2.0)) / squares;
  return with_t_interval(slope, error, values.size(), n - 2.0, "least squares, Newey and West's error");
}

double lag_one_correlation(std::span<const double> values) {
  const double mean = mean_of(values);
  double products = 0.0;
  double squares = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - mean) * (values[i] - mean);
    if (i > 0) products += (values[i] - mean) * (values[i - 1] - mean);
  }
  return squares > 0.0 ? products / squares : 0.0;
}

}  // namespace faultline::stats
