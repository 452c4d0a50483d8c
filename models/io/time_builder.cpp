#include "models/io/time_builder.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "models/core/nearest_name.h"
#include "models/io/expand.h"

namespace faultline {
namespace {

class TimeBuilder {
 public:
  TimeBuilder(const ScenarioFields& fields, const std::vector<Marketplace>* laid, Scenario& scenario,
              NameTable& calendars, ProblemList& problems)
      : fields_(fields), laid_(laid), scenario_(scenario), calendars_(calendars), problems_(problems) {}

  bool build() {
    if (!build_clock()) {
      return false;
    }
    build_marketplaces();
    build_calendars();
    build_background();
    return true;
  }

 private:
  std::optional<TimeZone> zone_named(const std::string& name, const Place& place) {
    const std::string& wanted = name.empty() ? fields_.time.zone : name;
    std::optional<TimeZone> zone = TimeZone::find(wanted);
    if (!zone && (!name.empty() || &place == &fields_.time.place)) {
      problems_.add(place.problem("/zone", '"' + printable(wanted) + '"', "is no time zone of the IANA database",
                                  suggestion_for(wanted, TimeZone::names())));
    }
    return zone;
  }

  bool build_clock() {
    const TimeFields& time = fields_.time;
    const std::optional<TimeZone> zone = zone_named("", time.place);
    const std::optional<std::int64_t> day = parse_date(time.start);
    if (!day && !time.start.empty()) {
      problems_.add(time.place.problem("/start", '"' + printable(time.start) + '"',
                                       "must be a date of the years 1970 to 2200, YYYY-MM-DD"));
    }
    if (!day || !zone) {
      return false;
    }
    scenario_.time.warm_up_hours = 24.0 * time.warm_up_days;
    scenario_.time.horizon_hours = 24.0 * time.horizon_days;
    scenario_.time.run_off_hours = 24.0 * time.run_off_days;
    clock_.horizon_begin_hours = scenario_.time.warm_up_hours;
    clock_.span_hours = scenario_.time.end();
    clock_.start_utc_seconds = zone->to_utc(*day, 0) - std::llround(scenario_.time.warm_up_hours * 3600.0);
    scenario_.time.start_utc = iso_utc(clock_.start_utc_seconds);
    scenario_.time.weekend_hours = expand_weekends(*zone, clock_);
    return true;
  }

  void build_marketplaces() {
    if (laid_ != nullptr) {
      scenario_.marketplaces = *laid_;
      return;
    }
    for (const MarketplaceFields& market : fields_.marketplaces) {
      const std::optional<TimeZone> zone = zone_named(market.zone, market.place);
      const auto positive = [](double weight) { return weight > 0.0; };
      const bool some_hour =
          market.hour_weights.empty() || std::any_of(market.hour_weights.begin(), market.hour_weights.end(), positive);
      const bool some_day = std::any_of(market.weekday_factors.begin(), market.weekday_factors.end(), positive);
      if (!some_hour || !some_day) {
        problems_.add(
            market.place.problem(some_hour ? "/weekday_factors" : "/hour_weights", "", "some weight must be above 0"));
      } else if (zone) {
        add_marketplace(market, expand_demand(market, *zone, clock_));
      }
    }
  }

  void add_marketplace(const MarketplaceFields& market, const std::vector<double>& orders) {
    constexpr double kMostOrdersPerHour = 1e15;  // integers stay exact in doubles
    if (std::any_of(orders.begin(), orders.end(), [](double rate) { return !(rate <= kMostOrdersPerHour); })) {
      problems_.add(market.place.problem("", "", "growth and events raise demand beyond 1e15 orders per hour"));
    } else {
      scenario_.marketplaces.push_back({market.id, DemandCurve(orders)});
    }
  }

  void build_calendars() {
    for (const CalendarFields& calendar : fields_.calendars) {
      if (!calendars_.add(calendar.id) || calendar.id == "always") {
        NameTable::duplicate(calendar.id, "calendar", calendar.place, problems_);
      }
      const std::optional<LocalHours> hours = local_hours(calendar);
      const std::vector<OpenInterval> open = hours ? expand_calendar(*hours, clock_) : std::vector<OpenInterval>{};
      if (hours && open.empty()) {
        problems_.add(calendar.place.problem("/open", "", "the calendar has no open hour in the simulated span",
                                             "add open hours, or remove holidays"));
      }
      scenario_.calendars.push_back(open.empty() ? Calendar::always() : Calendar(open, clock_.span_hours));
      add_activity(hours.value_or(LocalHours{*TimeZone::find("UTC"), {}, {}}));
    }
    calendars_.add("always");
    scenario_.calendars.push_back(Calendar::always());
    LocalHours all_day{*TimeZone::find(fields_.time.zone), {}, {}};
    all_day.by_weekday.fill({{0, kSecondsPerDay}});
    add_activity(all_day);
  }

  void add_activity(const LocalHours& hours) {
    scenario_.organisation.activity.push_back({expand_activity(hours, fields_.organisation.weekday_weights, clock_)});
  }

  std::optional<LocalHours> local_hours(const CalendarFields& calendar) {
    const std::optional<TimeZone> zone = zone_named(calendar.zone, calendar.place);
    if (!zone) {
      return std::nullopt;
    }
    LocalHours hours{*zone, {}, {}};
    for (const CalendarFields::Open& open : calendar.open) {
      const std::optional<std::int64_t> from = parse_time_of_day(open.from);
      const std::optional<std::int64_t> to = parse_time_of_day(open.to);
      if (!from || !to || *from >= *to) {
        problems_.add(open.place.problem("", printable(open.from) + " to " + printable(open.to),
                                         "from and to must be times HH:MM, up to 24:00, from before to"));
        continue;
      }
      for (std::size_t day = 0; day < 7; ++day) {
        if ((open.days >> day & 1) != 0) {
          add_hours(hours.by_weekday[day], {*from, *to}, open.place);
        }
      }
    }
    for (std::size_t i = 0; i < calendar.holidays.size(); ++i) {
      if (const auto day = parse_date(calendar.holidays[i])) {
        hours.holidays.push_back(*day);
      } else {
        problems_.add(calendar.place.problem("/holidays/" + std::to_string(i),
                                             '"' + printable(calendar.holidays[i]) + '"',
                                             "must be a date, YYYY-MM-DD"));
      }
    }
    std::sort(hours.holidays.begin(), hours.holidays.end());
    return hours;
  }

  void add_hours(std::vector<LocalHours::Interval>& day, LocalHours::Interval interval, const Place& place) {
    for (const LocalHours::Interval& other : day) {
      if (interval.from_second < other.to_second && other.from_second < interval.to_second) {
        problems_.add(place.problem("", "", "open hours of one day overlap"));
        return;
      }
    }
    day.push_back(interval);
  }

  void build_background() {
    scenario_.background = fields_.background.incidents;
    const std::optional<TimeZone> zone = zone_named("", fields_.place);
    const std::vector<double>& weights = fields_.background.hour_weights;
    if (!weights.empty() && std::none_of(weights.begin(), weights.end(), [](double w) { return w > 0.0; })) {
      problems_.add(fields_.place.problem("/background_incidents/hour_weights", "", "some weight must be above 0"));
    } else if (zone) {
      scenario_.background.weight_per_hour = expand_background(fields_.background, *zone, clock_);
    }
  }

  const ScenarioFields& fields_;
  const std::vector<Marketplace>* laid_;
  Scenario& scenario_;
  NameTable& calendars_;
  ProblemList& problems_;
  SimulationClock clock_;
};

}  // namespace

bool lay_time(const ScenarioFields& fields, const std::vector<Marketplace>* laid, Scenario& scenario,
              NameTable& calendars, ProblemList& problems) {
  return TimeBuilder(fields, laid, scenario, calendars, problems).build();
}

}  // namespace faultline
