// The shape of a week in 168 hours, and how far thin data are to be trusted with it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "analysis/fit/findings.h"

namespace faultline::fit {

inline constexpr std::size_t kWeekHours = 168;

/// Events (or orders) by hour of the week from Monday 00:00.
struct WeekHours {
  std::array<double, kWeekHours> counts{};
  std::array<double, kWeekHours> exposure{};  ///< hours of each kind that were watched; all 1 where that is unknown

  [[nodiscard]] double total() const;
};

/// Bins moments, in seconds of the clock that is meant.
[[nodiscard]] WeekHours week_hours(std::span<const std::int64_t> local_seconds);

/// Shrunk profile with mean 1. The smooth part is (share of the weekday) x (shape of the day, one for weekdays and one
/// for weekends, smoothed over five hours with weights 1 2 3 2 1); each hour's own count then moves it by
/// weight = e tau^2 / (phi + e tau^2), where e is what the smooth part expects there, phi the variance over mean of
/// counts of one hour (at least 1) and tau^2 the relative variance of hours about the smooth part that their counts
/// leave unexplained (empirical Bayes by moments; Morris 1983, doi 10.1080/01621459.1983.10477920). Absent without
/// events.
struct HourProfile {
  Series shrunk;           ///< 168 numbers, mean 1
  double mean_weight = 0;  ///< of an hour's own count, 0: all smooth, 1: as counted
};
[[nodiscard]] std::optional<HourProfile> hour_profile(const WeekHours& hours, double phi);

/// As counted: the busiest and the quietest of 168 hours to their mean, the busiest and the quietest of the 24 hours of
/// a day to theirs and the share of Saturday and Sunday. No intervals for maxima: their law is not that of a mean.
[[nodiscard]] std::vector<Figure> profile_figures(const WeekHours& hours);

/// Share of events at each hour of the day, scaled to mean 1.
[[nodiscard]] std::array<double, 24> day_shape(const WeekHours& hours);

}  // namespace faultline::fit
