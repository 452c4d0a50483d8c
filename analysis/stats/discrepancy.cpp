#include "analysis/stats/discrepancy.h"

#include <algorithm>
#include <cmath>

namespace faultline::stats {

std::optional<double> centred_discrepancy(std::span<const double> points, std::size_t dimensions) {
  const std::size_t count = dimensions == 0 ? 0 : points.size() / dimensions;
  if (count == 0 || count * dimensions != points.size() ||
      !std::all_of(points.begin(), points.end(), [](double x) { return x >= 0.0 && x <= 1.0; })) {
    return std::nullopt;
  }
  const auto n = static_cast<double>(count);
  double single = 0.0;
  double pairs = 0.0;  // of i < j
  double own = 0.0;    // of i with itself
  for (std::size_t i = 0; i < count; ++i) {
    const double* const a = points.data() + i * dimensions;
    double product = 1.0;
    double with_itself = 1.0;
    for (std::size_t k = 0; k < dimensions; ++k) {
      const double off = std::abs(a[k] - 0.5);
      product *= 1.0 + 0.5 * off - 0.5 * off * off;
      with_itself *= 1.0 + off;
    }
    single += product;
    own += with_itself;
    for (std::size_t j = i + 1; j < count; ++j) {
      const double* const b = points.data() + j * dimensions;
      double both = 1.0;
      for (std::size_t k = 0; k < dimensions; ++k) {
        both *= 1.0 + 0.5 * (std::abs(a[k] - 0.5) + std::abs(b[k] - 0.5) - std::abs(a[k] - b[k]));
      }
      pairs += both;
    }
  }
  const double all = std::pow(13.0 / 12.0, static_cast<double>(dimensions));
  return all - 2.0 * single / n + (own + 2.0 * pairs) / (n * n);
}

double centred_discrepancy_of_chance(std::size_t count, std::size_t dimensions) {
  const auto d = static_cast<double>(dimensions);
  return (std::pow(1.25, d) - std::pow(13.0 / 12.0, d)) / static_cast<double>(count);
}

}  // namespace faultline::stats
