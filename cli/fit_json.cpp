#include "cli/fit_json.h"

#include <nlohmann/json.hpp>

#include "cli/version.h"
#include "models/core/input_error.h"
#include "models/io/json_document.h"
#include "models/io/time_zone.h"

namespace faultline::cli {
namespace {

using Json = nlohmann::ordered_json;

Json period_json(const fit::Period& period) {
  Json json{
      {"from", iso_day(period.first_day)}, {"to", iso_day(period.last_day)}, {"covered_days", period.covered_days}};
  json["holes"] = Json::array();
  for (const auto& [first, last] : period.holes) {
    json["holes"].push_back({{"from", iso_day(first)}, {"to", iso_day(last)}});
  }
  return json;
}

/// What every value carries, so that a scenario can take it by reference.
Json sourced(const Json& value, std::size_t n, const fit::Period& period) {
  Json json{{"value", value}, {"source", "measured"}, {"n", n}};
  if (period.covered_days > 0) {
    json["from"] = iso_day(period.first_day);
    json["to"] = iso_day(period.last_day);
  }
  return json;
}

Json figure_json(const fit::Figure& figure, const fit::Period& period) {
  Json json = sourced(figure.estimate.value, figure.estimate.n, period);
  if (figure.estimate.interval) {
    json["interval95"] = Json::array({figure.estimate.interval->low, figure.estimate.interval->high});
  }
  json["method"] = figure.estimate.method;
  json["goodness_of_fit"] = figure.verdict;
  if (figure.p_value) json["p_value"] = *figure.p_value;
  json["meaning"] = figure.meaning;
  if (!figure.estimate.warnings.empty()) json["warnings"] = figure.estimate.warnings;
  return json;
}

Json series_json(const fit::Series& series, const fit::Period& period) {
  Json json = sourced(series.values, series.n, period);
  json["method"] = series.method;
  json["goodness_of_fit"] = series.verdict;
  json["meaning"] = series.meaning;
  return json;
}

Json mix_json(const fit::Mix& mix) {
  Json json{{"meaning", mix.meaning}};
  json["shares"] = Json::object();
  for (const fit::Mix::Share& share : mix.shares) {
    Json one{{"value", share.share.value}, {"n", share.share.n}};
    if (share.share.interval) one["interval95"] = Json::array({share.share.interval->low, share.share.interval->high});
    json["shares"][printable(share.name)] = std::move(one);
  }
  return json;
}

Json group_json(const fit::Group& group) {
  Json json{{"records", group.n}, {"period", period_json(group.period)}};
  for (const fit::Figure& figure : group.figures) json[figure.name] = figure_json(figure, group.period);
  for (const fit::Series& series : group.series) json[series.name] = series_json(series, group.period);
  for (const fit::Mix& mix : group.mixes) json[mix.name] = mix_json(mix);
  if (!group.correlations.empty()) {
    json["correlations"] = Json::array();
    for (const fit::FigureCorrelation& pair : group.correlations) {
      json["correlations"].push_back({{"a", pair.a}, {"b", pair.b}, {"rho", pair.rho}, {"method", pair.method}});
    }
  }
  json["notes"] = group.notes;
  return json;
}

Json rows_json(const RowAccount& rows) {
  Json json{{"read", rows.rows},
            {"skipped", rows.skipped},
            {"duplicates", rows.duplicates},
            {"out_of_order", rows.out_of_order},
            {"without_zone", rows.zone_unstated}};
  json["skipped_rows"] = Json::array();
  for (const SkippedRow& row : rows.shown) {
    json["skipped_rows"].push_back({{"file", row.file}, {"line", row.line}, {"reason", row.reason}});
  }
  return json;
}

}  // namespace

std::string iso_day(std::int64_t day) { return iso_utc(day * kSecondsPerDay).substr(0, 10); }

std::string fit_json(const FitAnswer& answer) {
  Json json{{"format", "faultline-measured"},
            {"version", 1},
            {"kind", answer.findings.kind},
            {"tool", "faultline " + tool_version()}};
  json["inputs"] = Json::array();
  for (const FitInput& input : answer.inputs)
    json["inputs"].push_back({{"file", input.file}, {"sha256", input.sha256}});
  json["settings"] = {{"zone", answer.zone}, {"windows", answer.windows}, {"skip_at_most", answer.skip_at_most}};
  json["rows"] = rows_json(answer.rows);
  json["measured"] = Json::object();
  for (const fit::Group& group : answer.findings.groups) json["measured"][group.name] = group_json(group);
  json["notes"] = answer.notes;
  for (const std::string& note : answer.findings.notes) json["notes"].push_back(note);
  json["scenario_values"] = Json::array();
  for (const fit::Plug& plug : answer.findings.plugs) {
    Json entry{{"target", plug.target}, {"from", "/measured/" + pointer_token(plug.group) + "/" + plug.name}};
    if (plug.factor != 1.0) entry["factor"] = plug.factor;
    json["scenario_values"].push_back(std::move(entry));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace faultline::cli
