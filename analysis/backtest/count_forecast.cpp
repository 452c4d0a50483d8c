#include "analysis/backtest/count_forecast.h"

#include <algorithm>
#include <map>

#include "analysis/fit/arrivals.h"
#include "analysis/fit/likelihood.h"
#include "analysis/stats/serial_dependence.h"
#include "analysis/stats/special_functions.h"
#include "models/core/elementary.h"

namespace faultline::backtest {
namespace {

constexpr std::size_t kRateParts = 31;
constexpr std::size_t kDispersionParts = 9;

double middle_of(std::size_t part, std::size_t parts) {
  return (static_cast<double>(part) + 0.5) / static_cast<double>(parts);
}

}  // namespace

std::vector<double> WeeklyRate::parts(std::size_t count) const {
  std::vector<double> rates;
  for (std::size_t i = 0; i < count; ++i) {
    const double t = stats::student_t_quantile(middle_of(i, count), degrees);
    rates.push_back(per_week * elementary::exp(t * relative_error));
  }
  return rates;
}

WeeklyRate weekly_rate(const fit::DayCounts& days, const Weeks& weeks) {
  WeeklyRate rate;
  const auto daily = fit::rate_per_day(days);
  const auto weekly = stats::long_run_mean(weeks.values());
  rate.per_week = 7.0 * daily->estimate.value;
  rate.relative_error = std::max(daily->estimate.standard_error.value_or(0.0) / daily->estimate.value,
                                 weekly->value > 0.0 ? *weekly->standard_error / weekly->value : 0.0);
  rate.degrees = static_cast<double>(fit::block_totals(days).totals.size() - 1);
  return rate;
}

WeeklyDispersion weekly_dispersion(std::span<const std::uint64_t> counts) {
  constexpr std::size_t kGrid = 500;
  const double most_log = elementary::log(1e4);
  std::map<std::uint64_t, double> weeks_of;
  double total = 0.0;
  for (const std::uint64_t count : counts) {
    weeks_of[count] += 1.0;
    total += static_cast<double>(count);
  }
  const double mean = total / static_cast<double>(counts.size());
  // Even steps of ln dispersion, on which a uniform 1 / dispersion has the density 1 / dispersion.
  std::vector<double> logs(kGrid);
  for (std::size_t i = 0; i < kGrid; ++i) {
    const double log_dispersion = most_log * middle_of(i, kGrid);
    logs[i] = -log_dispersion;
    for (const auto& [count, weeks] : weeks_of) {
      logs[i] += weeks * fit::log_negative_binomial(count, mean, elementary::exp(log_dispersion));
    }
  }
  const double top = *std::max_element(logs.begin(), logs.end());
  std::vector<double> cumulative(kGrid);
  double sum = 0.0;
  for (std::size_t i = 0; i < kGrid; ++i) cumulative[i] = sum += elementary::exp(logs[i] - top);
  const auto at = [&](double probability) {
    const auto found = std::lower_bound(cumulative.begin(), cumulative.end(), probability * sum);
    return elementary::exp(most_log * middle_of(static_cast<std::size_t>(found - cumulative.begin()), kGrid));
  };
  WeeklyDispersion dispersion{at(0.5), at(0.025), at(0.975), {}};
  for (std::size_t i = 0; i < kDispersionParts; ++i) dispersion.parts.push_back(at(middle_of(i, kDispersionParts)));
  return dispersion;
}

Forecast fitted_forecast(const WeeklyRate& rate, const WeeklyDispersion& dispersion) {
  std::vector<CountLaw> laws;
  for (const double mean : rate.parts(kRateParts)) {
    for (const double d : dispersion.parts) laws.push_back(CountLaw::negative_binomial(mean, d));
  }
  return Forecast(std::move(laws));
}

Forecast simulated_forecast(const CountLaw& simulated, const WeeklyRate& rate) {
  std::vector<CountLaw> laws;
  for (const double mean : rate.parts(kRateParts)) laws.push_back(simulated.moved(mean / simulated.mean()));
  return Forecast(std::move(laws));
}

}  // namespace faultline::backtest
