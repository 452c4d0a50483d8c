#include "analysis/report/axis_strips.h"

#include <cmath>
#include <initializer_list>
#include <utility>

namespace faultline::report {

AxisStrips::AxisStrips(const HeatAxis& axis, double start, double end) : axis_(axis), start_(start), end_(end) {
  const std::size_t n = axis.levels.size();
  std::vector<double> at;
  for (const double level : axis.levels) {
    at.push_back(position(level));
  }
  edges_.push_back(n > 1 ? at[0] - (at[1] - at[0]) / 2 : at[0] - 0.5);
  for (std::size_t i = 1; i < n; ++i) {
    edges_.push_back((at[i - 1] + at[i]) / 2);
  }
  edges_.push_back(n > 1 ? at[n - 1] + (at[n - 1] - at[n - 2]) / 2 : at[0] + 0.5);
}

bool AxisStrips::covers(double value) const {
  const bool known = axis_.scale == ScaleKind::kLinear || value > 0;
  return known && position(value) >= edges_.front() && position(value) <= edges_.back();
}

std::vector<double> AxisStrips::ticks() const {
  const Scale round(axis_.scale, axis_.levels.front(), axis_.levels.back(), 0, 1);
  std::vector<double> ticks;
  for (const double tick : round.ticks()) {
    if (covers(tick)) {
      ticks.push_back(tick);
    }
  }
  // Steps times a power of the base that lie on the axis.
  const auto ticks_of_powers = [this](int base, std::initializer_list<double> steps) {
    const auto power_below = [base](double value) {
      return static_cast<int>(std::floor(std::log(value) / std::log(base)));
    };
    std::vector<double> found;
    for (int power = power_below(axis_.levels.front()); power <= power_below(axis_.levels.back()) + 1; ++power) {
      for (const double step : steps) {
        if (const double tick = step * std::pow(base, power); covers(tick)) {
          found.push_back(tick);
        }
      }
    }
    return found;
  };
  if (axis_.scale == ScaleKind::kLogarithmic && ticks.size() < 4) {
    ticks = ticks_of_powers(10, {1, 2, 5});
    if (std::vector<double> doubled = ticks_of_powers(2, {1}); doubled.size() > ticks.size()) {
      ticks = std::move(doubled);
    }
  }
  return ticks;
}

double AxisStrips::position(double value) const {
  return axis_.scale == ScaleKind::kLogarithmic ? std::log(value) : value;
}

double AxisStrips::pixel(double at) const {
  return start_ + (at - edges_.front()) / (edges_.back() - edges_.front()) * (end_ - start_);
}

}  // namespace faultline::report
