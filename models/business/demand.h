// Orders that customers would place if nothing failed.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace faultline {

/// Demand of one marketplace: orders per hour, constant within each hour since the start of the simulation. The
/// cumulative integral is kept, so a segment of constant failure costs O(1). Before time 0 there is none. Copies share
/// what was laid once. (model, section 3)
class DemandCurve {
 public:
  /// One non-negative, finite value an hour; must not be empty. After the last hour demand continues at its value.
  /// Throws std::invalid_argument otherwise.
  explicit DemandCurve(const std::vector<double>& orders_per_hour);

  [[nodiscard]] double rate_orders_per_hour(double time_hours) const;
  /// Orders in [0, time).
  [[nodiscard]] double orders_until(double time_hours) const;
  [[nodiscard]] double orders_between(double from_hours, double to_hours) const;
  /// Earliest time at which orders_until() reaches `orders`; infinity when it never does.
  [[nodiscard]] double time_of_orders(double orders) const;
  [[nodiscard]] double span_hours() const { return static_cast<double>(hours_); }
  /// Whether one is a copy of the other. Curves laid apart are not, even where their values are equal.
  [[nodiscard]] bool copy_of(const DemandCurve& other) const { return laid_ == other.laid_; }

 private:
  [[nodiscard]] double rate(std::size_t hour) const { return laid_[hour]; }
  [[nodiscard]] const double* cumulative() const { return laid_.get() + hours_; }  // orders until each full hour

  std::size_t hours_;
  std::shared_ptr<const double[]> laid_;  // orders per hour, then hours_ + 1 cumulative orders
};

}  // namespace faultline
