// How bad can a quarter get, of each policy.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "analysis/report/chart_format.h"
#include "analysis/report/comparison_charts.h"
#include "analysis/report/figures.h"
#include "analysis/report/timeline_charts.h"
#include "analysis/report/wording.h"

namespace faultline::report {
namespace {

constexpr std::size_t kNamedPolicies = 3;  // of a title

bool lossless_tenth(const Comparison& comparison, std::size_t p) { return !(comparison.policies[p].p90.value > 0); }

// All of which at least nine quarters in ten lose nothing: "baseline, staged and freeze", or "all 6 policies".
std::string lossless_names(const Comparison& comparison) {
  std::vector<std::string> names;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    if (lossless_tenth(comparison, p)) {
      names.push_back(comparison.policies[p].id);
    }
  }
  return names.size() <= kNamedPolicies ? listed(names)
         : names.size() == comparison.policies.size()
             ? fmt::format("all {} policies", names.size())
             : fmt::format("{} of {} policies", names.size(), comparison.policies.size());
}

std::size_t quarters_with_loss(const PolicyResult& policy) {
  return policy.aggregate_exceedance.points.front().exceedances;
}

bool each_loses_in(const Comparison& comparison, std::size_t quarters) {
  return std::all_of(comparison.policies.begin(), comparison.policies.end(),
                     [quarters](const PolicyResult& policy) { return quarters_with_loss(policy) == quarters; });
}

// The loss that one quarter in ten exceeds, of the reference and of the policy that the page tells of.
std::string exceedance_title(const Comparison& comparison) {
  const auto exceeds = [&comparison](std::size_t p) {
    return "more than " + unbroken(format_count(comparison.policies[p].p90.value)) + " orders";
  };
  const std::string lossless = lossless_names(comparison);
  const std::string reference = comparison.policies[0].id;
  const std::size_t told = policy_told_of(comparison);
  const bool told_loses = told > 0 && !lossless_tenth(comparison, told);
  if (each_loses_in(comparison, 0)) {
    return "No quarter loses anything under " + lossless;
  }
  if (lossless_tenth(comparison, 0)) {
    return "At least nine quarters in ten lose nothing under " + lossless +
           (told_loses ? "; under " + comparison.policies[told].id + " one in ten loses " + exceeds(told) : "");
  }
  return "One quarter in ten loses " + exceeds(0) + " under " + reference +
         (told_loses ? ", " + exceeds(told) + " under " + comparison.policies[told].id : "") +
         (lossless.empty() ? "" : "; under " + lossless + " at least nine in ten lose nothing");
}

bool few_quarters_lose(const stats::ExceedanceCurve& curve) {
  constexpr std::size_t kFew = 2 * stats::kSupport;  // a curve of fewer is next to no curve
  const std::size_t losing = curve.points.front().exceedances;
  return losing > 0 && losing < kFew;
}

// "Quarters that lost anything, of 200: 5 under baseline, 0 under freeze."; empty where each did under every policy, or
// none.
std::string losing_quarters(const Comparison& comparison) {
  const std::size_t all = comparison.policies[0].aggregate_exceedance.n;
  if (each_loses_in(comparison, all) || each_loses_in(comparison, 0)) {
    return "";
  }
  std::string text;
  for (const PolicyResult& policy : comparison.policies) {
    text += fmt::format("{}{} under {}", text.empty() ? "" : ", ", quarters_with_loss(policy), policy.id);
  }
  return fmt::format("Quarters that lost anything, of {}: {}.", all, text);
}

}  // namespace

std::vector<CurvePoint> single_quarters(const stats::ExceedanceCurve& curve) {
  std::vector<CurvePoint> points;
  if (!few_quarters_lose(curve)) {
    return points;
  }
  const std::vector<double>& losses = curve.losses_beyond;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    if (i == 0 || losses[i] > losses[i - 1]) {
      const auto as_bad = static_cast<double>(losses.size() - i);
      points.push_back({losses[i], as_bad / static_cast<double>(curve.n), std::nullopt, true});
    }
  }
  return points;
}

LineChart exceedance_chart(const Comparison& comparison) {
  LineChart chart{
      .title = exceedance_title(comparison),
      .description =
          "Chance that a quarter loses more than a given number of orders: aggregate loss exceedance curves, "
          "one for each policy.",
      .x_label = "lost orders in a quarter",
      .y_label = "chance of a worse quarter",
      .x_scale = ScaleKind::kLogarithmic,
      .y_scale = ScaleKind::kLogarithmic,
      .curves = {},
      .limit = std::nullopt,
      .notes = {},
  };
  bool any_few = false;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    Curve curve{policy.id, p, {}, policy.aggregate_exceedance.stops_early, "lost nothing in any replication"};
    for (const stats::ExceedancePoint& point : policy.aggregate_exceedance.points) {
      const bool few = point.exceedances < stats::kSupport;
      curve.points.push_back(
          {point.loss, point.probability.value, few ? std::nullopt : point.probability.interval, few});
    }
    const std::vector<CurvePoint> single = single_quarters(policy.aggregate_exceedance);
    any_few = any_few || !single.empty();
    curve.points.insert(curve.points.end(), single.begin(), single.end());
    chart.curves.push_back(std::move(curve));
  }
  if (const std::string losing = losing_quarters(comparison); !losing.empty()) {
    chart.notes.push_back(losing);
  }
  chart.notes.emplace_back(
      "Aggregate exceedance (AEP), the spread of outcomes. Curves stop where fewer than 10 replications support "
      "the point.");
  if (any_few) {
    chart.notes.emplace_back(
        "Hollow and dotted: beyond that, each quarter by itself, at the share of quarters that lost as much; where "
        "so few lost anything the shape means little.");
  }
  chart.notes.emplace_back(
      "Bands: simulation error, 95 % for each point. Overlapping bands do not mean no difference.");
  return chart;
}

}  // namespace faultline::report
