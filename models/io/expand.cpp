#include "models/io/expand.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "models/core/elementary.h"

namespace faultline {

namespace {

constexpr std::int64_t kSecondsPerHour = 3600;
constexpr double kHoursPerWeek = 168.0;
using WeekShape = std::array<double, 168>;

/// Calls `visit` with each local day that touches the span.
void for_each_day(const TimeZone& zone, const SimulationClock& clock, const std::function<void(std::int64_t)>& visit) {
  const auto span_seconds = static_cast<std::int64_t>(std::ceil(clock.span_hours)) * kSecondsPerHour;
  const std::int64_t last = zone.to_local(clock.start_utc_seconds + span_seconds).day;
  for (std::int64_t day = zone.to_local(clock.start_utc_seconds).day; day <= last; ++day) {
    visit(day);
  }
}

double to_hours(const SimulationClock& clock, std::int64_t utc_seconds) {
  return static_cast<double>(utc_seconds - clock.start_utc_seconds) / static_cast<double>(kSecondsPerHour);
}

bool is_holiday(const LocalHours& hours, std::int64_t day) {
  return std::binary_search(hours.holidays.begin(), hours.holidays.end(), day);
}

/// Adds `total` evenly over [begin, end) to the hours of the span.
void spread(std::vector<double>& per_hour, double begin, double end, double density) {
  const double from = std::max(begin, 0.0);
  const double to = std::min(end, static_cast<double>(per_hour.size()));
  for (double at = from; at < to;) {
    const double next = std::min(std::floor(at) + 1.0, to);
    per_hour[static_cast<std::size_t>(at)] += density * (next - at);
    at = next;
  }
}

WeekShape scaled_to_mean_one(WeekShape shape) {
  const double mean = std::accumulate(shape.begin(), shape.end(), 0.0) / kHoursPerWeek;
  for (double& weight : shape) {
    weight /= mean;
  }
  return shape;
}

std::vector<double> over_span(const WeekShape& shape, const TimeZone& zone, const SimulationClock& clock) {
  std::vector<double> weights(clock.whole_hours());
  for (std::size_t hour = 0; hour < weights.size(); ++hour) {
    const TimeZone::Local local =
        zone.to_local(clock.start_utc_seconds + static_cast<std::int64_t>(hour) * kSecondsPerHour);
    weights[hour] = shape[weekday_of(local.day) * 24 + static_cast<std::size_t>(local.second_of_day / kSecondsPerHour)];
  }
  return weights;
}

}  // namespace

std::size_t SimulationClock::whole_hours() const { return static_cast<std::size_t>(std::ceil(span_hours)); }

std::vector<OpenInterval> expand_calendar(const LocalHours& hours, const SimulationClock& clock) {
  std::vector<OpenInterval> open;
  for_each_day(hours.zone, clock, [&](std::int64_t day) {
    if (is_holiday(hours, day)) {
      return;
    }
    for (const LocalHours::Interval& interval : hours.by_weekday[weekday_of(day)]) {
      const double begin = std::max(0.0, to_hours(clock, hours.zone.to_utc(day, interval.from_second)));
      const double end = std::min(clock.span_hours, to_hours(clock, hours.zone.to_utc(day, interval.to_second)));
      if (begin < end) {
        open.push_back({begin, end});
      }
    }
  });
  std::sort(open.begin(), open.end(),
            [](const OpenInterval& a, const OpenInterval& b) { return a.begin_hours < b.begin_hours; });
  std::vector<OpenInterval> merged;
  for (const OpenInterval& interval : open) {
    if (!merged.empty() && interval.begin_hours <= merged.back().end_hours) {
      merged.back().end_hours = std::max(merged.back().end_hours, interval.end_hours);
    } else {
      merged.push_back(interval);
    }
  }
  return merged;
}

std::vector<double> expand_activity(const LocalHours& hours, const std::vector<double>& weekday_weights,
                                    const SimulationClock& clock) {
  std::vector<double> per_hour(clock.whole_hours(), 0.0);
  const auto first_open = std::find_if(hours.by_weekday.begin(), hours.by_weekday.end(),
                                       [](const auto& intervals) { return !intervals.empty(); });
  const double total = std::accumulate(weekday_weights.begin(), weekday_weights.end(), 0.0);
  if (first_open == hours.by_weekday.end() || !(total > 0.0)) {
    return per_hour;
  }
  constexpr std::size_t kSunday = 6;
  for_each_day(hours.zone, clock, [&](std::int64_t day) {
    const std::size_t weekday = weekday_of(day);
    const auto& own = hours.by_weekday[weekday];
    const auto& intervals = own.empty() ? *first_open : own;
    const double share = weekday_weights[is_holiday(hours, day) ? kSunday : weekday] / total;
    double open_seconds = 0.0;
    for (const LocalHours::Interval& interval : intervals) {
      open_seconds += static_cast<double>(interval.to_second - interval.from_second);
    }
    for (const LocalHours::Interval& interval : intervals) {
      spread(per_hour, to_hours(clock, hours.zone.to_utc(day, interval.from_second)),
             to_hours(clock, hours.zone.to_utc(day, interval.to_second)),
             share * static_cast<double>(kSecondsPerHour) / open_seconds);
    }
  });
  return per_hour;
}

std::vector<double> expand_demand(const MarketplaceFields& market, const TimeZone& zone, const SimulationClock& clock) {
  WeekShape shape{};
  const std::array<double, 24> named = hour_profile(market.hour_profile);
  const std::vector<double>& own = market.hour_weights;
  for (std::size_t hour = 0; hour < shape.size(); ++hour) {
    const double weight = own.empty() ? named[hour % 24] : own[hour % own.size()];
    shape[hour] = weight * market.weekday_factors[hour / 24];
  }
  std::vector<double> orders = over_span(scaled_to_mean_one(shape), zone, clock);
  for (std::size_t hour = 0; hour < orders.size(); ++hour) {
    const double middle = static_cast<double>(hour) + 0.5 - clock.horizon_begin_hours;
    double factor =
        market.orders_per_hour * elementary::pow(1.0 + market.growth_per_week_fraction, middle / kHoursPerWeek);
    for (const MarketplaceFields::Event& event : market.events) {
      const double day = middle / 24.0;
      factor *= day >= event.from_day && day < event.from_day + event.days ? event.factor : 1.0;
    }
    orders[hour] *= factor;
  }
  return orders;
}

std::vector<double> expand_background(const BackgroundFields& background, const TimeZone& zone,
                                      const SimulationClock& clock) {
  WeekShape shape{};
  for (std::size_t hour = 0; hour < shape.size(); ++hour) {
    const double weight = background.hour_weights.empty() ? 1.0 : background.hour_weights[hour % 24];
    shape[hour] = weight * (hour / 24 >= 5 ? background.weekend_factor : 1.0);
  }
  return over_span(scaled_to_mean_one(shape), zone, clock);
}

std::vector<bool> expand_weekends(const TimeZone& zone, const SimulationClock& clock) {
  constexpr std::size_t kSaturday = 5;
  std::vector<bool> weekends(clock.whole_hours(), false);
  for (std::size_t hour = 0; hour < weekends.size(); ++hour) {
    const std::int64_t seconds = clock.start_utc_seconds + static_cast<std::int64_t>(hour) * kSecondsPerHour;
    weekends[hour] = weekday_of(zone.to_local(seconds).day) >= kSaturday;
  }
  return weekends;
}

}  // namespace faultline
