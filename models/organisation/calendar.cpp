#include "models/organisation/calendar.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <utility>

namespace faultline {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Bounds the table by hour; more than a thousand years.
constexpr double kLongestSpanHours = 1e7;

double length_hours(const OpenInterval& interval) { return interval.end_hours - interval.begin_hours; }

}  // namespace

Calendar::Calendar(std::vector<OpenInterval> open, double span_hours) : open_(std::move(open)) {
  if (!(span_hours >= 0.0 && span_hours <= kLongestSpanHours)) {
    throw std::invalid_argument("the span of a calendar must be from 0 to 1e7 hours");
  }
  std::size_t kept = 0;
  for (const OpenInterval interval : open_) {
    const double earliest = kept == 0 ? 0.0 : open_[kept - 1].end_hours;
    if (!(interval.begin_hours >= earliest && interval.begin_hours < interval.end_hours &&
          interval.end_hours <= span_hours)) {
      throw std::invalid_argument("open intervals must be sorted, disjoint, not empty and within the span");
    }
    if (kept > 0 && interval.begin_hours == earliest) {
      open_[kept - 1].end_hours = interval.end_hours;
    } else {
      open_[kept++] = interval;
    }
  }
  open_.resize(kept);

  open_before_.reserve(open_.size());
  double total = 0.0;
  for (const OpenInterval& interval : open_) {
    open_before_.push_back(total);
    total += length_hours(interval);
  }

  // One entry more than the whole hours before the last end, so that every hour has a next one.
  const double last_end = open_.empty() ? 0.0 : open_.back().end_hours;
  const auto hours = static_cast<std::size_t>(std::ceil(last_end)) + 1;
  first_by_hour_.reserve(hours);
  std::uint32_t first = 0;
  for (std::size_t hour = 0; hour < hours; ++hour) {
    while (first < open_.size() && open_[first].end_hours <= static_cast<double>(hour)) {
      ++first;
    }
    first_by_hour_.push_back(first);
  }
}

Calendar Calendar::always() {
  Calendar calendar;
  calendar.always_ = true;
  return calendar;
}

std::size_t Calendar::first_ending_after(double time_hours) const {
  if (!(time_hours > 0.0)) {
    return 0;
  }
  if (open_.empty() || time_hours >= open_.back().end_hours) {
    return open_.size();
  }
  // Seldom more than one interval ends within the hour, so this search is a step or two.
  const auto hour = static_cast<std::size_t>(time_hours);
  const auto found =
      std::partition_point(open_.begin() + first_by_hour_[hour], open_.begin() + first_by_hour_[hour + 1],
                           [time_hours](const OpenInterval& interval) { return interval.end_hours <= time_hours; });
  return static_cast<std::size_t>(found - open_.begin());
}

bool Calendar::is_open(double time_hours) const {
  if (always_) {
    return true;
  }
  const std::size_t i = first_ending_after(time_hours);
  return i < open_.size() && open_[i].begin_hours <= time_hours;
}

double Calendar::next_open(double time_hours) const {
  if (always_) {
    return time_hours;
  }
  const std::size_t i = first_ending_after(time_hours);
  return i < open_.size() ? std::max(open_[i].begin_hours, time_hours) : kInfinity;
}

double Calendar::open_hours_until(double time_hours) const {
  if (always_) {
    return std::max(time_hours, 0.0);
  }
  if (open_.empty()) {
    return 0.0;
  }
  const std::size_t i = first_ending_after(time_hours);
  if (i == open_.size()) {
    return open_before_.back() + length_hours(open_.back());
  }
  return open_before_[i] + std::max(time_hours - open_[i].begin_hours, 0.0);
}

double Calendar::after_open_hours(double time_hours, double open_hours) const {
  if (always_ || !(open_hours > 0.0)) {
    return time_hours + std::max(open_hours, 0.0);
  }
  const std::size_t i = first_ending_after(time_hours);
  if (i == open_.size()) {
    return kInfinity;
  }
  const double start = std::max(open_[i].begin_hours, time_hours);
  const double left_hours = open_[i].end_hours - start;
  if (open_hours <= left_hours) {
    return std::min(start + open_hours, open_[i].end_hours);
  }
  if (i + 1 == open_.size()) {
    return kInfinity;
  }
  const double target = open_before_[i + 1] + (open_hours - left_hours);
  // The last interval with fewer open hours before it than the target; the first candidate is i + 1 even when rounding
  // swallows the remainder.
  const auto beyond =
      std::lower_bound(open_before_.begin() + static_cast<std::ptrdiff_t>(i) + 2, open_before_.end(), target);
  const auto j = static_cast<std::size_t>(beyond - open_before_.begin()) - 1;
  const double time = open_[j].begin_hours + (target - open_before_[j]);
  if (time <= open_[j].end_hours) {
    // A remainder too small to move the clock was left by rounding: the work ended with the interval before.
    return time > open_[j].begin_hours ? time : open_[j - 1].end_hours;
  }
  // Only rounding can carry the time past the end of an interval that has a successor.
  return j + 1 < open_.size() ? open_[j].end_hours : kInfinity;
}

}  // namespace faultline
