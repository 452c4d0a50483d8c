#include "analysis/backtest/week_counts.h"

#include <algorithm>

namespace faultline::backtest {
namespace {

constexpr std::int64_t kDaysPerWeek = 7;

/// Whole weeks from `first` on, whose number of days from there is a multiple of seven.
Weeks whole_weeks(const fit::DayCounts& days, std::int64_t first) {
  Weeks weeks;
  std::size_t at = 0;
  while (at < days.days.size() && days.days[at] < first) ++at;
  while (at < days.days.size()) {
    const std::int64_t begin = first + (days.days[at] - first) / kDaysPerWeek * kDaysPerWeek;
    double count = 0.0;
    std::int64_t covered = 0;
    for (; at < days.days.size() && days.days[at] < begin + kDaysPerWeek; ++at, ++covered) count += days.counts[at];
    if (covered < kDaysPerWeek) continue;
    weeks.first_days.push_back(begin);
    weeks.counts.push_back(static_cast<std::uint64_t>(count));
  }
  if (!weeks.first_days.empty()) {
    const auto span = (weeks.first_days.back() - weeks.first_days.front()) / kDaysPerWeek + 1;
    weeks.left_out = static_cast<std::size_t>(span) - weeks.first_days.size();
  }
  return weeks;
}

}  // namespace

SplitWeeks split_weeks(std::span<const Moment> events, const fit::FitOptions& options, std::int64_t until) {
  std::vector<std::int64_t> days;
  days.reserve(events.size());
  for (const Moment& event : events) days.push_back(options.day_of(event));
  const fit::DayCounts all = fit::count_days(days, options.windows);
  SplitWeeks split;
  split.period = all.period;
  for (std::size_t i = 0; i < all.days.size(); ++i) {
    fit::DayCounts& part = all.days[i] < until ? split.training_days : split.test_days;
    part.days.push_back(all.days[i]);
    part.counts.push_back(all.counts[i]);
  }
  if (!split.training_days.days.empty()) {
    const std::int64_t back = (until - split.training_days.days.front()) / kDaysPerWeek * kDaysPerWeek;
    split.training = whole_weeks(split.training_days, until - back);
  }
  split.test = whole_weeks(split.test_days, until);
  return split;
}

fit::FitOptions covered_before(const fit::FitOptions& options, const fit::Period& period, std::int64_t until) {
  fit::FitOptions earlier = options;
  earlier.windows.clear();
  std::int64_t begin = period.first_day;
  const auto add = [&](std::int64_t last) {
    if (begin <= std::min(last, until - 1)) earlier.windows.emplace_back(begin, std::min(last, until - 1));
  };
  for (const auto& [first, last] : period.holes) {
    add(first - 1);
    begin = last + 1;
  }
  add(period.last_day);
  return earlier;
}

}  // namespace faultline::backtest
