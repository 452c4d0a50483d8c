#include "cli/what_if_data.h"

#include <algorithm>
#include <cmath>

#include "analysis/metric_names.h"
#include "cli/packed_text.h"
#include "cli/what_if_levers.h"
#include "models/io/json_document.h"
#include "web/what_if.h"
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
         ",\"positions\":" + number_array(lever.positions) + ",\"base\":" + std::to_string(lever.base) +
         ",\"factor\":" + (lever.factor ? "true" : "false") + ",\"whole\":" + (lever.whole ? "true" : "false") +
         ",\"places\":" +
         array_of(
             lever.places,
             [](const auto& place) { return "[" + json_quoted(place.first) + "," + json_number(place.second) + "]"; }) +
         "}";
}

}  // namespace

WhatIfData::WhatIfData(RunDescription run, const Scenario& scenario, std::optional<double> budget)
    : run_(std::move(run)),
      levers_(what_if_levers(run_, scenario)),
      closing_(channel_closing_settings(run_.scenario_json)),
      budget_(budget),
      gates_(scenario.gate_ids.size()),
      figures_(figure_count(scenario)) {
  for (const PolicyLabel& label : run_.policies) {
    const auto found = std::find_if(scenario.policies.begin(), scenario.policies.end(),
                                    [&](const Policy& policy) { return policy.id == label.id; });
    order_.push_back(static_cast<std::size_t>(found - scenario.policies.begin()));
  }
}

void WhatIfData::add(std::span<const Outcome> quarter) {
  std::vector<double>& shown = shown_.emplace_back();
  for (const Outcome& outcome : quarter) {
    for (const Metric metric : kShownFigures) {
      shown.push_back(outcome[metric]);
    }
  }
  if (checks_.size() < kCheckedQuarters) {
    std::vector<double>& all = checks_.emplace_back(figures_ * quarter.size());
    for (std::size_t p = 0; p < quarter.size(); ++p) {
      figures_of(quarter[p], gates_, std::span(all).subspan(p * figures_, figures_));
    }
  }
}

std::vector<std::vector<double>> WhatIfData::by_policy(std::size_t figure) const {
  std::vector<std::vector<double>> values(order_.size());
  for (const std::vector<double>& quarter : shown_) {
    for (std::size_t p = 0; p < values.size(); ++p) {
      values[p].push_back(quarter[p * kShownFigures.size() + figure]);
    }
  }
  return values;
}

report::WhatIfPanel WhatIfData::panel(std::string command, std::string module) const {
  return {run_,    by_policy(0),       by_policy(1), levers_,          !closing_.empty(),
          budget_, std::move(command), json(),       std::move(module)};
}

std::string WhatIfData::json() const {
  const auto quoted = [](std::string_view text) { return json_quoted(text); };
  std::string json = "{\"document\":\"" + packed_text(run_.scenario_json) + "\"";
  json += ",\n\"seed\":\"" + std::to_string(run_.seed) + "\",\"replications\":" + std::to_string(shown_.size());
  json += ",\"budget\":" + (budget_ ? json_number(*budget_) : "null");
  json += ",\n\"names\":" + array_of(run_.policies, [](const PolicyLabel& policy) { return json_quoted(policy.id); });
  json += ",\"order\":" + array_of(order_, [](std::size_t position) { return std::to_string(position); });
  json +=
      ",\"shown\":" + array_of(kShownFigures, [](Metric metric) { return std::to_string(static_cast<int>(metric)); });
  json += ",\n\"figure_names\":" + array_of(kMetricNames, quoted);
  json += ",\n\"levers\":" + array_of(levers_, lever_json);
  json += ",\n\"closing\":" + array_of(closing_, [](const auto& setting) {
            return "[" + json_quoted(setting.first) + "," + json_quoted(setting.second) + "]";
          });
  json += ",\n\"zones\":" + zones_json(run_.scenario_json);
  json += ",\n\"checks\":" + array_of(checks_, number_array);
  return json + ",\n\"published\":" + array_of(shown_, number_array) + "}\n";
}

}  // namespace faultline::cli
