#include "analysis/report/variant_json.h"

#include <nlohmann/json.hpp>

namespace faultline::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, 4> kVerdictNames{"unknown", "no cliff seen", "not settled", "cliff"};

Json interval(const std::optional<stats::Interval>& value) {
  return value ? Json{value->low, value->high} : Json(nullptr);
}

// Null as a whole when the figure does not exist.
Json figure_json(const std::optional<stats::Estimate>& figure, const char* value_name, const char* interval_name) {
  if (!figure) {
    return nullptr;
  }
  Json json{{value_name, figure->value}, {interval_name, interval(figure->interval)}};
  if (!figure->warnings.empty()) {
    json["warnings"] = figure->warnings;
  }
  return json;
}

Json variant_json(const VariantComparison& comparison, std::size_t v) {
  const VariantRun& variant = comparison.variants[v];
  Json set = Json::object();
  for (const auto& [pointer, value] : variant.label.set) {
    set[pointer] = Json::parse(value, nullptr, false);
  }
  Json json{{"id", variant.label.id},
            {"title", variant.label.title},
            {"value", variant.label.value ? Json(*variant.label.value) : Json(nullptr)},
            {"set", set},
            {"results", variant.label.id + "/results.sqlite"},
            {"scenario_sha256", variant.scenario_sha256},
            {"results_sha256", variant.results_sha256},
            {"policies", Json::array()}};
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    Json policy{{"id", comparison.run.policies[p].id}};
    for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
      policy[std::string(kVariantOutputs[o].name)] = figure_json(comparison.policies[p][o].figures[v], "mean", "ci95");
    }
    json["policies"].push_back(std::move(policy));
  }
  return json;
}

Json cliff_json(const VariantComparison& comparison, std::size_t p, std::size_t o) {
  const OutputCurve& curve = comparison.policies[p][o];
  const bool at_step = curve.verdict == CliffVerdict::cliff || curve.verdict == CliffVerdict::not_settled;
  Json json{{"policy", comparison.run.policies[p].id},
            {"output", kVariantOutputs[o].name},
            {"verdict", kVerdictNames[static_cast<std::size_t>(curve.verdict)]},
            {"from", at_step ? Json(comparison.variants[curve.step].label.id) : Json(nullptr)},
            {"to", at_step ? Json(comparison.variants[curve.step + 1].label.id) : Json(nullptr)},
            {"slopes", Json::array()}};
  for (const auto& slope : curve.slopes) {
    json["slopes"].push_back(figure_json(slope, "slope", "simultaneous_ci95"));
  }
  return json;
}

}  // namespace

std::string variant_summary_json(const VariantComparison& comparison) {
  const RunDescription& run = comparison.run;
  Json json{{"tool", "faultline " + run.tool_version},
            {"git_hash", run.git_hash.empty() ? Json(nullptr) : Json(run.git_hash)},
            {"scenario", run.scenario_id},
            {"seed", run.seed},
            {"replications", run.replications},
            {"horizon_days", run.horizon_days},
            {"warnings", comparison.warnings},
            {"cliff_slope", kCliffSlope},
            {"variants", Json::array()},
            {"cliffs", Json::array()}};
  for (std::size_t v = 0; v < comparison.variants.size(); ++v) {
    json["variants"].push_back(variant_json(comparison, v));
  }
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
      json["cliffs"].push_back(cliff_json(comparison, p, o));
    }
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace faultline::report
