#include "analysis/backtest/count_check.h"

#include <cmath>
#include <utility>

#include "analysis/fit/wording.h"
#include "analysis/stats/serial_dependence.h"
#include "analysis/stats/special_functions.h"
#include "models/core/elementary.h"
#include "models/core/how_many.h"

namespace faultline::backtest {
namespace {

constexpr double kWeeksPerYear = 365.25 / 7.0;

double square(double x) { return x * x; }

stats::Estimate ratio_of(const WeeklyRate& before, const WeeklyRate& after) {
  const double a = square(before.relative_error);
  const double b = square(after.relative_error);
  const double error = std::sqrt(a + b);
  const double degrees = square(a + b) / (square(a) / before.degrees + square(b) / after.degrees);
  const double t = stats::student_t_quantile(0.975, degrees);
  stats::Estimate ratio;
  ratio.value = after.per_week / before.per_week;
  ratio.standard_error = ratio.value * error;
  ratio.interval = stats::Interval{ratio.value * elementary::exp(-t * error), ratio.value * elementary::exp(t * error)};
  ratio.method = "ratio of rates, Student's t on the logarithm";
  return ratio;
}

std::optional<stats::Estimate> yearly_trend(const Weeks& weeks) {
  const std::vector<double> counts = weeks.values();
  const auto mean = stats::long_run_mean(counts);
  const auto slope = stats::long_run_trend(counts);
  if (!mean || !slope || !(mean->value > 0.0)) return std::nullopt;
  return stats::scaled(*slope, kWeeksPerYear / mean->value);
}

std::string range_text(const stats::Interval& interval, const char* unit = "") {
  return fit::short_number(interval.low) + " to " + fit::short_number(interval.high) + unit;
}

}  // namespace

BandVerdict band_verdict(const PredictorScore& score) {
  const BandScore& narrow = score.bands.at(1);
  const BandScore& wide = score.bands.at(2);
  if (narrow.p_fewer < 0.0125 || wide.p_fewer < 0.0125) return BandVerdict::too_narrow;
  if (narrow.p_more < 0.025) return BandVerdict::too_wide;
  const auto as_stated = [](const BandScore& one) {
    return one.share.interval->low <= one.band.mass && one.share.interval->high >= one.band.mass;
  };
  return as_stated(narrow) && as_stated(wide) ? BandVerdict::hold : BandVerdict::not_settled;
}

RateVerdict CountCheck::rate_verdict() const {
  const stats::Interval& interval = *rate_ratio.interval;
  return interval.low > 1.0 || interval.high < 1.0 ? RateVerdict::moved : RateVerdict::steady;
}

std::string unfit_reason(const SplitWeeks& weeks) {
  if (weeks.training_days.days.empty()) return "no covered day lies before it: there is nothing to fit";
  if (weeks.test_days.days.empty()) return "no covered day lies on or after it: there is nothing to hold a forecast to";
  std::string reasons;
  const auto add = [&](const std::string& reason) { reasons += (reasons.empty() ? "" : "; ") + reason; };
  const auto lie = [](std::size_t count) { return count == 1 ? " lies" : " lie"; };
  const std::string least = ", and " + std::to_string(kFewestWeeks) + " are the least";
  if (weeks.training.counts.size() < kFewestWeeks) {
    add(how_many(weeks.training.counts.size(), "whole covered week") + lie(weeks.training.counts.size()) +
        " before it" + least);
  }
  if (weeks.test.counts.size() < kFewestWeeks) {
    add(how_many(weeks.test.counts.size(), "whole covered week") + lie(weeks.test.counts.size()) + " after it" + least);
  }
  if (weeks.training_days.total() < kFewestEvents) {
    add(std::to_string(static_cast<int>(weeks.training_days.total())) + " events lie before it, and 10 are the least");
  }
  if (!(weeks.test_days.total() > 0.0)) add("no event lies after it");
  return reasons;
}

CountCheck check_counts(std::string name, SplitWeeks weeks, const std::optional<CountLaw>& simulated,
                        std::uint64_t seed) {
  CountCheck check;
  check.name = std::move(name);
  check.weeks = std::move(weeks);
  const std::vector<std::uint64_t>& training = check.weeks.training.counts;
  const std::vector<std::uint64_t>& test = check.weeks.test.counts;
  check.before = weekly_rate(check.weeks.training_days, check.weeks.training);
  check.after = weekly_rate(check.weeks.test_days, check.weeks.test);
  check.dispersion = weekly_dispersion(training);
  check.rate_ratio = ratio_of(check.before, check.after);
  check.trend_before = yearly_trend(check.weeks.training);
  check.trend_after = yearly_trend(check.weeks.test);
  const Forecast fitted = fitted_forecast(check.before, check.dispersion);
  check.correlation = correlation_of_weeks(fitted.pooled, training);
  const FutureDraws draws{seed, 2000, check.correlation};
  check.predictors.push_back(score("records alone", fitted, test, draws));
  if (simulated) {
    check.predictors.push_back(score("scenario", simulated_forecast(*simulated, check.before), test, draws));
    std::vector<double> differences;
    for (std::size_t i = 0; i < test.size(); ++i) {
      differences.push_back(check.predictors[1].week_scores[i] - check.predictors[0].week_scores[i]);
    }
    check.score_difference = stats::long_run_mean(differences);
  }
  return check;
}

std::string verdict_sentence(const CountCheck& check, const PredictorScore& score) {
  const BandScore& narrow = score.bands.at(1);
  std::string text;
  switch (band_verdict(score)) {
    case BandVerdict::hold:
      text = "bands hold";
      if (score.ranks_p < 0.05) text += ", but ranks are uneven (p " + fit::short_p(score.ranks_p) + ")";
      break;
    case BandVerdict::too_narrow:
      text = "bands are too narrow";
      break;
    case BandVerdict::too_wide:
      text = "bands are too wide";
      break;
    case BandVerdict::not_settled:
      text = std::string(narrow.share.value < narrow.band.mass ? "fewer" : "more") +
             " weeks inside than stated, which weeks that hang together may explain: not settled";
      break;
  }
  const std::string ratio =
      fit::short_number(check.rate_ratio.value) + " times (95 %: " + range_text(*check.rate_ratio.interval) + ")";
  return text + (check.rate_verdict() == RateVerdict::moved ? "; the rate moved after the split: " + ratio
                                                            : "; no move of the rate is settled: " + ratio);
}

}  // namespace faultline::backtest
