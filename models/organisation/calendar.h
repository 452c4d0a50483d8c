// When people work, deploy or promote: open intervals over the simulated span, already expanded from local time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace faultline {

/// Half-open interval of simulation time, in hours since the start of the simulation.
struct OpenInterval {
  double begin_hours;
  double end_hours;
};

/// A calendar over [0, span). Every query is O(1) or O(log n) and never allocates. Closed after the span.
class Calendar {
 public:
  /// `open` must be sorted, disjoint, non-empty intervals within [0, span_hours]; touching ones are merged.
  /// Throws std::invalid_argument otherwise, and when the span is not a number from 0 to 1e7 hours.
  Calendar(std::vector<OpenInterval> open, double span_hours);
  /// Open all the time, past the span too.
  [[nodiscard]] static Calendar always();

  [[nodiscard]] bool is_open(double time_hours) const;
  /// Earliest time at or after `time_hours` at which the calendar is open; infinity when there is none.
  [[nodiscard]] double next_open(double time_hours) const;
  /// Open hours in [0, time): non-decreasing and continuous.
  [[nodiscard]] double open_hours_until(double time_hours) const;
  /// The time at which `open_hours` open hours have passed since `time_hours`; infinity when the calendar ends before.
  /// The earliest such time: the end of an interval rather than the start of the next, and `time_hours` itself for
  /// none.
  [[nodiscard]] double after_open_hours(double time_hours, double open_hours) const;
  [[nodiscard]] bool is_always() const { return always_; }
  [[nodiscard]] std::span<const OpenInterval> intervals() const { return open_; }

 private:
  Calendar() = default;
  /// Index of the first interval that ends after the time; the number of intervals when there is none.
  [[nodiscard]] std::size_t first_ending_after(double time_hours) const;

  bool always_ = false;
  std::vector<OpenInterval> open_;
  std::vector<double> open_before_;           // open hours before each interval
  std::vector<std::uint32_t> first_by_hour_;  // for each whole hour: first interval that ends after it
};

}  // namespace faultline
