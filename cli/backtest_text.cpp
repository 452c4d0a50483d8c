#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/fit/wording.h"
#include "analysis/report/table.h"
#include "analysis/store/csv.h"
#include "cli/backtest_answer.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

using backtest::CountCheck;
using backtest::PredictorScore;
using fit::short_number;

std::string range(const stats::Interval& interval) {
  return short_number(interval.low) + " to " + short_number(interval.high);
}

std::string part_line(const char* which, const fit::DayCounts& days, const backtest::Weeks& weeks,
                      const backtest::WeeklyRate& rate) {
  std::string text = fmt::format("  {:<7}{} to {}, {}, {} events, {} a week", which, iso_day(days.days.front()),
                                 iso_day(days.days.back()), how_many(weeks.counts.size(), "whole week"), days.total(),
                                 short_number(rate.per_week));
  if (weeks.left_out > 0)
    text += fmt::format("\n         ({} with days that are not covered left out)", how_many(weeks.left_out, "week"));
  return text + "\n";
}

std::string trend_words(const std::optional<stats::Estimate>& trend) {
  if (!trend) return "-";
  return fmt::format("{:+.0f} % a year ({:+.0f} to {:+.0f})", 100.0 * trend->value, 100.0 * trend->interval->low,
                     100.0 * trend->interval->high);
}

std::string band_rows(const PredictorScore& score) {
  std::string text = fmt::format("  {:<14} band     counts    stated   inside       share (95 %)   chance*\n", "");
  for (const backtest::BandScore& one : score.bands) {
    const bool few = one.share.value < one.band.mass;
    text += fmt::format("  {:<14} {:>2.0f} % {:>10} {:>7.0f} % {:>8} {:>18} {:>9}\n",
                        &one == score.bands.data() ? score.name : "", 100.0 * one.band.level,
                        fmt::format("{}..{}", one.band.low, one.band.high), 100.0 * one.band.mass,
                        fmt::format("{}/{}", one.inside, score.week_ranks.size()),
                        fmt::format("{:.0f} % ({:.0f}..{:.0f})", 100.0 * one.share.value,
                                    100.0 * one.share.interval->low, 100.0 * one.share.interval->high),
                        short_number(few ? one.p_fewer : one.p_more));
  }
  return text;
}

/// Bars of weeks in each tenth of the forecast, predictors side by side.
std::string rank_rows(const CountCheck& check) {
  constexpr double kWidth = 24.0;
  double most = 1.0;
  for (const PredictorScore& score : check.predictors) {
    most = std::max(most, *std::max_element(score.ranks.begin(), score.ranks.end()));
  }
  std::string text = fmt::format("  {:<11}", "rank");
  for (const PredictorScore& score : check.predictors) text += fmt::format("{:<33}", score.name);
  text.erase(text.find_last_not_of(' ') + 1);
  text += "\n";
  for (std::size_t bin = 0; bin < backtest::kRankBins; ++bin) {
    std::string line =
        fmt::format("  {:.1f}..{:.1f}   ", static_cast<double>(bin) / 10.0, static_cast<double>(bin + 1) / 10.0);
    for (const PredictorScore& score : check.predictors) {
      const double weeks = score.ranks.at(bin);
      const auto bar = static_cast<std::size_t>(std::lround(kWidth * weeks / most));
      line += fmt::format("{:>5.1f} {:<27}", weeks, std::string(bar, '#'));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string difference_sentence(const CountCheck& check) {
  if (!check.score_difference) return "";
  const stats::Interval& interval = *check.score_difference->interval;
  const char* verdict = interval.high < 0.0  ? "the scenario forecasts better"
                        : interval.low > 0.0 ? "the records alone forecast better"
                                             : "no difference is settled";
  return fmt::format(
      "Score (CRPS, in {}, smaller is better): {} records alone, {} scenario; difference {} (95 %: {}): {}.",
      check.name, short_number(check.predictors[0].mean_score), short_number(check.predictors[1].mean_score),
      short_number(check.score_difference->value), range(interval), verdict);
}

std::string stream_text(const CountCheck& check) {
  std::string text = "\n" + check.name + "\n";
  text += part_line("before", check.weeks.training_days, check.weeks.training, check.before);
  text += part_line("after", check.weeks.test_days, check.weeks.test, check.after);
  text += report::terminal_text(fmt::format(
      "Rate after to before: {} (95 %: {}). Trend within the part before {}, within that after {}. Before: variance "
      "over "
      "mean of weeks {} ({} to {}), correlation of neighbouring weeks {}.",
      short_number(check.rate_ratio.value), range(*check.rate_ratio.interval), trend_words(check.trend_before),
      trend_words(check.trend_after), short_number(check.dispersion.value), short_number(check.dispersion.low),
      short_number(check.dispersion.high), short_number(check.correlation)));
  text += "\n";
  for (const PredictorScore& score : check.predictors) text += band_rows(score);
  text += "\n" + rank_rows(check) + "\n";
  for (const PredictorScore& score : check.predictors) {
    text += report::terminal_text(fmt::format("{}: {}. It expects {} a week, variance over mean {}; ranks even: p {}.",
                                              score.name, backtest::verdict_sentence(check, score),
                                              short_number(score.mean), short_number(score.dispersion),
                                              fit::short_p(score.ranks_p)));
  }
  if (check.score_difference) text += report::terminal_text(difference_sentence(check));
  return text;
}

std::string duration_text(const backtest::DurationCheck& check) {
  std::string text = fmt::format("\n{}: {} came\n  {:<14} {:>7}  {:>4} {:>9} {:>10} {:>17}  {}\n", check.name, check.n,
                                 "", "n", "", "came", "forecast", "95 %", "inside");
  for (const backtest::DurationScore& score : check.predictors) {
    for (const backtest::QuantileScore& one : score.quantiles) {
      const bool first = &one == score.quantiles.data();
      text += fmt::format("  {:<14} {:>7}  {:>4} {:>9} {:>10} {:>17}  {}\n", first ? score.predictor : "",
                          first ? std::to_string(score.n) : "", fmt::format("p{:.0f}", 100.0 * one.p),
                          short_number(one.observed_hours) + " h", short_number(one.predicted_hours) + " h",
                          one.interval_hours ? range(*one.interval_hours) : "too few",
                          !one.interval_hours ? "-"
                          : one.inside()      ? "yes"
                                              : "no");
    }
  }
  return text;
}

std::string scenario_text(const ScenarioChanges& changes) {
  std::string text = "\nThe scenario:\n";
  if (changes.replaced.empty()) text += "  no value of it was replaced\n";
  for (const std::string& line : changes.replaced) text += "  " + line + "\n";
  for (const std::string& line : changes.not_put_in) text += report::terminal_text("not put in: " + line);
  for (const std::string& note : changes.notes) text += report::terminal_text(note + ".");
  return text;
}

}  // namespace

std::string backtest_text(const BacktestAnswer& answer) {
  std::string text = report::terminal_text(fmt::format(
      "Backtest: fitted to what lies before {}, held to what came from then on. Scenario {}, policy {}, {} "
      "replications, seed {}.",
      iso_day(answer.until), printable(answer.scenario), printable(answer.policy), answer.replications, answer.seed));
  for (const CountCheck& check : answer.streams) text += stream_text(check);
  for (const backtest::DurationCheck& check : answer.durations) text += duration_text(check);
  text += scenario_text(answer.changes) + "\n";
  text += report::terminal_text(
      "* chance of so few weeks inside (or so many, where more than stated are), were the forecast right: of futures "
      "drawn from it, its rate's error shared by all weeks, neighbouring weeks as correlated as before the split.");
  for (const std::string& note : answer.notes) text += report::terminal_text(note + ".");
  return text;
}

std::string backtest_markdown(const BacktestAnswer& answer) {
  std::string text =
      "| stream | predictor | weeks | a week before | after | inside 50 % | inside 80 % | inside 95 % | ranks even, p "
      "| "
      "CRPS | verdict |\n|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const CountCheck& check : answer.streams) {
    for (const PredictorScore& score : check.predictors) {
      text += fmt::format("| {} | {} | {} | {} | {} |", check.name, score.name, score.week_ranks.size(),
                          short_number(check.before.per_week), short_number(check.after.per_week));
      for (const backtest::BandScore& one : score.bands) {
        text += fmt::format(" {:.0f} % ({:.0f} stated) |", 100.0 * one.share.value, 100.0 * one.band.mass);
      }
      text += fmt::format(" {} | {} | {} |\n", short_number(score.ranks_p), short_number(score.mean_score),
                          backtest::verdict_sentence(check, score));
    }
  }
  return text;
}

std::string backtest_csv(const BacktestAnswer& answer) {
  std::string text = "stream,predictor,week,count,low50,high50,low80,high80,low95,high95,rank,ranked_score\n";
  for (const CountCheck& check : answer.streams) {
    for (const PredictorScore& score : check.predictors) {
      for (std::size_t i = 0; i < score.week_ranks.size(); ++i) {
        text += fmt::format("{},{},{},{}", check.name, score.name, iso_day(check.weeks.test.first_days[i]),
                            check.weeks.test.counts[i]);
        for (const backtest::BandScore& one : score.bands) text += fmt::format(",{},{}", one.band.low, one.band.high);
        text += fmt::format(",{},{}\n", csv_number(score.week_ranks[i]), csv_number(score.week_scores[i]));
      }
    }
  }
  return text;
}

}  // namespace faultline::cli
