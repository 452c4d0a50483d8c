#include "analysis/fit/hour_profile.h"

#include <algorithm>
#include <numeric>

#include "analysis/fit/wording.h"

namespace faultline::fit {
namespace {

constexpr std::int64_t kSecondsPerHour = 3600;
constexpr std::int64_t kWeekSeconds = static_cast<std::int64_t>(kWeekHours) * kSecondsPerHour;

/// Rates of each hour: counts over exposure.
std::array<double, kWeekHours> rates_of(const WeekHours& hours) {
  std::array<double, kWeekHours> rates{};
  for (std::size_t h = 0; h < kWeekHours; ++h) {
    rates.at(h) = hours.exposure.at(h) > 0.0 ? hours.counts.at(h) / hours.exposure.at(h) : 0.0;
  }
  return rates;
}

/// Mean rate of each hour under weekday x smoothed shape of the day.
std::array<double, kWeekHours> smooth_rates(const std::array<double, kWeekHours>& rates) {
  constexpr std::array<double, 5> kKernel{1.0 / 9, 2.0 / 9, 3.0 / 9, 2.0 / 9, 1.0 / 9};
  std::array<std::array<double, 24>, 2> shape{};  // of weekdays, of weekends
  std::array<double, 7> by_day{};
  for (std::size_t h = 0; h < kWeekHours; ++h) {
    shape.at(h / 24 >= 5 ? 1 : 0).at(h % 24) += rates.at(h);
    by_day.at(h / 24) += rates.at(h);
  }
  std::array<double, kWeekHours> smooth{};
  for (std::size_t kind = 0; kind < 2; ++kind) {
    std::array<double, 24> even{};
    double sum = 0.0;
    for (std::size_t h = 0; h < 24; ++h) {
      for (std::size_t k = 0; k < 5; ++k) even.at(h) += kKernel.at(k) * shape.at(kind).at((h + 22 + k) % 24);
      sum += even.at(h);
    }
    for (std::size_t day = kind == 0 ? 0 : 5; day < (kind == 0 ? 5U : 7U); ++day) {
      for (std::size_t h = 0; h < 24; ++h) {
        smooth.at(day * 24 + h) = sum > 0.0 ? by_day.at(day) * even.at(h) / sum : 0.0;
      }
    }
  }
  return smooth;
}

Figure plain_figure(std::string name, std::string meaning, double value, double n) {
  Figure figure;
  figure.name = std::move(name);
  figure.meaning = std::move(meaning);
  figure.estimate.value = value;
  figure.estimate.n = static_cast<std::size_t>(n);
  figure.estimate.method = "as counted";
  figure.estimate.warnings.emplace_back("an extreme of noisy counts: no interval, and biased outwards with few events");
  figure.verdict = kNoLaw;
  return figure;
}

}  // namespace

double WeekHours::total() const { return std::accumulate(counts.begin(), counts.end(), 0.0); }

WeekHours week_hours(std::span<const std::int64_t> local_seconds) {
  WeekHours hours;
  hours.exposure.fill(1.0);
  for (const std::int64_t second : local_seconds) {
    constexpr std::int64_t kThursdayToMonday = 3 * 24 * kSecondsPerHour;
    const std::int64_t within = ((second + kThursdayToMonday) % kWeekSeconds + kWeekSeconds) % kWeekSeconds;
    hours.counts.at(static_cast<std::size_t>(within / kSecondsPerHour)) += 1.0;
  }
  return hours;
}

std::optional<HourProfile> hour_profile(const WeekHours& hours, double phi) {
  const double total = hours.total();
  if (!(total > 0.0)) return std::nullopt;
  const auto rates = rates_of(hours);
  const auto smooth = smooth_rates(rates);
  phi = std::max(phi, 1.0);
  // E[(x - e)^2 / e] = phi + tau^2 e: one equation for tau^2, summed over hours.
  double excess = 0.0;
  double weight_sum = 0.0;
  for (std::size_t h = 0; h < kWeekHours; ++h) {
    const double expected = smooth.at(h) * hours.exposure.at(h);
    if (!(expected > 0.0)) continue;
    const double gap = hours.counts.at(h) - expected;
    excess += gap * gap / expected - phi;
    weight_sum += expected;
  }
  const double tau2 = weight_sum > 0.0 ? std::max(0.0, excess / weight_sum) : 0.0;
  HourProfile profile;
  double sum = 0.0;
  double weights = 0.0;
  std::vector<double>& values = profile.shrunk.values;
  for (std::size_t h = 0; h < kWeekHours; ++h) {
    const double expected = smooth.at(h) * hours.exposure.at(h);
    const double weight = expected > 0.0 ? expected * tau2 / (phi + expected * tau2) : 0.0;
    values.push_back(weight * rates.at(h) + (1.0 - weight) * smooth.at(h));
    sum += values.back();
    weights += weight;
  }
  for (double& value : values) value *= static_cast<double>(kWeekHours) / sum;
  profile.mean_weight = weights / static_cast<double>(kWeekHours);
  profile.shrunk.name = "hour_weights";
  profile.shrunk.meaning = "168 hours of a week from Monday 00:00, mean 1";
  profile.shrunk.n = static_cast<std::size_t>(total);
  profile.shrunk.method = "empirical Bayes towards weekday x smoothed hour of day";
  profile.shrunk.verdict = "hours move " + short_number(100.0 * profile.mean_weight) +
                           " % of the way from the smooth shape to their own counts";
  return profile;
}

std::array<double, 24> day_shape(const WeekHours& hours) {
  const auto rates = rates_of(hours);
  std::array<double, 24> shape{};
  double sum = 0.0;
  for (std::size_t h = 0; h < kWeekHours; ++h) {
    shape.at(h % 24) += rates.at(h);
    sum += rates.at(h);
  }
  for (double& value : shape) value = sum > 0.0 ? value * 24.0 / sum : 0.0;
  return shape;
}

std::vector<Figure> profile_figures(const WeekHours& hours) {
  const double total = hours.total();
  if (!(total > 0.0)) return {};
  const auto rates = rates_of(hours);
  const double sum = std::accumulate(rates.begin(), rates.end(), 0.0);
  const auto shape = day_shape(hours);
  const double weekend = std::accumulate(rates.begin() + 120, rates.end(), 0.0);
  const auto [quietest, busiest] = std::minmax_element(shape.begin(), shape.end());
  const auto peak = std::max_element(rates.begin(), rates.end());
  const auto at = peak - rates.begin();
  constexpr std::array<const char*, 7> kDays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                             "Friday", "Saturday", "Sunday"};
  std::vector<Figure> figures;
  figures.push_back(
      plain_figure("hour_of_week_peak_to_mean",
                   "busiest of the 168 hours: " + std::string(kDays.at(static_cast<std::size_t>(at / 24))) + " " +
                       std::to_string(at % 24) + "h",
                   *peak * static_cast<double>(kWeekHours) / sum, total));
  figures.push_back(plain_figure("hour_of_week_least_to_mean", "quietest of the 168 hours",
                                 *std::min_element(rates.begin(), rates.end()) * static_cast<double>(kWeekHours) / sum,
                                 total));
  figures.push_back(plain_figure("hour_of_day_peak_to_mean",
                                 "busiest hour of the day: " + std::to_string(busiest - shape.begin()) + "h", *busiest,
                                 total));
  figures.push_back(plain_figure("hour_of_day_least_to_mean",
                                 "quietest hour of the day: " + std::to_string(quietest - shape.begin()) + "h",
                                 *quietest, total));
  Figure share;
  share.name = "weekend_share";
  share.meaning = "share of events on Saturday and Sunday";
  share.estimate.value = weekend / sum;
  share.estimate.n = static_cast<std::size_t>(total);
  share.estimate.method = "as counted";
  if (const auto wilson = stats::proportion_estimate(static_cast<std::uint64_t>(weekend / sum * total + 0.5),
                                                     static_cast<std::uint64_t>(total + 0.5))) {
    share.estimate.interval = wilson->interval;
    share.estimate.method = "proportion, Wilson; events of a day taken for independent";
  }
  share.verdict = kNoLaw;
  figures.push_back(std::move(share));
  return figures;
}

}  // namespace faultline::fit
