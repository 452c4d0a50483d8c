#include "cli/what_if_levers.h"

#include <algorithm>
#include <cmath>

#include "cli/sweep_targets.h"
#include "models/core/input_error.h"
#include "models/io/json_document.h"

namespace faultline::cli {
namespace {

// The places of an alias or pointer; none when the scenario has nothing of that kind.
std::vector<std::pair<std::string, double>> places_of(const ScenarioNumbers& numbers, const std::string& name) {
  try {
    return numbers.find(name, [](const std::string&) { return false; }).places;
  } catch (const InputError&) {
    return {};
  }
}

bool closes_channels(const JsonNode& gates) {
  const auto items = gates.items();
  return std::any_of(items.begin(), items.end(), [](const JsonNode& gate) {
    const JsonNode* const kind = gate.find("kind");
    return kind != nullptr && kind->is(JsonKind::string) && kind->as_string() == "channel-closing";
  });
}

// A team has no more reviewers than developers.
double most_reviewers(const Scenario& scenario) {
  double most = 4.0;
  for (const Team& team : scenario.organisation.teams) {
    if (team.reviewers > 0) {
      most = std::min(most, static_cast<double>(team.developers) / static_cast<double>(team.reviewers));
    }
  }
  return most;
}

// Multiples of 1 / `in_one` from `least` to `most`, these two, and the scenario as it stands, which may be any number.
void set_positions(report::WhatIfLever& lever, double least, double most, int in_one, double base) {
  std::vector<double>& positions = lever.positions;
  for (int at = static_cast<int>(std::ceil(least * in_one)); at <= most * in_one; ++at) {
    positions.push_back(static_cast<double>(at) / in_one);
  }
  positions.insert(positions.end(), {least, most, base});
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  lever.base = static_cast<std::size_t>(std::find(positions.begin(), positions.end(), base) - positions.begin());
}

// One that multiplies: what is 0 stays so, and has no place.
report::WhatIfLever factor_lever(std::string id, std::string label, std::string unit, const ScenarioNumbers& numbers) {
  report::WhatIfLever lever{.id = std::move(id), .label = std::move(label), .unit = std::move(unit), .factor = true};
  lever.places = places_of(numbers, lever.id);
  std::erase_if(lever.places, [](const auto& place) { return place.second == 0.0; });
  return lever;
}

}  // namespace

std::vector<report::WhatIfLever> what_if_levers(const RunDescription& run, const Scenario& scenario) {
  constexpr int kTwentieths = 20;
  constexpr double kHoursOfAWeek = 168.0;
  const ScenarioNumbers numbers(run.scenario_json, run.sources);
  std::vector<report::WhatIfLever> levers{
      factor_lever("velocity", "Changes", "times as many", numbers),
      factor_lever("reviewers", "Reviewers", "times as many", numbers),
      factor_lever("review-capacity", "Review hours of each reviewer", "times as many", numbers),
      report::WhatIfLever{.id = "catch-rate",
                          .label = "What an attentive reviewer catches at most",
                          .unit = "of defects",
                          .places = places_of(numbers, "/stealth/human/ceiling")},
      factor_lever("bake-time", "Bake time of rollouts", "times as long", numbers)};
  levers[1].whole = true;
  double most_hours = 4.0;
  for (const auto& [pointer, hours] : levers[2].places) {
    most_hours = std::min(most_hours, kHoursOfAWeek / hours);
  }
  set_positions(levers[0], 0.25, 4.0, kTwentieths, 1.0);
  set_positions(levers[1], 0.25, most_reviewers(scenario), kTwentieths, 1.0);
  set_positions(levers[2], 0.25, most_hours, kTwentieths, 1.0);
  set_positions(levers[3], 0.05, 0.95, 100, scenario.stealth.human.ceiling);
  set_positions(levers[4], 0.0, 4.0, kTwentieths, 1.0);
  std::erase_if(levers, [](const report::WhatIfLever& lever) { return lever.places.empty(); });
  return levers;
}

std::vector<std::pair<std::string, std::string>> channel_closing_settings(const std::string& document) {
  std::vector<std::pair<std::string, std::string>> settings;
  const JsonDocument parsed = parse_json(document, "resolved");
  std::size_t policy_index = 0;
  for (const JsonNode& policy : parsed.root().find("policies")->items()) {
    std::size_t phase_index = 0;
    for (const JsonNode& phase : policy.find("phases")->items()) {
      const JsonNode* const gates = phase.find("gates");
      if (gates != nullptr && !closes_channels(*gates)) {
        std::string text = canonical_json(*gates);
        text.pop_back();
        text += std::string(gates->size() == 0 ? "" : ",") + R"({"kind":"channel-closing"}])";
        settings.emplace_back(
            "/policies/" + std::to_string(policy_index) + "/phases/" + std::to_string(phase_index) + "/gates",
            std::move(text));
      }
      ++phase_index;
    }
    ++policy_index;
  }
  return settings;
}

}  // namespace faultline::cli
