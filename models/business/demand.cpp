#include "models/business/demand.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace faultline {

DemandCurve::DemandCurve(std::vector<double> orders_per_hour) : orders_per_hour_(std::move(orders_per_hour)) {
  if (orders_per_hour_.empty()) {
    throw std::invalid_argument("demand needs at least one hour");
  }
  cumulative_orders_.reserve(orders_per_hour_.size() + 1);
  cumulative_orders_.push_back(0.0);
  for (const double rate : orders_per_hour_) {
    if (!(rate >= 0.0 && std::isfinite(rate))) {
      throw std::invalid_argument("demand must be finite and not negative");
    }
    cumulative_orders_.push_back(cumulative_orders_.back() + rate);
  }
}

double DemandCurve::rate_orders_per_hour(double time_hours) const {
  if (!(time_hours >= 0.0)) {
    return 0.0;
  }
  return time_hours < span_hours() ? orders_per_hour_[static_cast<std::size_t>(time_hours)] : orders_per_hour_.back();
}

double DemandCurve::orders_until(double time_hours) const {
  if (!(time_hours > 0.0)) {
    return 0.0;
  }
  if (time_hours < span_hours()) {
    const auto hour = static_cast<std::size_t>(time_hours);
    return cumulative_orders_[hour] + (time_hours - static_cast<double>(hour)) * orders_per_hour_[hour];
  }
  // Without this an infinite time would give infinity times zero.
  if (orders_per_hour_.back() == 0.0) {
    return cumulative_orders_.back();
  }
  return cumulative_orders_.back() + (time_hours - span_hours()) * orders_per_hour_.back();
}

double DemandCurve::orders_between(double from_hours, double to_hours) const {
  return orders_until(to_hours) - orders_until(from_hours);
}

double DemandCurve::time_of_orders(double orders) const {
  if (!(orders > 0.0)) {
    return 0.0;
  }
  const auto reached = std::lower_bound(cumulative_orders_.begin(), cumulative_orders_.end(), orders);
  if (reached == cumulative_orders_.end()) {
    return orders_per_hour_.back() > 0.0 ? span_hours() + (orders - cumulative_orders_.back()) / orders_per_hour_.back()
                                         : std::numeric_limits<double>::infinity();
  }
  // The hour before has fewer orders, so its rate is above zero.
  const auto hour = static_cast<std::size_t>(reached - cumulative_orders_.begin()) - 1;
  const double fraction = (orders - cumulative_orders_[hour]) / orders_per_hour_[hour];
  return static_cast<double>(hour) + std::min(fraction, 1.0);
}

}  // namespace faultline
