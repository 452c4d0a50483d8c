#include <algorithm>
#include <array>
#include <functional>

#include "analysis/capacity/review_case.h"

namespace faultline::capacity {
namespace {

constexpr std::int64_t kDaySeconds = 86400;
constexpr std::size_t kHoursAtMost = 16;  // ReviewDesk takes a break below six hours for lunch
constexpr std::size_t kBusyHours = 8;
constexpr std::size_t kBusyDays = 5;
constexpr double kOpenShare = 1.0 / 3.0;

std::int64_t day_of(std::int64_t seconds) { return (seconds >= 0 ? seconds : seconds - kDaySeconds + 1) / kDaySeconds; }

/// From Monday: 1970-01-01 was a Thursday.
std::size_t weekday_of(std::int64_t day) { return static_cast<std::size_t>(((day + 3) % 7 + 7) % 7); }

template <std::size_t N>
double mean_of_busiest(std::array<double, N> counts, std::size_t most) {
  std::sort(counts.begin(), counts.end(), std::greater<>());
  double sum = 0.0;
  for (std::size_t i = 0; i < most; ++i) sum += counts[i];
  return sum / static_cast<double>(most);
}

}  // namespace

double WorkingWeek::days() const { return static_cast<double>(std::count(weekdays.begin(), weekdays.end(), true)); }

Calendar WorkingWeek::calendar(std::size_t first_weekday, double span_hours) const {
  std::vector<OpenInterval> open;
  for (std::size_t day = 0; static_cast<double>(day) * 24.0 < span_hours; ++day) {
    if (!weekdays[(first_weekday + day) % 7]) continue;
    const double begin = static_cast<double>(day * 24 + opens_hour);
    const double end = std::min(begin + static_cast<double>(hours), span_hours);
    if (begin < end) open.push_back({begin, end});
  }
  return Calendar(std::move(open), span_hours);
}

WorkingWeek working_week(std::span<const std::int64_t> seconds) {
  std::array<double, 24> by_hour{};
  for (const std::int64_t at : seconds) by_hour[static_cast<std::size_t>((at - day_of(at) * kDaySeconds) / 3600)] += 1;
  const double enough = kOpenShare * mean_of_busiest(by_hour, kBusyHours);
  std::array<bool, 24> open{};
  for (std::size_t h = 0; h < 24; ++h) open[h] = by_hour[h] > 0.0 && by_hour[h] >= enough;
  const std::array<bool, 24> counted = open;
  for (std::size_t h = 0; h < 24; ++h) open[h] = open[h] || (counted[(h + 23) % 24] && counted[(h + 1) % 24]);
  WorkingWeek week;
  week.hours = 0;
  double most = -1.0;  // of the longest runs the one with the most reviews
  for (std::size_t begin = 0; begin < 24; ++begin) {
    std::size_t length = 0;
    double reviews = 0.0;
    while (length < kHoursAtMost && open[(begin + length) % 24]) reviews += by_hour[(begin + length++) % 24];
    if (length > week.hours || (length == week.hours && reviews > most)) {
      week.opens_hour = begin;
      week.hours = length;
      most = reviews;
    }
  }
  std::array<double, 7> by_day{};
  for (const std::int64_t at : seconds) {
    by_day[weekday_of(day_of(at - static_cast<std::int64_t>(week.opens_hour) * 3600))] += 1.0;
  }
  const double enough_for_a_day = 0.25 * mean_of_busiest(by_day, kBusyDays);
  for (std::size_t d = 0; d < 7; ++d) week.weekdays[d] = by_day[d] > 0.0 && by_day[d] >= enough_for_a_day;
  return week;
}

}  // namespace faultline::capacity
