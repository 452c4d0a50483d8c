#include "cli/what_if_levers.h"

#include <algorithm>

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

}  // namespace

std::vector<report::WhatIfLever> what_if_levers(const RunDescription& run, const Scenario& scenario) {
  const ScenarioNumbers numbers(run.scenario_json, run.sources);
  std::vector<report::WhatIfLever> levers{
      {"velocity", "Changes", "times as many", 0.25, 4.0, 0.05, 1.0, true, false, places_of(numbers, "velocity")},
      {"reviewers", "Reviewers", "times as many", 0.25, most_reviewers(scenario), 0.05, 1.0, true, true,
       places_of(numbers, "reviewers")},
      {"review-capacity", "Review hours of each reviewer", "times as many", 0.25, 4.0, 0.05, 1.0, true, false,
       places_of(numbers, "review-capacity")},
      {"catch-rate", "What an attentive reviewer catches at most", "of defects", 0.05, 0.95, 0.01,
       scenario.stealth.human.ceiling, false, false, places_of(numbers, "/stealth/human/ceiling")},
      {"bake-time", "Bake time of rollouts", "times as long", 0.0, 4.0, 0.05, 1.0, true, false,
       places_of(numbers, "bake-time")}};
  constexpr double kHoursOfAWeek = 168.0;
  for (report::WhatIfLever& lever : levers) {
    for (const auto& [pointer, hours] : lever.places) {
      if (lever.id == "review-capacity" && hours > 0.0) {
        lever.most = std::min(lever.most, kHoursOfAWeek / hours);
      }
    }
  }
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
