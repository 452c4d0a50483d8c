// What records of reviews say to the question how much reviewers could do: who came when, and how long it took.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/capacity/review_queue.h"
#include "analysis/fit/day_counts.h"
#include "analysis/fit/fit_options.h"
#include "models/observations/review_record.h"

namespace faultline::capacity {

/// The hours of a week in which reviews are given, found from when they were.
struct WorkingWeek {
  std::size_t opens_hour = 9;
  std::size_t hours = 8;
  std::vector<bool> weekdays = std::vector<bool>(7, true);  ///< from Monday

  [[nodiscard]] double days() const;
  /// Intervals over [0, span), which begins at 00:00 of `first_weekday` (0: Monday).
  [[nodiscard]] Calendar calendar(std::size_t first_weekday, double span_hours) const;
};

/// An hour is open when it sees at least a third of what the eight busiest see on average, gaps of one hour filled; a
/// day when it sees at least a quarter of what the five busiest see. At most 16 hours a day: `seconds` on the clock
/// that is meant.
[[nodiscard]] WorkingWeek working_week(std::span<const std::int64_t> seconds);

struct ReviewCase {
  QueueSetting setting;
  WorkingWeek week;
  std::vector<double> first_review_hours;  ///< of each change of the setting; infinity: still waiting at the end
  std::vector<std::uint32_t> counted;      ///< changes whose times count; the others only take reviewers' time
  double end_hours = 0.0;                  ///< of what the records saw
  double covered_weeks = 0.0;
  double reviews_per_week = 0.0;  ///< looks that changes needed, approvals by several people counted each
  std::size_t left_out = 0;       ///< changes before the part that was used
};

/// Changes and reviews past this are left out, the oldest first: the cost grows with them.
inline constexpr std::size_t kQueuedAtMost = 800;
inline constexpr std::size_t kCountedAtLeast = 50;

/// Absent, with the reason, where too little was reviewed: `records` in any order, `windows` the days that they cover.
[[nodiscard]] std::optional<ReviewCase> review_case(std::span<const ReviewRecord> records,
                                                    std::span<const fit::Window> windows,
                                                    const fit::FitOptions& options, std::string& reason);

}  // namespace faultline::capacity
