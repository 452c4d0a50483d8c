// From data to pixels, with round ticks.
#pragma once

#include <cstdint>
#include <vector>

namespace faultline::report {

enum class ScaleKind : std::uint8_t { kLinear, kLogarithmic };

/// Maps the domain [low, high] onto the pixels [start, end] (end may be the smaller, as on a y axis). The domain is
/// widened to round numbers: steps of 1, 2 or 5 times a power of ten on a linear scale, whole decades (or 1, 2, 5 below
/// two decades) on a logarithmic one.
class Scale {
 public:
  /// An empty or invalid domain (a logarithmic one needs high > 0) becomes [0, 1], or [0.1, 1] on a logarithmic scale.
  /// A logarithmic low that is not positive becomes high / 1000.
  Scale(ScaleKind kind, double low, double high, double start, double end);

  /// Pixel of a value; values outside the domain, 0 on a logarithmic scale included, land on its nearer end.
  [[nodiscard]] double operator()(double value) const;
  [[nodiscard]] const std::vector<double>& ticks() const { return ticks_; }
  [[nodiscard]] ScaleKind kind() const { return kind_; }
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }
  [[nodiscard]] double start() const { return start_; }
  [[nodiscard]] double end() const { return end_; }

 private:
  ScaleKind kind_;
  double low_;
  double high_;
  double start_;
  double end_;
  std::vector<double> ticks_;
};

}  // namespace faultline::report
