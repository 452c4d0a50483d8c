// What the training part says of the weeks to come.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/backtest/count_law.h"
#include "analysis/backtest/week_counts.h"

namespace faultline::backtest {

/// A rate and how well it is known: exp(ln rate + t x relative error), t of Student's law.
struct WeeklyRate {
  double per_week = 0.0;
  double relative_error = 0.0;
  double degrees = 1.0;

  /// The middles of as many equally likely parts of that law.
  [[nodiscard]] std::vector<double> parts(std::size_t count) const;
};

/// The rate of a part of the records. Its error is the larger of two: quasi-Poisson over blocks (fit::rate_per_day),
/// and Newey and West's of the weekly counts, which sees that weeks hang together. Precondition: 8 whole weeks, some
/// events.
[[nodiscard]] WeeklyRate weekly_rate(const fit::DayCounts& days, const Weeks& weeks);

/// Variance over mean of weekly counts under a negative binomial with their mean.
struct WeeklyDispersion {
  double value = 1.0;         ///< median
  double low = 1.0;           ///< 2.5 %
  double high = 1.0;          ///< 97.5 %
  std::vector<double> parts;  ///< middles of equally likely parts
};

/// Posterior with 1 / dispersion uniform on (0, 1), by a grid of likelihoods up to a dispersion of 10,000.
/// Precondition: some events.
[[nodiscard]] WeeklyDispersion weekly_dispersion(std::span<const std::uint64_t> counts);

/// A week's count, given what is not known exactly (rate, dispersion): one law for each equally likely value of it, the
/// same for all weeks to come.
struct Forecast {
  std::vector<CountLaw> given;
  CountLaw pooled;  ///< their mixture: a single week's law

  explicit Forecast(std::vector<CountLaw> laws) : given(std::move(laws)), pooled(CountLaw::mixture(given)) {}
};

/// The records alone: negative binomial weeks, rate and dispersion each with its uncertainty.
[[nodiscard]] Forecast fitted_forecast(const WeeklyRate& rate, const WeeklyDispersion& dispersion);
/// A simulation's weeks, moved to the training part's rate with its uncertainty (CountLaw::moved). Precondition: some
/// week has an event.
[[nodiscard]] Forecast simulated_forecast(const CountLaw& simulated, const WeeklyRate& rate);

}  // namespace faultline::backtest
