// How often things happen, and how unevenly from day to day.
#pragma once

#include <optional>
#include <vector>

#include "analysis/fit/day_counts.h"
#include "analysis/fit/findings.h"

namespace faultline::fit {

/// Events for each covered day. The interval is exp(ln rate +- t sqrt(phi / N)), quasi-Poisson, with phi the variance
/// over the mean of block totals (at least 1) and Student's t on one degree less than there are blocks (McCullagh and
/// Nelder, Generalized Linear Models, 1989, section 6.2.3); Garwood's exact one below 4 blocks. Absent without a day.
[[nodiscard]] std::optional<Figure> rate_per_day(const DayCounts& counts);

/// Variance over mean of the counts of days as they stand, weekends and all. The interval is a jackknife over weeks on
/// the logarithm (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 11). Absent below 8 weeks or
/// without an event.
[[nodiscard]] std::optional<Figure> raw_dispersion(const DayCounts& counts);

/// D of a negative binomial with variance D times the mean, the mean of each weekday its own: what is left once the
/// shape of the week is taken out. D by maximum likelihood, its interval by likelihood ratio; the verdict tests Poisson
/// (D = 1, at the edge: half a chi-square of 1 degree, Self and Liang 1987, doi 10.1080/01621459.1987.10478472) and
/// then whether counts follow the negative binomial (Pearson's chi-square over pooled counts). Absent below 8 weeks or
/// 20 events.
[[nodiscard]] std::optional<Figure> weekday_dispersion(const DayCounts& counts);

/// Share of a week's events on each weekday from Monday, sum 1, each weekday's mean over its own covered days.
[[nodiscard]] std::optional<Series> weekday_shares(const DayCounts& counts);

/// A weekend day's mean to a weekday's, with the interval of a ratio of means over weeks.
[[nodiscard]] std::optional<Figure> weekend_ratio(const DayCounts& counts);

}  // namespace faultline::fit
