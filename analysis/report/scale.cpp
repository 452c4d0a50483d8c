#include "analysis/report/scale.h"

#include <algorithm>
#include <cmath>

namespace faultline::report {
namespace {

constexpr int kLinearSteps = 5;
constexpr double kRounding = 1e-9;  // of a step: 0.30000000000000004 is the tick 0.3

double round_step(double span) {
  const double rough = span / kLinearSteps;
  const double unit = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * unit >= rough * (1 - kRounding)) {
      return factor * unit;
    }
  }
  return 10 * unit;
}

std::vector<double> linear_ticks(double low, double high) {
  const double step = round_step(high - low);
  const double first = std::floor(low / step + kRounding);
  const double last = std::ceil(high / step - kRounding);
  std::vector<double> ticks;
  for (int k = 0; first + k <= last; ++k) {
    const double i = first + k;
    ticks.push_back(i == 0 ? 0 : i * step);
  }
  return ticks;
}

std::vector<double> logarithmic_ticks(double low, double high) {
  constexpr double kFewDecades = 2;
  constexpr double kMostTicks = 8;
  const double first = std::floor(std::log10(low) + kRounding);
  const double last = std::ceil(std::log10(high) - kRounding);
  std::vector<double> ticks;
  if (last - first > kFewDecades) {
    const double stride = std::ceil((last - first) / kMostTicks);
    for (int k = 0; first + k * stride < last + stride; ++k) {
      ticks.push_back(std::pow(10.0, first + k * stride));
    }
    return ticks;
  }
  for (int k = 0; first + k <= last; ++k) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      ticks.push_back(factor * std::pow(10.0, first + k));
    }
  }
  // Only the tick at or below `low` and the one at or above `high` are kept of those outside.
  while (ticks.size() > 2 && ticks[1] <= low * (1 + kRounding)) {
    ticks.erase(ticks.begin());
  }
  while (ticks.size() > 2 && ticks[ticks.size() - 2] >= high * (1 - kRounding)) {
    ticks.pop_back();
  }
  return ticks;
}

}  // namespace

Scale::Scale(ScaleKind kind, double low, double high, double start, double end)
    : kind_(kind), low_(low), high_(high), start_(start), end_(end) {
  const bool logarithmic = kind == ScaleKind::kLogarithmic;
  if (!std::isfinite(low_) || !std::isfinite(high_) || low_ > high_ || (logarithmic && !(high_ > 0))) {
    low_ = logarithmic ? 0.1 : 0;
    high_ = 1;
  }
  if (logarithmic && !(low_ > 0)) {
    low_ = high_ / 1000;
  }
  if (low_ == high_) {
    const double margin = low_ == 0 ? 1 : 0.5 * std::abs(low_);
    low_ -= logarithmic || low_ != 0 ? margin : 0;
    high_ += margin;
  }
  ticks_ = logarithmic ? logarithmic_ticks(low_, high_) : linear_ticks(low_, high_);
  low_ = ticks_.front();
  high_ = ticks_.back();
}

double Scale::operator()(double value) const {
  const double inside = std::clamp(value, low_, high_);
  const double share = kind_ == ScaleKind::kLogarithmic ? std::log(inside / low_) / std::log(high_ / low_)
                                                        : (inside - low_) / (high_ - low_);
  return start_ + share * (end_ - start_);
}

}  // namespace faultline::report
