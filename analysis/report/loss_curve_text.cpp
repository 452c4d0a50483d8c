#include "analysis/report/loss_curve_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "analysis/report/chart_format.h"
#include "analysis/report/json_parts.h"
#include "analysis/report/table.h"
#include "analysis/store/csv.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

// In thousands where quarters lose many.
double unit_of(const LossCurve& curve) { return curve.mean.value >= 1e5 ? 1000.0 : 1.0; }

std::string in_units(const stats::Estimate& estimate, double unit) {
  return format_with_error(estimate.value / unit, estimate.standard_error.value_or(0.0) / unit);
}

std::string range(const stats::Estimate& estimate, double unit) {
  if (!estimate.interval) {
    return "not known";
  }
  const auto [low, high] = format_range(estimate.interval->low / unit, estimate.interval->high / unit,
                                        estimate.standard_error.value_or(0.0) / unit);
  return low + ".." + high;
}

std::string_view assumed(CurveAssumption assumption) {
  switch (assumption) {
    case CurveAssumption::poisson_counts:
      return "faults come independently of each other (Poisson)";
    case CurveAssumption::faults_add_up:
      return "faults add up: none overlaps, waits for responders, is found by audits";
    case CurveAssumption::severity_apart:
      break;
  }
  return "how bad faults are does not hang on how many there are";
}

std::string found(const AssumptionCheck& check) {
  switch (check.assumption) {
    case CurveAssumption::poisson_counts:
      return fmt::format("variance of their number {:.2f} times its mean", check.measure);
    case CurveAssumption::faults_add_up:
      return fmt::format("these change the loss by {:+.1f} %", -100 * check.measure);
    case CurveAssumption::severity_apart:
      break;
  }
  return fmt::format("correlation {:+.2f}", check.measure);
}

}  // namespace

std::string loss_curve_table(const RunDescription& run, const LossCurve& curve) {
  const double unit = unit_of(curve);
  std::string text =
      terminal_text(printable(run.policies.front().id, 40) + ": a compound Poisson curve, not counted quarters.");
  text += curve.assumptions_hold() ? "Nothing in these quarters speaks against what it assumes:\n\n"
                                   : "What it assumes does not hold here, so do not rely on it:\n\n";
  for (const AssumptionCheck& one : curve.assumptions) {
    text += fmt::format("{:<4}{}\n    ({})\n", one.holds ? "yes" : "NO", assumed(one.assumption), found(one));
  }
  text +=
      fmt::format("\n{:<17}{:>20}{:>20}{:>20}\n", "1 quarter in", "loses at least", "then on average", "largest fault");
  text += std::string(77, '-') + "\n";
  for (const LossCurvePoint& point : curve.points) {
    text += fmt::format("{:<17}{:>20}{:>20}{:>20}\n", format_number(1 / (1 - point.level), 4),
                        in_units(point.quantile, unit), in_units(point.tail_mean, unit), in_units(point.largest, unit));
    text += fmt::format("{:<17}{:>20}{:>20}{:>20}\n", "", range(point.quantile, unit), range(point.tail_mean, unit),
                        range(point.largest, unit));
  }
  const bool open = std::any_of(curve.points.begin(), curve.points.end(),
                                [](const LossCurvePoint& point) { return !point.tail_mean.interval; });
  if (open) {
    text += terminal_text(fmt::format(
        "Not known: of {} quarters less than {:.0f}, for a mean less than {:.0f}, lie beyond the level, and "
        "what decides there may be in none of them.",
        curve.quarters, kBeyondForQuantile, kBeyondForTailMean));
  }
  return text + "\n" +
         terminal_text(fmt::format("{} per {:.0f} days; mean {} ({}), standard deviation {}.",
                                   unit > 1.0 ? "Thousands of lost orders" : "Lost orders", run.horizon_days,
                                   in_units(curve.mean, unit), range(curve.mean, unit),
                                   format_number(curve.standard_deviation / unit))) +
         terminal_text(fmt::format("From {:.1f} faults that cost orders in each of {} quarters, with all that each "
                                   "could have cost. Intervals at 95 %: how far the curve hangs on these quarters, "
                                   "not on what it assumes.",
                                   curve.faults_per_quarter, curve.quarters));
}

std::string loss_curve_json(const RunDescription& run, const LossCurve& curve) {
  Json json;
  json["tool"] = "faultline " + run.tool_version;
  json["scenario"] = run.scenario_id;
  json["variant"] = run.variant_id.empty() ? Json() : Json(run.variant_id);
  json["scenario_sha256"] = run.scenario_sha256;
  json["policy"] = run.policies.front().id;
  json["seed"] = run.seed;
  json["replications"] = curve.quarters;
  json["method"] = curve.mean.method;
  json["assumptions_hold"] = curve.assumptions_hold();
  json["assumptions"] = Json::array();
  for (const AssumptionCheck& one : curve.assumptions) {
    json["assumptions"].push_back(
        {{"assumed", assumed(one.assumption)}, {"found", found(one)}, {"measure", one.measure}, {"holds", one.holds}});
  }
  json["faults_per_quarter"] = curve.faults_per_quarter;
  json["chance_of_no_loss"] = curve.chance_of_none;
  json["lost_orders"] = estimate(curve.mean);
  json["standard_deviation"] = curve.standard_deviation;
  json["levels"] = Json::array();
  for (const LossCurvePoint& point : curve.points) {
    Json own;
    own["level"] = point.level;
    own["quantile"] = estimate(point.quantile);
    own["tail_mean"] = estimate(point.tail_mean);
    own["largest_fault"] = estimate(point.largest);
    json["levels"].push_back(std::move(own));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string loss_curve_csv(const LossCurve& curve) {
  std::string text = "level";
  for (const char* name : {"quantile", "tail_mean", "largest_fault"}) {
    text += fmt::format(",{0},{0}_low,{0}_high", name);
  }
  text += ",assumptions_hold\n";
  for (const LossCurvePoint& point : curve.points) {
    text += csv_number(point.level);
    for (const stats::Estimate* estimate : {&point.quantile, &point.tail_mean, &point.largest}) {
      text += "," + csv_number(estimate->value);
      text += estimate->interval
                  ? "," + csv_number(estimate->interval->low) + "," + csv_number(estimate->interval->high)
                  : std::string(",,");
    }
    text += curve.assumptions_hold() ? ",yes\n" : ",no\n";
  }
  return text;
}

}  // namespace faultline::report
