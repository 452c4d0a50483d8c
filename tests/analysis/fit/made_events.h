// Events drawn from laws that are known.
#pragma once

#include <cstdint>
#include <vector>

#include "models/core/elementary.h"
#include "models/core/philox.h"
#include "models/core/samplers.h"

namespace faultline::fit::testing {

/// Days of events: each day's count is negative binomial with variance `dispersion` x mean, the mean by weekday.
inline std::vector<std::int64_t> made_days(std::uint32_t run, std::int64_t days, const std::vector<double>& means,
                                           double dispersion) {
  const KeyedDraws draws(20260309, run);
  std::vector<std::int64_t> events;
  for (std::int64_t day = 0; day < days; ++day) {
    double mean = means[static_cast<std::size_t>((day + 3) % 7)];
    const auto subject = static_cast<std::uint32_t>(day);
    if (dispersion > 1.0 && mean > 0.0) {
      mean = gamma_variate(draws, subject, 1, 1, mean / (dispersion - 1.0), mean);
    }
    const std::uint32_t count = mean > 0.0 ? poisson(draws.uniform(subject, 2, draw_detail(2)), mean) : 0;
    events.insert(events.end(), count, day);
  }
  return events;
}

/// Lognormal values, rounded up to whole ones of at least 1.
inline std::vector<double> made_sizes(std::uint32_t run, std::uint32_t n, double log_mean, double log_sd) {
  const KeyedDraws draws(4711, run);
  std::vector<double> values;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double z = elementary::normal_quantile(draws.uniform(i, 3, draw_detail(3)));
    values.push_back(elementary::exp(log_mean + log_sd * z));
  }
  return values;
}

}  // namespace faultline::fit::testing
