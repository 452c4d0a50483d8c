// What changed since an earlier run, for programs.
#include <fmt/format.h>

#include "analysis/report/table.h"
#include "analysis/store/csv.h"

namespace faultline::report {
namespace {

std::string figures(const stats::Estimate& estimate) {
  return estimate.interval ? fmt::format("{},{},{}", estimate.value, estimate.interval->low, estimate.interval->high)
                           : fmt::format("{},,", estimate.value);
}

}  // namespace

std::string changes_csv(const RunChanges& changes) {
  std::string text =
      "policy,lost_orders_before,lost_orders_now,saved,saved_low,saved_high,verdict,reason,engineer_hours_more,"
      "engineer_hours_more_low,engineer_hours_more_high,lead_time_p50_hours_more,lead_time_p50_hours_more_low,"
      "lead_time_p50_hours_more_high,paired\n";
  for (const AnswerChange& answer : changes.answers) {
    text +=
        fmt::format("{},{},{},{},{},{},{},{},{}\n", csv_field(answer.id), answer.lost_before.value,
                    answer.lost_now.value, figures(answer.saved), stats::to_string(answer.verdict),
                    csv_field(answer.reason), figures(answer.more_engineer_hours),
                    answer.more_lead_time_hours ? figures(*answer.more_lead_time_hours) : ",,", changes.paired ? 1 : 0);
  }
  return text;
}

std::string changed_inputs_csv(const RunChanges& changes) {
  std::string text = "input,policy,before,now,mark_before,mark_now\n";
  for (const FactChange& fact : changes.facts) {
    text += fmt::format("{},,{},{},,\n", csv_field(fact.what), csv_field(fact.before), csv_field(fact.now));
  }
  for (const InputChange& input : changes.inputs) {
    text += fmt::format("{},{},{},{},{},{}\n", csv_field(input.pointer), csv_field(input.policy),
                        csv_field(input.before), csv_field(input.now), input.mark_before, input.mark_now);
  }
  return text;
}

}  // namespace faultline::report
