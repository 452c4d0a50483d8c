#include <nlohmann/json.hpp>

#include "cli/backtest_answer.h"
#include "cli/version.h"

namespace faultline::cli {
namespace {

using Json = nlohmann::ordered_json;

Json interval_json(const std::optional<stats::Interval>& interval) {
  return interval ? Json::array({interval->low, interval->high}) : Json(nullptr);
}

Json estimate_json(const std::optional<stats::Estimate>& estimate) {
  if (!estimate) return nullptr;
  return {{"value", estimate->value}, {"interval95", interval_json(estimate->interval)}, {"method", estimate->method}};
}

Json part_json(const backtest::Weeks& weeks, const fit::DayCounts& days, const backtest::WeeklyRate& rate) {
  return {{"from", iso_day(days.days.front())}, {"to", iso_day(days.days.back())},
          {"covered_days", days.days.size()},   {"weeks", weeks.counts.size()},
          {"weeks_left_out", weeks.left_out},   {"events", days.total()},
          {"per_week", rate.per_week},          {"relative_error", rate.relative_error}};
}

std::string band_word(backtest::BandVerdict verdict) {
  switch (verdict) {
    case backtest::BandVerdict::hold:
      return "hold";
    case backtest::BandVerdict::too_narrow:
      return "too_narrow";
    case backtest::BandVerdict::too_wide:
      return "too_wide";
    case backtest::BandVerdict::not_settled:
      return "not_settled";
  }
  return "";
}

Json predictor_json(const backtest::CountCheck& check, const backtest::PredictorScore& score) {
  Json json{{"name", score.name},
            {"per_week", score.mean},
            {"variance_to_mean", score.dispersion},
            {"mean_ranked_score", score.mean_score},
            {"ranks_by_tenth", score.ranks},
            {"ranks_p", score.ranks_p},
            {"bands_verdict", band_word(backtest::band_verdict(score))},
            {"verdict", backtest::verdict_sentence(check, score)}};
  json["bands"] = Json::array();
  for (const backtest::BandScore& one : score.bands) {
    json["bands"].push_back({{"level", one.band.level},
                             {"low", one.band.low},
                             {"high", one.band.high},
                             {"stated_share", one.band.mass},
                             {"inside", one.inside},
                             {"share_inside", one.share.value},
                             {"share_interval95", interval_json(one.share.interval)},
                             {"p_fewer", one.p_fewer},
                             {"p_more", one.p_more}});
  }
  return json;
}

Json weeks_json(const backtest::CountCheck& check) {
  Json weeks = Json::array();
  const backtest::Weeks& test = check.weeks.test;
  for (std::size_t i = 0; i < test.counts.size(); ++i) {
    Json week{{"from", iso_day(test.first_days[i])}, {"count", test.counts[i]}};
    week["rank"] = Json::array();
    week["ranked_score"] = Json::array();
    for (const backtest::PredictorScore& score : check.predictors) {
      week["rank"].push_back(score.week_ranks[i]);
      week["ranked_score"].push_back(score.week_scores[i]);
    }
    weeks.push_back(std::move(week));
  }
  return weeks;
}

Json training_json(const backtest::Weeks& training) {
  Json weeks = Json::array();
  for (std::size_t i = 0; i < training.counts.size(); ++i) {
    weeks.push_back({{"from", iso_day(training.first_days[i])}, {"count", training.counts[i]}});
  }
  return weeks;
}

Json stream_json(const backtest::CountCheck& check) {
  Json json{{"name", check.name},
            {"before", part_json(check.weeks.training, check.weeks.training_days, check.before)},
            {"after", part_json(check.weeks.test, check.weeks.test_days, check.after)}};
  json["before"]["variance_to_mean"] = {{"value", check.dispersion.value},
                                        {"interval95", Json::array({check.dispersion.low, check.dispersion.high})}};
  json["before"]["neighbouring_weeks_correlation"] = check.correlation;
  json["before"]["trend_per_year"] = estimate_json(check.trend_before);
  json["after"]["trend_per_year"] = estimate_json(check.trend_after);
  json["rate_ratio"] = estimate_json(check.rate_ratio);
  json["rate_verdict"] = check.rate_verdict() == backtest::RateVerdict::moved ? "moved" : "no move settled";
  json["predictors"] = Json::array();
  for (const backtest::PredictorScore& score : check.predictors) {
    json["predictors"].push_back(predictor_json(check, score));
  }
  json["score_difference"] = estimate_json(check.score_difference);
  json["training_weeks"] = training_json(check.weeks.training);
  json["test_weeks"] = weeks_json(check);
  return json;
}

Json duration_json(const backtest::DurationCheck& check) {
  Json json{{"name", check.name}, {"n", check.n}};
  json["predictors"] = Json::array();
  for (const backtest::DurationScore& score : check.predictors) {
    Json one{{"name", score.predictor}, {"n", score.n}};
    one["quantiles"] = Json::array();
    for (const backtest::QuantileScore& quantile : score.quantiles) {
      one["quantiles"].push_back({{"p", quantile.p},
                                  {"observed", quantile.observed_hours},
                                  {"predicted", quantile.predicted_hours},
                                  {"interval95", interval_json(quantile.interval_hours)},
                                  {"inside", quantile.interval_hours ? Json(quantile.inside()) : Json(nullptr)}});
    }
    json["predictors"].push_back(std::move(one));
  }
  return json;
}

}  // namespace

std::string backtest_json(const BacktestAnswer& answer) {
  Json json{{"format", "faultline-backtest"},
            {"version", 1},
            {"tool", "faultline " + tool_version()},
            {"scenario", answer.scenario},
            {"scenario_sha256", answer.scenario_sha256},
            {"policy", answer.policy},
            {"until", iso_day(answer.until)},
            {"seed", answer.seed},
            {"replications", answer.replications}};
  json["settings"] = {{"zone", answer.zone}, {"windows", answer.windows}, {"skip_at_most", answer.skip_at_most}};
  json["inputs"] = Json::array();
  for (const FitInput& input : answer.inputs) {
    json["inputs"].push_back({{"file", input.file}, {"sha256", input.sha256}});
  }
  const ScenarioChanges& changes = answer.changes;
  json["scenario_changes"] = {{"replaced", changes.replaced},
                              {"not_put_in", changes.not_put_in},
                              {"change_factor", changes.change_factor ? Json(*changes.change_factor) : Json(nullptr)},
                              {"background_per_day_before", changes.background_per_day_before},
                              {"background_per_day", changes.background_per_day},
                              {"notes", changes.notes}};
  json["streams"] = Json::array();
  for (const backtest::CountCheck& check : answer.streams) json["streams"].push_back(stream_json(check));
  json["durations"] = Json::array();
  for (const backtest::DurationCheck& check : answer.durations) json["durations"].push_back(duration_json(check));
  json["notes"] = answer.notes;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace faultline::cli
