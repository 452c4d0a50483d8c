#include "analysis/report/comparison_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/timeline_charts.h"
#include "analysis/report/wording.h"

namespace faultline::report {
namespace {

// The largest settled step tells the finding.
std::string waterfall_title(const Comparison& comparison, std::size_t p) {
  const PolicyResult& policy = comparison.policies[p];
  const WaterfallResult& waterfall = *policy.waterfall;
  const WaterfallStep* largest = nullptr;
  for (const WaterfallStep& step : waterfall.steps) {
    if (step.settled() && step.orders.alone.value > 0 &&
        (largest == nullptr || step.orders.alone.value > largest->orders.alone.value)) {
      largest = &step;
    }
  }
  if (largest == nullptr || !stats::settled(waterfall.total.interval) || !(waterfall.total.value > 0)) {
    return policy.id + ": where a difference to " + comparison.policies[0].id + " would come from is not settled";
  }
  return fmt::format("{}: of what it saves, {} % is {}", policy.id,
                     format_number(100 * share_of(*largest, waterfall), 2), step_name(comparison.run, *largest));
}

double largest_mean(const PolicyResult& policy) {
  double largest = 0;
  for (const BacklogDay& day : policy.backlog.days) {
    largest = std::max(largest, day.mean);
  }
  return largest;
}

// "freeze: back on day 104", one clause a policy that was above the reference.
std::string recovery_clause(const Comparison& comparison, std::size_t p) {
  const PolicyResult& policy = comparison.policies[p];
  const auto& day = policy.backlog.recovers_on_day;
  if (!day) {
    return policy.id + ": not settled to be back within the run-off";
  }
  return policy.id + (*day == 1 ? ": within the band from the first day" : fmt::format(": back on day {}", *day));
}

// One finding: who does not come back, otherwise who is last to.
std::string backlog_title(const Comparison& comparison) {
  const std::string reference = comparison.policies[0].id;
  if (comparison.policies.size() == 1) {
    const std::vector<BacklogDay>& days = comparison.policies[0].backlog.days;
    const auto less = [](const BacklogDay& a, const BacklogDay& b) { return a.mean < b.mean; };
    const auto [least, most] = std::minmax_element(days.begin(), days.end(), less);
    return days.empty() ? "No changes are counted by day under " + reference
                        : fmt::format("Between {} and {} changes are on their way under {} at a day\u2019s end",
                                      format_count(least->mean), format_count(most->mean), reference);
  }
  const std::size_t others = comparison.policies.size() - 1;
  std::size_t last = 1;
  std::vector<std::string> never;
  for (std::size_t p = 1; p <= others; ++p) {
    const auto& day = comparison.policies[p].backlog.recovers_on_day;
    if (!day) {
      never.push_back(comparison.policies[p].id);
    } else if (const auto& latest = comparison.policies[last].backlog.recovers_on_day; !latest || *day > *latest) {
      last = p;
    }
  }
  if (!never.empty()) {
    return (never.size() == 1 ? "The backlog of " + never.front() + " is"
                              : fmt::format("Of {} backlogs {} are", others, never.size())) +
           " not settled to return to that of " + reference;
  }
  const std::size_t day = *comparison.policies[last].backlog.recovers_on_day;
  return day == 1
             ? "No policy\u2019s backlog leaves that of " + reference
             : fmt::format("By day {} {} back at that of {}", day,
                           others == 1 ? "the backlog of " + comparison.policies[1].id + " is" : "all backlogs are",
                           reference);
}

}  // namespace

std::string differences_title(const Comparison& comparison) {
  const std::string reference = comparison.policies[0].id;
  const std::size_t others = comparison.policies.size() - 1;
  const auto of = [&comparison](stats::Verdict verdict) {
    std::size_t policies = 0;
    for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
      policies += comparison.against_reference(p).saving.verdict == verdict ? 1 : 0;
    }
    return policies;
  };
  const std::size_t better = of(stats::Verdict::kSettledBetter);
  const std::size_t worse = of(stats::Verdict::kSettledWorse);
  if (others == 1) {
    const std::string name = comparison.policies[1].id;
    return better > 0  ? name + " is settled to lose fewer orders than " + reference
           : worse > 0 ? name + " is settled to lose more orders than " + reference
           : of(stats::Verdict::kNotSettled) > 0
               ? "It is not settled whether " + name + " loses fewer orders than " + reference
               : "Between " + name + " and " + reference + " no difference that matters is left";
  }
  return fmt::format("{} of {} policies {} settled to lose fewer orders than {}{}", better, others,
                     better == 1 ? "is" : "are", reference, worse > 0 ? fmt::format(", {} to lose more", worse) : "");
}

stats::Estimate with_simultaneous(const Saving& saving) {
  stats::Estimate estimate = saving.orders;
  estimate.interval = saving.simultaneous;
  return estimate;
}

stats::Estimate with_joint_interval(const stats::JointEstimate& orders) {
  stats::Estimate estimate = orders.alone;
  estimate.interval = orders.together;
  return estimate;
}

std::optional<IntervalChart> differences_chart(const Comparison& comparison) {
  if (comparison.pairs.empty()) {
    return std::nullopt;
  }
  const PolicyResult& reference = comparison.policies[0];
  IntervalChart chart{
      .title = differences_title(comparison),
      .description = "Orders saved against " + reference.id +
                     " in the same quarters. Paired differences of mean lost orders with simultaneous 95 % intervals.",
      .x_label = "fewer lost orders a quarter than " + reference.id,
      .smallest_that_matters =
          comparison.run.smallest_difference_that_matters_fraction * reference.lost_orders.mean.value,
      .rows = {},
      .notes = {"Paired on common random numbers; intervals show simulation error and hold together at 95 %.",
                fmt::format("Shaded: differences below {} of the mean loss of {} do not matter.",
                            format_percent(comparison.run.smallest_difference_that_matters_fraction), reference.id)},
  };
  bool any_low = false;
  for (std::size_t b = 1; b < comparison.policies.size(); ++b) {
    const PairResult& pair = comparison.against_reference(b);
    chart.rows.push_back(
        {comparison.policies[b].id, b, with_simultaneous(pair.saving), pair.saving.verdict, pair.saving.reason});
    if (pair.saving_low) {
      any_low = true;
      chart.rows.push_back({comparison.policies[b].id + ", low", b, with_simultaneous(*pair.saving_low),
                            pair.saving_low->verdict, pair.saving_low->reason});
    }
  }
  if (any_low) {
    chart.notes.push_back(
        fmt::format("Low: both policies with a second reviewer who is nearly worthless (evidence Z10), on the first {} "
                    "replications.",
                    std::min(comparison.run.low_replications, comparison.replications)));
  }
  return chart;
}

std::optional<WaterfallChart> saving_chart(const Comparison& comparison, std::size_t p) {
  if (!comparison.policies[p].waterfall || comparison.policies[p].waterfall->steps.empty()) {
    return std::nullopt;
  }
  const PolicyResult& policy = comparison.policies[p];
  const WaterfallResult& waterfall = *policy.waterfall;
  stats::Estimate total = waterfall.total;
  total.interval = comparison.against_reference(p).saving.simultaneous;  // that of the verdict
  WaterfallChart chart{
      .title = waterfall_title(comparison, p),
      .description = fmt::format("Steps from the mean loss of {}, {}, to that of {}, {}.", comparison.policies[0].id,
                                 format_count(comparison.policies[0].lost_orders.mean.value), policy.id,
                                 format_count(policy.lost_orders.mean.value)),
      .x_label = "orders saved a quarter against " + comparison.policies[0].id,
      .policy = p,
      .steps = {},
      .total = {"all together", total, stats::settled(total.interval)},
      .notes =
          {"Paired on the same quarters, defect by defect. Intervals: simulation error, 95 % for all steps of this "
           "policy at once, in the last row for all pairs of policies. Hollow: costs orders. Pale or dashed: not "
           "settled."},
  };
  for (const WaterfallStep& step : waterfall.steps) {
    chart.steps.push_back({step_name(comparison.run, step), with_joint_interval(step.orders), step.settled()});
  }
  return chart;
}

std::optional<LineChart> backlog_chart(const Comparison& comparison) {
  constexpr double kFarApart = 20;  // the reference would lie flat on the axis
  const RunDescription& run = comparison.run;
  const double usual = largest_mean(comparison.policies[0]);
  double largest = 0;
  for (const PolicyResult& policy : comparison.policies) {
    largest = std::max(largest, largest_mean(policy));
  }
  if (!(largest > 0)) {
    return std::nullopt;
  }
  const bool far_apart = usual > 0 && largest > kFarApart * usual;
  LineChart chart{
      .title = backlog_title(comparison),
      .description = "Changes submitted and not deployed at the end of each day, mean over quarters.",
      .x_label = "day",
      .y_label = "changes not deployed yet",
      .x_scale = ScaleKind::kLinear,
      .y_scale = far_apart ? ScaleKind::kLogarithmic : ScaleKind::kLinear,
      .curves = {},
      .limit = run.run_off_days > 0 ? std::optional(CurveLimit{run.horizon_days, "horizon ends"}) : std::nullopt,
      .notes = {"Means over quarters. Band: one standard deviation of " + comparison.policies[0].id +
                    "\'s backlog between quarters, the spread of outcomes.",
                "Back: from that day on it is settled (95 %, paired) that the mean lies no more than that standard "
                "deviation above " +
                    comparison.policies[0].id + "\'s."},
      .y_from_zero = true,
  };
  std::string clauses;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const Backlog& backlog = comparison.policies[p].backlog;
    Curve curve{comparison.policies[p].id, p, {}, false, "no changes on their way"};
    for (std::size_t d = 0; d < backlog.days.size(); ++d) {
      const BacklogDay& day = backlog.days[d];
      CurvePoint point{static_cast<double>(d + 1), day.mean, std::nullopt};
      if (p == 0 && day.sd) {
        point.band = stats::Interval{std::max(0.0, day.mean - *day.sd), day.mean + *day.sd};
      }
      curve.points.push_back(point);
    }
    if (backlog.recovers_on_day && *backlog.recovers_on_day > 1) {
      curve.marked = static_cast<double>(*backlog.recovers_on_day);
    }
    chart.curves.push_back(std::move(curve));
    if (p > 0) {
      clauses += (clauses.empty() ? "" : "; ") + recovery_clause(comparison, p);
    }
  }
  if (!clauses.empty()) {
    chart.notes.push_back(clauses + ".");
  }
  return chart;
}

std::optional<LineChart> lead_time_chart(const Comparison& comparison) {
  LineChart chart{.title = {},
                  .description = "Share of changes that reach production within a time.",
                  .x_label = "hours from submission to full deployment",
                  .y_label = "share deployed by then",
                  .x_scale = ScaleKind::kLogarithmic,
                  .y_scale = ScaleKind::kLinear,
                  .curves = {},
                  .limit = std::nullopt,
                  .notes = {"All changes of all quarters that were deployed; automated and out-of-band ones are left "
                            "out. This is the spread of outcomes; so many changes leave next to no simulation error."},
                  .y_from_zero = true};
  std::optional<double> fastest;
  std::optional<double> slowest;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const LogHistogram& hours = comparison.policies[p].lead_time_hours;
    Curve curve{comparison.policies[p].id, p, {}, false, "nothing was deployed"};
    for (int percent = 1; percent < 100; percent += 2) {
      const std::optional<double> at = hours.quantile(percent / 100.0);
      if (at && *at > 0 && (curve.points.empty() || *at > curve.points.back().x)) {
        curve.points.push_back({*at, percent / 100.0, std::nullopt});
      }
    }
    if (const std::optional<double> median = hours.quantile(0.5)) {
      fastest = std::min(fastest.value_or(*median), *median);
      slowest = std::max(slowest.value_or(*median), *median);
    }
    chart.curves.push_back(std::move(curve));
  }
  if (!fastest) {
    return std::nullopt;
  }
  chart.title = *fastest == *slowest
                    ? fmt::format("Half of the changes are deployed within {}", format_hours(*fastest))
                    : fmt::format("Half of the changes are deployed within {} to {}, depending on the policy",
                                  format_hours(*fastest), format_hours(*slowest));
  return chart;
}

}  // namespace faultline::report
