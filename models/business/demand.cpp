#include "models/business/demand.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace faultline {

DemandCurve::DemandCurve(const std::vector<double>& orders_per_hour) : hours_(orders_per_hour.size()) {
  if (orders_per_hour.empty()) {
    throw std::invalid_argument("demand needs at least one hour");
  }
  auto laid = std::make_unique<double[]>(2 * hours_ + 1);
  std::copy(orders_per_hour.begin(), orders_per_hour.end(), laid.get());
  double* const cumulative = laid.get() + hours_;
  for (std::size_t hour = 0; hour < hours_; ++hour) {
    if (!(laid[hour] >= 0.0 && std::isfinite(laid[hour]))) {
      throw std::invalid_argument("demand must be finite and not negative");
    }
    cumulative[hour + 1] = cumulative[hour] + laid[hour];
  }
  laid_ = std::move(laid);
}

double DemandCurve::rate_orders_per_hour(double time_hours) const {
  if (!(time_hours >= 0.0)) {
    return 0.0;
  }
  return time_hours < span_hours() ? rate(static_cast<std::size_t>(time_hours)) : rate(hours_ - 1);
}

double DemandCurve::orders_until(double time_hours) const {
  if (!(time_hours > 0.0)) {
    return 0.0;
  }
  if (time_hours < span_hours()) {
    const auto hour = static_cast<std::size_t>(time_hours);
    return cumulative()[hour] + (time_hours - static_cast<double>(hour)) * rate(hour);
  }
  // Without this an infinite time would give infinity times zero.
  if (rate(hours_ - 1) == 0.0) {
    return cumulative()[hours_];
  }
  return cumulative()[hours_] + (time_hours - span_hours()) * rate(hours_ - 1);
}

double DemandCurve::orders_between(double from_hours, double to_hours) const {
  return orders_until(to_hours) - orders_until(from_hours);
}

double DemandCurve::time_of_orders(double orders) const {
  if (!(orders > 0.0)) {
    return 0.0;
  }
  const auto reached = std::lower_bound(cumulative(), cumulative() + hours_ + 1, orders);
  if (reached == cumulative() + hours_ + 1) {
    return rate(hours_ - 1) > 0.0 ? span_hours() + (orders - cumulative()[hours_]) / rate(hours_ - 1)
                                  : std::numeric_limits<double>::infinity();
  }
  // The hour before has fewer orders, so its rate is above zero.
  const auto hour = static_cast<std::size_t>(reached - cumulative()) - 1;
  const double fraction = (orders - cumulative()[hour]) / rate(hour);
  return static_cast<double>(hour) + std::min(fraction, 1.0);
}

}  // namespace faultline
