#include <nlohmann/json.hpp>

#include "analysis/importance/importance.h"
#include "analysis/importance/importance_words.h"
#include "analysis/store/csv.h"

namespace faultline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<Force, kForceCount> kForces{Force::perfect, Force::failed, Force::relief};
constexpr std::array<const char*, kForceCount> kForceNames{"loss_reduction_worth", "loss_achievement_worth", "relief"};

Json estimate_json(const std::optional<stats::Estimate>& estimate) {
  if (!estimate) return nullptr;
  Json json{{"value", estimate->value}};
  json["ci95"] = estimate->interval ? Json{estimate->interval->low, estimate->interval->high} : Json();
  if (!estimate->warnings.empty()) json["warnings"] = estimate->warnings;
  return json;
}

Json worth_json(const PartImportance& part, Force force) {
  const std::optional<ForcedWorth>& worth = part.worth(force);
  if (!worth) return nullptr;
  Json json{{"orders", estimate_json(signed_orders(part, force))},
            {"fraction", estimate_json(signed_fraction(part, force))}};
  json["loss_ratio"] = worth->ratio ? Json(*worth->ratio) : Json();
  json["verdict"] = stats::to_string(worth->verdict);
  return json;
}

}  // namespace

std::string importance_json(const ImportanceReport& report) {
  Json json{{"tool", "faultline " + report.run.tool_version},
            {"scenario", report.run.scenario_id},
            {"scenario_sha256", report.run.scenario_sha256},
            {"policy", report.policy},
            {"seed", report.run.seed},
            {"replications", report.run.replications},
            {"formulas", {{kForceNames[0], kReductionFormula}, {kForceNames[1], kAchievementFormula}}},
            {"soft_coupling", report.soft_coupling},
            {"lost_orders_mean", estimate_json(report.today)},
            {"smallest_difference_that_matters_orders", report.smallest_that_matters},
            {"forced_runs", report.forced_runs},
            {"critical_value", report.critical_value},
            {"parts", Json::array()},
            {"advice", advice(report)},
            {"notes", report.notes}};
  for (const PartImportance& part : report.parts) {
    Json own{{"kind", kPartKindNames[static_cast<std::size_t>(part.part.kind)]}, {"name", part.part.name}};
    own["screened_share"] = part.part.kind == PartKind::gate ? Json() : Json(part.part.screened_share);
    for (std::size_t f = 0; f < kForceCount; ++f) own[kForceNames[f]] = worth_json(part, kForces[f]);
    json["parts"].push_back(std::move(own));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string importance_csv(const ImportanceReport& report) {
  std::string text =
      "kind,name,measure,orders,orders_ci95_low,orders_ci95_high,fraction,fraction_ci95_low,fraction_ci95_high,"
      "loss_ratio,verdict\n";
  const auto numbers = [](const std::optional<stats::Estimate>& estimate) {
    if (!estimate) return std::string(",,");
    const auto bound = [&](double stats::Interval::*end) {
      return estimate->interval ? csv_number((*estimate->interval).*end) : std::string();
    };
    return csv_number(estimate->value) + "," + bound(&stats::Interval::low) + "," + bound(&stats::Interval::high);
  };
  for (const PartImportance& part : report.parts) {
    for (std::size_t f = 0; f < kForceCount; ++f) {
      const std::optional<ForcedWorth>& worth = part.worth(kForces[f]);
      if (!worth) continue;
      text += std::string(kPartKindNames[static_cast<std::size_t>(part.part.kind)]) + "," + csv_field(part.part.name) +
              "," + kForceNames[f] + "," + numbers(signed_orders(part, kForces[f])) + "," +
              numbers(signed_fraction(part, kForces[f])) + "," + csv_number(worth->ratio) + "," +
              std::string(stats::to_string(worth->verdict)) + "\n";
    }
  }
  return text;
}

}  // namespace faultline
