#include "analysis/fit/demand_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include "analysis/fit/hour_profile.h"
#include "analysis/fit/stream.h"
#include "analysis/stats/paired.h"
#include "models/core/how_many.h"

namespace faultline::fit {
namespace {

constexpr std::int64_t kSecondsPerHour = 3600;
constexpr std::size_t kFewestWeeks = 4;

/// A day of which hours are known.
struct Day {
  double orders = 0.0;
  std::size_t hours = 0;
};
using Days = std::map<std::int64_t, Day>;

bool is_weekend(std::int64_t day) { return ((day + 3) % 7 + 7) % 7 >= 5; }

std::size_t hour_of_week(std::int64_t local_seconds) {
  constexpr std::int64_t kThursdayToMonday = 3 * 24;
  const std::int64_t hour = local_seconds / kSecondsPerHour + kThursdayToMonday;
  return static_cast<std::size_t>((hour % 168 + 168) % 168);
}

/// Mean of the days' hourly means within each week of seven, in order.
std::vector<double> weekly_means(const Days& days) {
  std::vector<double> means;
  std::vector<double> week;
  for (const auto& [day, of_day] : days) {
    if (of_day.hours < 24) continue;
    week.push_back(of_day.orders / 24.0);
    if (week.size() == 7) {
      means.push_back(std::accumulate(week.begin(), week.end(), 0.0) / 7.0);
      week.clear();
    }
  }
  return means;
}

Figure level(const Days& days, const WeekHours& hours, std::size_t n) {
  // The mean of a plain week: each of its hours counts alike, however often it was watched.
  double sum = 0.0;
  double watched = 0.0;
  for (std::size_t h = 0; h < kWeekHours; ++h) {
    if (!(hours.exposure.at(h) > 0.0)) continue;
    sum += hours.counts.at(h) / hours.exposure.at(h);
    watched += 1.0;
  }
  Figure figure;
  figure.name = "orders_per_hour";
  figure.meaning = "mean over the hours of a plain week";
  figure.verdict = kNoLaw;
  figure.estimate.value = watched > 0.0 ? sum / watched : 0.0;
  figure.estimate.n = n;
  const std::vector<double> weeks = weekly_means(days);
  std::vector<double> parts = weeks;
  figure.estimate.method = "mean of hours; Student's t over weeks";
  if (weeks.size() < kFewestWeeks) {
    parts.clear();
    for (const auto& [day, of_day] : days) {
      if (of_day.hours == 24) parts.push_back(of_day.orders / 24.0);
    }
    figure.estimate.method = "mean of hours; Student's t over days";
    figure.estimate.warnings.emplace_back("fewer than 4 whole weeks: the interval knows nothing of weeks that differ");
  }
  if (const auto spread = stats::mean_estimate(parts); spread && spread->standard_error && spread->interval) {
    const double half = 0.5 * (spread->interval->high - spread->interval->low);
    figure.estimate.standard_error = spread->standard_error;
    figure.estimate.interval =
        stats::Interval{std::max(0.0, figure.estimate.value - half), figure.estimate.value + half};
  }
  if (watched < static_cast<double>(kWeekHours)) {
    figure.estimate.warnings.emplace_back(std::to_string(kWeekHours - static_cast<std::size_t>(watched)) +
                                          " of the 168 hours of a week were never watched");
  }
  return figure;
}

/// Variance over mean of counts of the same hour of the week; 1 with nothing to compare.
double dispersion_of(const std::array<std::vector<double>, kWeekHours>& by_hour) {
  double chi = 0.0;
  double degrees = 0.0;
  for (const std::vector<double>& counts : by_hour) {
    if (counts.size() < 2) continue;
    const double mean = std::accumulate(counts.begin(), counts.end(), 0.0) / static_cast<double>(counts.size());
    if (!(mean > 0.0)) continue;
    for (const double count : counts) chi += (count - mean) * (count - mean) / mean;
    degrees += static_cast<double>(counts.size() - 1);
  }
  return degrees > 0.0 ? std::max(1.0, chi / degrees) : 1.0;
}

void add_day_figures(const Days& days, Group& group) {
  stats::MomentAccumulator totals;
  std::vector<double> weekend;
  std::vector<double> work;
  std::size_t partial = 0;
  for (const auto& [day, of_day] : days) {
    if (of_day.hours < 24) {
      ++partial;
      continue;
    }
    totals.add(of_day.orders);
    (is_weekend(day) ? weekend : work).push_back(of_day.orders);
  }
  if (partial > 0) {
    group.notes.push_back(how_many(partial, "day") + (partial == 1 ? " lacks" : " lack") +
                          " hours: left out of figures of whole days");
  }
  const auto w = stats::mean_estimate(weekend);
  const auto k = stats::mean_estimate(work);
  if (w && k && w->standard_error && k->standard_error && k->value > 0.0 && w->value > 0.0) {
    Figure ratio{"weekend_to_weekday", "orders of a weekend day to a weekday's", {}, kNoLaw, std::nullopt};
    const double relative =
        std::sqrt(std::pow(*w->standard_error / w->value, 2) + std::pow(*k->standard_error / k->value, 2));
    const auto half = stats::t_estimate(0.0, relative, std::min(w->n, k->n), stats::kConfidence, "");
    ratio.estimate.value = w->value / k->value;
    ratio.estimate.n = w->n + k->n;
    ratio.estimate.method = "ratio of means of whole days, delta method on the logarithm, Student's t";
    ratio.estimate.standard_error = ratio.estimate.value * relative;
    if (half && half->interval) {
      ratio.estimate.interval = stats::Interval{ratio.estimate.value * std::exp(half->interval->low),
                                                ratio.estimate.value * std::exp(half->interval->high)};
    }
    group.figures.push_back(std::move(ratio));
  }
  if (totals.count() >= 2 && totals.mean() > 0.0) {
    Figure spread{"daily_cv", "standard deviation of whole days' orders over their mean", {}, kNoLaw, std::nullopt};
    spread.estimate.value = std::sqrt(*totals.variance()) / totals.mean();
    spread.estimate.n = totals.count();
    spread.estimate.method = "moments; days hang together, so there is no interval";
    group.figures.push_back(std::move(spread));
  }
}

Group market_group(const std::string& name, const std::vector<const DemandHour*>& hours, const FitOptions& options) {
  Group group;
  group.name = name;
  group.n = hours.size();
  WeekHours week;
  std::array<std::vector<double>, kWeekHours> by_hour;
  Days days;
  for (const DemandHour* hour : hours) {
    const std::int64_t local = options.clock(hour->begin);
    const std::size_t h = hour_of_week(local);
    week.counts.at(h) += hour->orders;
    week.exposure.at(h) += 1.0;
    by_hour.at(h).push_back(hour->orders);
    Day& day = days[options.day_of(hour->begin)];
    day.orders += hour->orders;
    ++day.hours;
  }
  group.period.first_day = days.begin()->first;
  group.period.last_day = days.rbegin()->first;
  group.period.covered_days = days.size();
  for (auto day = days.begin(); std::next(day) != days.end(); ++day) {
    const std::int64_t next = std::next(day)->first;
    if (next > day->first + 1) group.period.holes.emplace_back(day->first + 1, next - 1);
  }
  group.figures.push_back(level(days, week, hours.size()));
  add_day_figures(days, group);
  for (Figure& figure : profile_figures(week)) {
    // Orders of a day come together: their number says nothing of how sure a share of them is.
    if (figure.name == "weekend_share") continue;
    figure.estimate.n = hours.size();
    group.figures.push_back(std::move(figure));
  }
  const double phi = dispersion_of(by_hour);
  if (auto profile = hour_profile(week, phi)) {
    profile->shrunk.n = hours.size();
    group.series.push_back(std::move(profile->shrunk));
  }
  Figure dispersion{
      "hourly_dispersion", "variance over mean of counts of the same hour of the week", {}, kNoLaw, std::nullopt};
  dispersion.estimate.value = phi;
  dispersion.estimate.n = hours.size();
  dispersion.estimate.method = "Pearson's statistic over its degrees of freedom, at least 1";
  group.figures.push_back(std::move(dispersion));
  return group;
}

}  // namespace

Findings fit_demand(std::span<const DemandHour> every, const FitOptions& options) {
  Findings findings;
  findings.kind = "demand";
  std::map<std::string, std::vector<const DemandHour*>> markets;
  for (const DemandHour& hour : every) {
    if (options.within(hour.begin)) markets[hour.marketplace].push_back(&hour);
  }
  for (const auto& [market, hours] : markets) {
    const std::string name = market.empty() ? "demand" : market;
    findings.groups.push_back(market_group(name, hours, options));
    if (market.find_first_of("/~[]") != std::string::npos) continue;  // no pointer says such a name
    const std::string target = "/marketplaces/" + (market.empty() ? std::string("[]") : "[id=" + market + "]");
    findings.plugs.push_back({target + "/orders_per_hour", name, "orders_per_hour"});
    findings.plugs.push_back({target + "/hour_weights", name, "hour_weights"});
  }
  drop_missing_plugs(findings);
  return findings;
}

}  // namespace faultline::fit
