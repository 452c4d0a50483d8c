#include "analysis/fit/arrivals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "analysis/fit/likelihood.h"
#include "analysis/fit/wording.h"
#include "analysis/stats/paired.h"
#include "analysis/stats/special_functions.h"
#include "models/core/elementary.h"

namespace faultline::fit {
namespace {

constexpr std::size_t kFewestWeeks = 8;
constexpr double kFewestEvents = 20.0;
constexpr std::size_t kFewestBlocks = 4;

/// 0 for Monday; 1970-01-01 was a Thursday.
std::size_t weekday(std::int64_t day) { return static_cast<std::size_t>(((day + 3) % 7 + 7) % 7); }

std::array<double, 7> weekday_means(const DayCounts& counts) {
  std::array<double, 7> sums{};
  std::array<double, 7> days{};
  for (std::size_t i = 0; i < counts.counts.size(); ++i) {
    sums.at(weekday(counts.days[i])) += counts.counts[i];
    days.at(weekday(counts.days[i])) += 1.0;
  }
  for (std::size_t d = 0; d < 7; ++d) sums.at(d) = days.at(d) > 0.0 ? sums.at(d) / days.at(d) : 0.0;
  return sums;
}

/// Counts of days by weekday: how many days of each weekday had each count.
using WeekdayCounts = std::array<std::map<std::uint64_t, double>, 7>;

double log_likelihood(const WeekdayCounts& counts, const std::array<double, 7>& means, double dispersion) {
  double sum = 0.0;
  for (std::size_t d = 0; d < 7; ++d) {
    if (means.at(d) <= 0.0) continue;  // nothing ever happens on that day: its counts are certain
    for (const auto& [count, days] : counts.at(d)) {
      sum += days * log_negative_binomial(count, means.at(d), dispersion);
    }
  }
  return sum;
}

/// Pearson's test of pooled counts against the law; absent with too few kinds of count.
std::optional<double> fit_p_value(const WeekdayCounts& counts, const std::array<double, 7>& means, double dispersion,
                                  std::uint64_t largest) {
  constexpr double kLeastExpected = 5.0;
  std::vector<std::pair<double, double>> cells;  // observed and expected
  double observed = 0.0;
  double expected = 0.0;
  double all_observed = 0.0;
  double all_expected = 0.0;
  double days_in_all = 0.0;
  std::array<double, 7> of_weekday{};
  for (std::size_t d = 0; d < 7; ++d) {
    for (const auto& [count, days] : counts.at(d)) of_weekday.at(d) += days;
    days_in_all += of_weekday.at(d);
  }
  for (std::uint64_t k = 0; k <= largest; ++k) {
    for (std::size_t d = 0; d < 7; ++d) {
      const double days = of_weekday.at(d);
      const auto seen = counts.at(d).find(k);
      observed += seen == counts.at(d).end() ? 0.0 : seen->second;
      if (means.at(d) <= 0.0) {
        expected += k == 0 ? days : 0.0;
      } else {
        expected += days * elementary::exp(log_negative_binomial(k, means.at(d), dispersion));
      }
    }
    if (days_in_all - all_expected - expected < kLeastExpected) break;  // the rest is one cell
    if (expected >= kLeastExpected && days_in_all - all_expected - expected >= kLeastExpected) {
      cells.emplace_back(observed, expected);
      all_observed += observed;
      all_expected += expected;
      observed = expected = 0.0;
    }
  }
  cells.emplace_back(days_in_all - all_observed, days_in_all - all_expected);
  if (cells.size() < 3) return std::nullopt;
  double x2 = 0.0;
  for (const auto& [seen, meant] : cells) x2 += (seen - meant) * (seen - meant) / std::max(meant, 1e-9);
  return 1.0 - stats::chi_square_cdf(x2, static_cast<double>(cells.size() - 2));
}

}  // namespace

std::optional<Figure> rate_per_day(const DayCounts& counts) {
  if (counts.counts.empty()) return std::nullopt;
  const auto days = static_cast<double>(counts.counts.size());
  const double total = counts.total();
  Figure figure;
  figure.name = "per_day";
  figure.meaning = "events for each covered day";
  figure.verdict = kNoLaw;
  stats::Estimate& rate = figure.estimate;
  rate.value = total / days;
  rate.n = static_cast<std::size_t>(total);
  const Blocks blocks = block_totals(counts);
  stats::MomentAccumulator moments;
  for (const double block : blocks.totals) moments.add(block);
  if (blocks.totals.size() < kFewestBlocks || !(moments.mean() > 0.0)) {
    const double low = total > 0.0 ? stats::chi_square_quantile(0.025, 2.0 * total) / 2.0 : 0.0;
    rate.interval = stats::Interval{low / days, stats::chi_square_quantile(0.975, 2.0 * total + 2.0) / 2.0 / days};
    rate.method = "Poisson rate, exact chi-square";
    rate.warnings.emplace_back("fewer than 4 weeks: counts are taken for Poisson, which real ones are not");
    return figure;
  }
  const double phi = std::max(1.0, *moments.variance() / moments.mean());
  const double relative = std::sqrt(phi / total);
  const double t = stats::student_t_quantile(0.975, static_cast<double>(blocks.totals.size() - 1));
  rate.standard_error = rate.value * relative;
  rate.interval =
      stats::Interval{rate.value * elementary::exp(-t * relative), rate.value * elementary::exp(t * relative)};
  rate.method = "count over covered days; quasi-Poisson over blocks of " + std::to_string(blocks.block_days) +
                " days (variance / mean " + short_number(phi) + ")";
  return figure;
}

std::optional<Figure> raw_dispersion(const DayCounts& counts) {
  const std::size_t weeks = counts.counts.size() / 7;
  if (weeks < kFewestWeeks || !(counts.total() > 0.0)) return std::nullopt;
  struct Sums {
    double n = 0.0;
    double x = 0.0;
    double xx = 0.0;
    [[nodiscard]] double ratio() const {
      const double mean = x / n;
      return (xx / n - mean * mean) / mean;
    }
  };
  Sums all;
  std::vector<Sums> by_week(weeks);
  for (std::size_t i = 0; i < counts.counts.size(); ++i) {
    const double x = counts.counts[i];
    Sums& week = by_week[std::min(i / 7, weeks - 1)];
    for (Sums* sums : {&all, &week}) {
      sums->n += 1.0;
      sums->x += x;
      sums->xx += x * x;
    }
  }
  Figure figure;
  figure.name = "daily_variance_to_mean";
  figure.meaning = "variance over mean of the counts of days, weekends and all";
  figure.verdict = kNoLaw;
  figure.estimate.value = all.ratio();
  figure.estimate.n = counts.counts.size();
  figure.estimate.method = "moments, population variance; jackknife over weeks on the logarithm";
  if (!(figure.estimate.value > 0.0)) return figure;
  stats::MomentAccumulator logs;
  for (const Sums& week : by_week) {
    const Sums rest{all.n - week.n, all.x - week.x, all.xx - week.xx};
    if (!(rest.x > 0.0) || !(rest.ratio() > 0.0)) return figure;
    logs.add(elementary::log(rest.ratio()));
  }
  const auto m = static_cast<double>(weeks);
  const double error = std::sqrt((m - 1.0) / m * *logs.variance() * (m - 1.0));
  const double t = stats::student_t_quantile(0.975, m - 1.0);
  figure.estimate.standard_error = figure.estimate.value * error;
  figure.estimate.interval = stats::Interval{figure.estimate.value * elementary::exp(-t * error),
                                             figure.estimate.value * elementary::exp(t * error)};
  return figure;
}

std::optional<Figure> weekday_dispersion(const DayCounts& counts) {
  if (counts.counts.size() < 7 * kFewestWeeks || counts.total() < kFewestEvents) return std::nullopt;
  const std::array<double, 7> means = weekday_means(counts);
  WeekdayCounts by_count;
  std::uint64_t largest = 0;
  for (std::size_t i = 0; i < counts.counts.size(); ++i) {
    const auto count = static_cast<std::uint64_t>(counts.counts[i]);
    largest = std::max(largest, count);
    by_count.at(weekday(counts.days[i]))[count] += 1.0;
  }
  const auto at = [&](double log_excess) { return log_likelihood(by_count, means, 1.0 + elementary::exp(log_excess)); };
  constexpr double kLowest = -9.0;
  constexpr double kHighest = 9.0;
  const double best = maximum_of(at, kLowest, kHighest);
  const double poisson = log_likelihood(by_count, means, 1.0);
  const double top = std::max(at(best), poisson);
  const double ratio = 2.0 * (top - poisson);
  const double p_poisson = ratio <= 0.0 ? 1.0 : 0.5 * (1.0 - stats::chi_square_cdf(ratio, 1.0));
  const double dispersion = at(best) > poisson ? 1.0 + elementary::exp(best) : 1.0;

  Figure figure;
  figure.name = "daily_dispersion";
  figure.meaning = "variance over mean of the counts of days once the shape of the week is taken out; 1 is Poisson";
  figure.estimate.value = dispersion;
  figure.estimate.n = counts.counts.size();
  figure.estimate.method = "negative binomial with variance D x mean, maximum likelihood, interval by likelihood ratio";
  const double fall = 0.5 * stats::chi_square_quantile(0.95, 1.0);
  const auto below = [&](double x) { return at(x) - (top - fall); };
  const double low = poisson >= top - fall ? 1.0 : 1.0 + elementary::exp(crossing_of(below, kLowest, best));
  const double high = 1.0 + elementary::exp(crossing_of(below, kHighest, best));
  figure.estimate.interval = stats::Interval{low, std::max(high, dispersion)};
  figure.p_value = fit_p_value(by_count, means, std::max(dispersion, 1.0), largest);
  figure.verdict = p_poisson < 0.05 ? "Poisson is rejected (likelihood ratio " + short_number(ratio) + ", p " +
                                          short_p(p_poisson) + ")"
                                    : "Poisson is not rejected (p " + short_p(p_poisson) + ")";
  if (figure.p_value) {
    figure.verdict +=
        *figure.p_value < 0.05 ? "; a negative binomial does not fit either (p " : "; the negative binomial fits (p ";
    figure.verdict += short_p(*figure.p_value) + ")";
  }
  return figure;
}

std::optional<Series> weekday_shares(const DayCounts& counts) {
  if (counts.counts.size() < 14 || !(counts.total() > 0.0)) return std::nullopt;
  const std::array<double, 7> means = weekday_means(counts);
  double sum = 0.0;
  for (const double mean : means) sum += mean;
  Series series;
  series.name = "weekday_shares";
  series.meaning = "share of a week's events, Monday to Sunday";
  for (const double mean : means) series.values.push_back(mean / sum);
  series.n = static_cast<std::size_t>(counts.total());
  series.method = "means of each weekday's covered days";
  series.verdict = kNoLaw;
  return series;
}

std::optional<Figure> weekend_ratio(const DayCounts& counts) {
  // One pair of means a week of the calendar that is covered whole.
  std::map<std::int64_t, std::array<double, 3>> weeks;
  for (std::size_t i = 0; i < counts.counts.size(); ++i) {
    const std::size_t d = weekday(counts.days[i]);
    auto& week = weeks[(counts.days[i] - static_cast<std::int64_t>(d)) / 7];
    week.at(d >= 5 ? 1 : 0) += counts.counts[i];
    week.at(2) += 1.0;
  }
  std::vector<double> weekend;
  std::vector<double> work;
  for (const auto& [week, sums] : weeks) {
    if (sums.at(2) < 7.0) continue;
    work.push_back(sums.at(0) / 5.0);
    weekend.push_back(sums.at(1) / 2.0);
  }
  if (weekend.size() < kFewestWeeks) return std::nullopt;
  auto ratio = stats::ratio_estimate(weekend, work);
  if (!ratio) return std::nullopt;
  Figure figure;
  figure.name = "weekend_to_weekday";
  figure.meaning = "a weekend day's events to a weekday's";
  figure.estimate = *std::move(ratio);
  figure.estimate.n = static_cast<std::size_t>(counts.total());
  if (!(figure.estimate.value > 0.0)) {
    figure.estimate.interval.reset();
    figure.estimate.warnings = {"nothing happened at weekends: no interval"};
  } else if (figure.estimate.interval) {
    figure.estimate.interval->low = std::max(0.0, figure.estimate.interval->low);
  }
  figure.verdict = kNoLaw;
  return figure;
}

}  // namespace faultline::fit
