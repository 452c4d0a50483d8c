// From the levels of an axis to pixels: every level has its own strip, of equal widths for equal steps.
#pragma once

#include <cstddef>
#include <vector>

#include "analysis/report/chart_heatmap.h"

namespace faultline::report {

/// Keeps a reference to `axis`, which must outlive it. Precondition: it has a level, and on a logarithmic scale all are
/// above 0.
class AxisStrips {
 public:
  AxisStrips(const HeatAxis& axis, double start, double end);

  /// Pixel at which strip i begins; of the number of levels the end of the last.
  [[nodiscard]] double edge(std::size_t i) const { return pixel(edges_[i]); }
  /// Pixel of a value.
  [[nodiscard]] double operator()(double value) const { return pixel(position(value)); }
  [[nodiscard]] bool covers(double value) const;
  /// Round values on the axis; of a short logarithmic one as many as steps of 1, 2 and 5 or doubling give.
  [[nodiscard]] std::vector<double> ticks() const;

 private:
  [[nodiscard]] double position(double value) const;
  [[nodiscard]] double pixel(double at) const;

  const HeatAxis& axis_;
  double start_;
  double end_;
  std::vector<double> edges_;
};

}  // namespace faultline::report
