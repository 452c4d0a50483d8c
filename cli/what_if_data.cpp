#include "cli/what_if_data.h"

#include <cmath>

#include "analysis/metric_names.h"
#include "models/io/json_document.h"
#include "web/zones.h"

namespace faultline::cli {
namespace {

template <class Items, class Text>
std::string array_of(const Items& items, const Text& text) {
  std::string json = "[";
  const char* comma = "";
  for (const auto& item : items) {
    json += comma + text(item);
    comma = ",";
  }
  return json + "]";
}

// null: a figure that does not exist in a quarter.
std::string number_text(double value) { return std::isfinite(value) ? json_number(value) : "null"; }
std::string number_array(const std::vector<double>& values) { return array_of(values, number_text); }

std::string lever_json(const report::WhatIfLever& lever) {
  return "{\"id\":" + json_quoted(lever.id) + ",\"unit\":" + json_quoted(lever.unit) +
         ",\"base\":" + json_number(lever.base) + ",\"factor\":" + (lever.factor ? "true" : "false") +
         ",\"whole\":" + (lever.whole ? "true" : "false") + ",\"places\":" +
         array_of(
             lever.places,
             [](const auto& place) { return "[" + json_quoted(place.first) + "," + json_number(place.second) + "]"; }) +
         "}";
}

}  // namespace

std::string what_if_json(const WhatIfData& data) {
  const auto quoted = [](std::string_view text) { return json_quoted(text); };
  std::string json = "{\"document\":" + json_quoted(data.run.scenario_json);
  json +=
      ",\n\"seed\":\"" + std::to_string(data.run.seed) + "\",\"replications\":" + std::to_string(data.run.replications);
  json += ",\"budget\":" + (data.budget ? json_number(*data.budget) : "null");
  json +=
      ",\n\"names\":" + array_of(data.run.policies, [](const PolicyLabel& policy) { return json_quoted(policy.id); });
  json += ",\"order\":" + array_of(data.order, [](std::size_t position) { return std::to_string(position); });
  json +=
      ",\"shown\":" + array_of(kShownFigures, [](Metric metric) { return std::to_string(static_cast<int>(metric)); });
  json += ",\n\"figure_names\":" + array_of(kMetricNames, quoted);
  json += ",\n\"levers\":" + array_of(data.levers, lever_json);
  json += ",\n\"closing\":" + array_of(data.closing, [](const auto& setting) {
            return "[" + json_quoted(setting.first) + "," + json_quoted(setting.second) + "]";
          });
  json += ",\n\"zones\":" + zones_json(data.run.scenario_json);
  json += ",\n\"checks\":" + array_of(data.checks, number_array);
  return json + ",\n\"published\":" + array_of(data.shown, number_array) + "}\n";
}

}  // namespace faultline::cli
