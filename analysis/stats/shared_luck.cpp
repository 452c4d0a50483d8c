#include "analysis/stats/shared_luck.h"

#include <cmath>
#include <cstddef>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

std::optional<double> VarianceReduction::factor() const {
  constexpr double kRounding = 1e-24;  // squared relative error of a difference
  return paired > kRounding * separate ? std::optional(separate / paired) : std::nullopt;
}

VarianceReduction& VarianceReduction::operator+=(const VarianceReduction& other) {
  separate += other.separate;
  paired += other.paired;
  return *this;
}

std::optional<VarianceReduction> variance_reduction(std::span<const double> a, std::span<const double> b) {
  if (a.size() < 2 || a.size() != b.size()) {
    return std::nullopt;
  }
  MomentAccumulator of_a;
  MomentAccumulator of_b;
  MomentAccumulator difference;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!std::isfinite(a[i]) || !std::isfinite(b[i])) {
      return std::nullopt;
    }
    of_a.add(a[i]);
    of_b.add(b[i]);
    difference.add(a[i] - b[i]);
  }
  return VarianceReduction{*of_a.variance() + *of_b.variance(), *difference.variance()};
}

}  // namespace faultline::stats
