#include "analysis/stats/estimate.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <utility>

#include "analysis/stats/special_functions.h"
#include "models/core/elementary.h"

namespace faultline::stats {
namespace {

constexpr double kDispersionLevel = 0.05;
constexpr double kCochran = 25;

std::string short_number(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", x);
  return text;
}

}  // namespace

void MomentAccumulator::add(double x) {
  const double n_before = static_cast<double>(count_);
  ++count_;
  const double n = static_cast<double>(count_);
  const double delta = x - mean_;
  const double step = delta / n;
  const double term = delta * step * n_before;
  mean_ += step;
  m3_ += term * step * (n - 2) - 3 * step * m2_;
  m2_ += term;
}

void MomentAccumulator::merge(const MomentAccumulator& other) {
  if (other.count_ == 0) {
    return;
  }
  if (count_ == 0) {
    *this = other;
    return;
  }
  const double a = static_cast<double>(count_);
  const double b = static_cast<double>(other.count_);
  const double n = a + b;
  const double delta = other.mean_ - mean_;
  m3_ += other.m3_ + delta * delta * delta * a * b * (a - b) / (n * n) + 3 * delta * (a * other.m2_ - b * m2_) / n;
  m2_ += other.m2_ + delta * delta * a * b / n;
  mean_ += delta * b / n;
  count_ += other.count_;
}

std::optional<double> MomentAccumulator::variance() const {
  if (count_ < 2) {
    return std::nullopt;
  }
  return m2_ / static_cast<double>(count_ - 1);
}

std::optional<double> MomentAccumulator::skewness() const {
  if (count_ < 3 || !(m2_ > 0)) {
    return std::nullopt;
  }
  const double n = static_cast<double>(count_);
  return std::sqrt(n) * m3_ / std::pow(m2_, 1.5);
}

std::optional<std::string> MomentAccumulator::heavy_tail_warning() const {
  const auto g = skewness();
  if (!g || static_cast<double>(count_) >= kCochran * *g * *g) {
    return std::nullopt;
  }
  return "heavy tail (skewness " + short_number(*g) + "): the interval covers less often than it claims";
}

std::optional<Estimate> MomentAccumulator::finalize(double confidence) const {
  if (count_ == 0 || !std::isfinite(mean_)) {
    return std::nullopt;
  }
  if (count_ == 1) {
    return Estimate{mean_, std::nullopt, std::nullopt, confidence, 1, "mean", {"one replication: no standard error"}};
  }
  const double error = std::sqrt(*variance() / static_cast<double>(count_));
  auto estimate = t_estimate(mean_, error, count_, confidence, "mean, Student t");
  if (auto warning = heavy_tail_warning(); estimate && warning) {
    estimate->warnings.push_back(*std::move(warning));
  }
  return estimate;
}

Estimate scaled(Estimate estimate, double factor) {
  estimate.value *= factor;
  if (estimate.standard_error) {
    *estimate.standard_error *= factor;
  }
  if (estimate.interval) {
    *estimate.interval = {estimate.interval->low * factor, estimate.interval->high * factor};
  }
  return estimate;
}

std::optional<Estimate> mean_estimate(std::span<const double> values, double confidence) {
  MomentAccumulator moments;
  for (const double x : values) {
    moments.add(x);
  }
  return moments.finalize(confidence);
}

std::optional<Estimate> proportion_estimate(std::uint64_t successes, std::uint64_t trials, double confidence) {
  if (trials == 0 || successes > trials) {
    return std::nullopt;
  }
  const double n = static_cast<double>(trials);
  const double p = static_cast<double>(successes) / n;
  const double z = elementary::normal_quantile(0.5 + confidence / 2);
  const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
  // The ends are exactly 0 and 1 at no and all successes; rounding must not move them inside or outside.
  const double low = successes == 0 ? 0 : std::max(0.0, centre - half);
  const double high = successes == trials ? 1 : std::min(1.0, centre + half);
  return Estimate{p, std::sqrt(p * (1 - p) / n), Interval{low, high}, confidence, trials, "proportion, Wilson", {}};
}

std::optional<Estimate> rate_estimate(std::span<const double> counts, double confidence) {
  MomentAccumulator moments;
  for (const double x : counts) {
    moments.add(x);
  }
  auto estimate = moments.finalize(confidence);
  if (!estimate || counts.size() < 2) {
    return estimate;
  }
  const double n = static_cast<double>(counts.size());
  const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
  if (total > 0) {
    const double dispersion = *moments.variance() * (n - 1) / moments.mean();
    const double tail = chi_square_cdf(dispersion, n - 1);
    if (std::min(tail, 1 - tail) < kDispersionLevel / 2) {
      estimate->warnings.push_back("counts are not Poisson: variance / mean is " +
                                   short_number(*moments.variance() / moments.mean()));
      return estimate;
    }
  }
  const double alpha = 1 - confidence;
  const double low = total > 0 ? chi_square_quantile(alpha / 2, 2 * total) / (2 * n) : 0;
  const double high = chi_square_quantile(1 - alpha / 2, 2 * total + 2) / (2 * n);
  return Estimate{total / n,  std::sqrt(total) / n, Interval{low, high},
                  confidence, counts.size(),        "Poisson rate, exact chi-square",
                  {}};
}

std::optional<Estimate> t_estimate(double value, double standard_error, std::size_t n, double confidence,
                                   std::string method) {
  if (!std::isfinite(value) || !std::isfinite(standard_error) || n < 2) {
    return std::nullopt;
  }
  const double half = student_t_quantile(0.5 + confidence / 2, static_cast<double>(n - 1)) * standard_error;
  return Estimate{value, standard_error, Interval{value - half, value + half}, confidence, n, std::move(method), {}};
}

}  // namespace faultline::stats
