// The comparison's tables as CSV, numbers unrounded.
#include <fmt/format.h>

#include <string_view>

#include "analysis/store/csv.h"
#include "analysis/store/export.h"

namespace faultline {
namespace {

std::string low_of(const std::optional<stats::Interval>& interval) {
  return interval ? fmt::format("{}", interval->low) : "";
}
std::string high_of(const std::optional<stats::Interval>& interval) {
  return interval ? fmt::format("{}", interval->high) : "";
}

std::string gates_csv(const Comparison& comparison) {
  std::string text = "policy,gate,met,bypassed_fraction,mean_changes,mean_hours";
  for (const std::string_view miss : kGateMissNames) {
    text += fmt::format(",loss_{0},loss_{0}_ci95_low,loss_{0}_ci95_high", miss);
  }
  text += "\n";
  for (const PolicyResult& policy : comparison.policies) {
    for (std::size_t g = 0; g < policy.gates.size(); ++g) {
      const GateResult& gate = policy.gates[g];
      text += fmt::format("{},{},{},{},{},{}", csv_field(policy.id), csv_field(comparison.run.gates[g]), gate.met,
                          csv_number(gate.bypassed_fraction), gate.mean_changes, csv_number(gate.mean_hours));
      for (const stats::Estimate& loss : gate.loss) {
        text += fmt::format(",{},{},{}", loss.value, low_of(loss.interval), high_of(loss.interval));
      }
      text += "\n";
    }
  }
  return text;
}

std::string desks_csv(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  std::string text = "policy,desk,kind,people,hours_per_person_week,utilisation\n";
  for (const PolicyResult& policy : comparison.policies) {
    for (std::size_t d = 0; d < run.desks.size(); ++d) {
      const DeskLoad& load = policy.reviewer_load.desks[d];
      text += fmt::format("{},{},{},{},{},{}\n", csv_field(policy.id), csv_field(run.desks[d].id),
                          kDeskKindNames[static_cast<std::size_t>(run.desks[d].kind)], run.desks[d].people,
                          csv_number(load.hours_per_person_week), csv_number(load.utilisation));
    }
  }
  return text;
}

std::string backlog_csv(const Comparison& comparison) {
  std::string text = "policy,day,mean,sd,above_reference_ci95_low,above_reference_ci95_high\n";
  for (const PolicyResult& policy : comparison.policies) {
    for (std::size_t d = 0; d < policy.backlog.days.size(); ++d) {
      const BacklogDay& day = policy.backlog.days[d];
      text += fmt::format("{},{},{},{},{},{}\n", csv_field(policy.id), d + 1, day.mean, csv_number(day.sd),
                          low_of(day.above_reference), high_of(day.above_reference));
    }
  }
  return text;
}

std::string weeks_csv(const Comparison& comparison) {
  std::string text =
      "policy,week,lost_orders,lost_orders_ci95_low,lost_orders_ci95_high,saved,saved_simultaneous_low,"
      "saved_simultaneous_high,verdict\n";
  for (const PolicyResult& policy : comparison.policies) {
    for (std::size_t w = 0; policy.weekly && w < policy.weekly->weeks.size(); ++w) {
      const WeekLoss& week = policy.weekly->weeks[w];
      text += fmt::format("{},{},{},{},{},", csv_field(policy.id), w + 1, week.lost_orders.value,
                          low_of(week.lost_orders.interval), high_of(week.lost_orders.interval));
      text += week.saved ? fmt::format("{},{},{},{}\n", week.saved->alone.value, low_of(week.saved->together),
                                       high_of(week.saved->together), stats::to_string(week.verdict))
                         : ",,,\n";
    }
  }
  return text;
}

std::string waterfall_csv(const Comparison& comparison) {
  std::string text = "policy,step,gate,orders_saved,ci95_low,ci95_high,simultaneous_low,simultaneous_high,settled\n";
  for (const PolicyResult& policy : comparison.policies) {
    if (!policy.waterfall) {
      continue;
    }
    for (const WaterfallStep& step : policy.waterfall->steps) {
      const bool caught = step.part == WaterfallPart::caught;
      text += fmt::format("{},{},{},{},{},{},{},{},{}\n", csv_field(policy.id),
                          kWaterfallPartNames[static_cast<std::size_t>(step.part)],
                          caught ? csv_field(comparison.run.gates[step.gate]) : "", step.orders.alone.value,
                          low_of(step.orders.alone.interval), high_of(step.orders.alone.interval),
                          low_of(step.orders.together), high_of(step.orders.together), step.settled() ? 1 : 0);
    }
  }
  return text;
}

}  // namespace

std::vector<ExportedFile> csv_files(const ResultsFile& results, const Comparison& comparison) {
  return {{"pairs.csv", pairs_csv(comparison)},        {"replications.csv", replications_csv(results)},
          {"gates.csv", gates_csv(comparison)},        {"desks.csv", desks_csv(comparison)},
          {"backlog.csv", backlog_csv(comparison)},    {"weeks.csv", weeks_csv(comparison)},
          {"waterfall.csv", waterfall_csv(comparison)}};
}

}  // namespace faultline
