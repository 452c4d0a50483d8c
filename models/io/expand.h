// Local hours, weekdays and dates of a document laid over the simulated span, hour by hour.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/io/scenario_fields.h"
#include "models/io/time_zone.h"
#include "models/organisation/calendar.h"

namespace faultline {

/// The simulated span on the clock of the world.
struct SimulationClock {
  std::int64_t start_utc_seconds = 0;  ///< of the simulation: the warm-up lies before the horizon
  double span_hours = 0.0;
  double horizon_begin_hours = 0.0;

  [[nodiscard]] std::size_t whole_hours() const;
};

/// Open hours of a calendar, with everything that its document says already parsed.
struct LocalHours {
  struct Interval {
    std::int64_t from_second;
    std::int64_t to_second;
  };
  TimeZone zone;
  std::array<std::vector<Interval>, 7> by_weekday;  ///< Monday first
  std::vector<std::int64_t> holidays;               ///< days since 1970-01-01, sorted
};

/// Sorted, disjoint open intervals of the simulated span.
[[nodiscard]] std::vector<OpenInterval> expand_calendar(const LocalHours& hours, const SimulationClock& clock);

/// Share of a plain week's work in each hour of the span: a day's share (`weekday_weights`, scaled to sum 1) evenly
/// over its open hours. Days on which the calendar is closed use the hours of the first open weekday, holidays Sunday's
/// share.
[[nodiscard]] std::vector<double> expand_activity(const LocalHours& hours, const std::vector<double>& weekday_weights,
                                                  const SimulationClock& clock);

/// Orders per hour in each hour of the span: mean rate x shape of the week (scaled to mean 1) x growth x events.
/// Precondition: some weight is positive.
[[nodiscard]] std::vector<double> expand_demand(const MarketplaceFields& market, const TimeZone& zone,
                                                const SimulationClock& clock);

/// Weight of each hour of the span, mean 1 over a plain week, from the 24 hours of a day and a weekend's factor.
[[nodiscard]] std::vector<double> expand_background(const BackgroundFields& background, const TimeZone& zone,
                                                    const SimulationClock& clock);

/// Whether each hour of the span begins on a Saturday or Sunday of the zone.
[[nodiscard]] std::vector<bool> expand_weekends(const TimeZone& zone, const SimulationClock& clock);

}  // namespace faultline
