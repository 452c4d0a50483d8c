// Sheets of figures.
#include "analysis/spreadsheet/comparison_sheets.h"

#include <algorithm>
#include <string>
#include <utility>

#include "analysis/report/answer.h"

namespace faultline {
namespace {

constexpr double kNameWidth = 26;
constexpr double kSentenceWidth = 60;

Column count(std::string head) { return {std::move(head), 14, NumberForm::count}; }
Column decimal(std::string head) { return {std::move(head), 14, NumberForm::decimal}; }
Column share(std::string head) { return {std::move(head), 14, NumberForm::share}; }
Column text(std::string head, double width = kNameWidth) { return {std::move(head), width, NumberForm::general}; }

using Row = std::vector<Cell>;

void append(Row& row, const stats::Estimate& estimate) {
  row.insert(row.end(), {estimate.value, low_cell(estimate.interval), high_cell(estimate.interval)});
}

void append(Row& row, const std::optional<stats::Estimate>& estimate) {
  if (estimate) {
    append(row, *estimate);
  } else {
    row.insert(row.end(), 3, Cell{});
  }
}

// A saving with its simultaneous intervals and verdict; empty cells for the reference itself.
void append(Row& row, const Saving* saving) {
  if (saving == nullptr) {
    row.insert(row.end(), 8, Cell{});
    return;
  }
  row.insert(row.end(), {saving->orders.value, low_cell(saving->simultaneous), high_cell(saving->simultaneous)});
  append(row, saving->fraction);
  row.insert(row.end(), {std::string(stats::to_string(saving->verdict)), saving->reason});
}

Sheet summary_sheet(const Comparison& comparison) {
  Sheet sheet{
      "Summary",
      {text("policy"), count("mean lost orders (orders a quarter)"), share("saved (share of the reference's)"),
       count("p99 of lost orders (orders)"), decimal("lead time, median (hours)"),
       count("engineer hours (hours a quarter)"), share("undelivered at the horizon's end (share)"), text("verdict")},
      {}};
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const Saving* saving = p > 0 ? &comparison.against_reference(p).saving : nullptr;
    sheet.rows.push_back({policy.id, policy.lost_orders.mean.value,
                          saving != nullptr && saving->fraction ? Cell{saving->fraction->value} : Cell{},
                          policy.p99.value, cell_of(policy.lead_time_p50_hours), policy.engineer_hours.value,
                          cell_of(policy.undelivered_fraction),
                          saving != nullptr ? std::string(stats::to_string(saving->verdict)) : "compared with"});
  }
  sheet.chart = SheetChart{SheetChart::Kind::bars,
                           "Mean lost orders a quarter",
                           "",
                           "orders a quarter",
                           {{0, comparison.policies.size() - 1, 0, 1, 1}},
                           sheet.columns.size() + 1};
  sheet.rows.emplace_back();
  sheet.rows.push_back({report::answer_sentence(comparison)});
  for (const std::string& warning : comparison.warnings) {
    sheet.rows.push_back({"Warning: " + warning});
  }
  return sheet;
}

}  // namespace

Cell cell_of(const std::optional<double>& value) { return value ? Cell{*value} : Cell{}; }
Cell low_cell(const std::optional<stats::Interval>& interval) { return interval ? Cell{interval->low} : Cell{}; }
Cell high_cell(const std::optional<stats::Interval>& interval) { return interval ? Cell{interval->high} : Cell{}; }

Sheet policies_sheet(const Comparison& comparison) {
  Sheet sheet{"Policies",
              {text("policy"),
               text("title", 40),
               count("mean lost orders (orders a quarter)"),
               count("95 % low (orders)"),
               count("95 % high (orders)"),
               count("standard deviation (orders)"),
               count("p50 (orders)"),
               count("p90 (orders)"),
               count("p95 (orders)"),
               count("p99 (orders)"),
               count("p99, 95 % low (orders)"),
               count("p99, 95 % high (orders)"),
               count("tail mean beyond p99 (orders)"),
               count("mean net lost orders (orders)"),
               count("net, 95 % low (orders)"),
               count("net, 95 % high (orders)"),
               count("mean, second reviewer low (orders)"),
               count("saved against the reference (orders)"),
               count("saved, simultaneous 95 % low (orders)"),
               count("saved, simultaneous 95 % high (orders)"),
               share("saved (share)"),
               share("saved, low (share)"),
               share("saved, high (share)"),
               text("verdict"),
               text("why there is no verdict"),
               decimal("lead time p50 (hours)"),
               decimal("lead time p90 (hours)"),
               count("engineer hours (hours a quarter)"),
               count("engineer hours, 95 % low"),
               count("engineer hours, 95 % high"),
               share("undelivered at the horizon's end (share)"),
               decimal("submitted (changes a day)"),
               decimal("deployed (changes a day)"),
               share("reviewers busy (share)"),
               share("bypassed review (share)"),
               share("stamped unread (share)"),
               decimal("peak backlog (changes)"),
               decimal("incidents sev1 (a quarter)"),
               decimal("incidents sev2 (a quarter)"),
               decimal("incidents sev3 (a quarter)"),
               count("customer errors (requests a quarter)")},
              {}};
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    Row row{policy.id, policy.title};
    append(row, policy.lost_orders.mean);
    row.insert(row.end(), {cell_of(policy.lost_orders.sd), policy.p50.value, policy.p90.value, policy.p95.value});
    append(row, policy.p99);
    row.emplace_back(policy.tail_mean_99.value);
    append(row, policy.lost_orders_net);
    row.push_back(policy.lost_orders_low ? Cell{policy.lost_orders_low->mean.value} : Cell{});
    append(row, p > 0 ? &comparison.against_reference(p).saving : nullptr);
    row.insert(row.end(), {cell_of(policy.lead_time_p50_hours), cell_of(policy.lead_time_p90_hours)});
    append(row, policy.engineer_hours);
    row.insert(row.end(), {cell_of(policy.undelivered_fraction), policy.submitted_per_day, policy.deployed_per_day,
                           cell_of(policy.review_utilisation), cell_of(policy.bypassed_fraction),
                           cell_of(policy.stamped_fraction), policy.peak_backlog, policy.incidents[0],
                           policy.incidents[1], policy.incidents[2], policy.customer_errors.value});
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet differences_sheet(const Comparison& comparison) {
  Sheet sheet{"Differences",
              {text("a"),
               text("b"),
               text("second reviewer", 14),
               count("replications"),
               count("b saves against a (orders a quarter)"),
               count("simultaneous 95 % low (orders)"),
               count("simultaneous 95 % high (orders)"),
               share("saved (share of a's)"),
               share("saved, low (share)"),
               share("saved, high (share)"),
               text("verdict"),
               text("why there is no verdict"),
               share("chance that b loses less in a quarter"),
               share("chance of a tie"),
               count("more engineer hours (hours a quarter)"),
               count("95 % low (hours)"),
               count("95 % high (hours)"),
               decimal("more lead time, mean of medians (hours)"),
               decimal("95 % low (hours)"),
               decimal("95 % high (hours)")},
              {}};
  const auto names = [&comparison](std::size_t p) { return comparison.policies[p].id; };
  for (const PairResult& pair : comparison.pairs) {
    Row row{names(pair.a), names(pair.b), "central", static_cast<double>(pair.saving.orders.n)};
    append(row, &pair.saving);
    row.insert(row.end(), {pair.order.b_loses_less.value, pair.order.tie.value});
    append(row, pair.engineer_hours_b_minus_a);
    append(row, pair.lead_time_p50_hours_b_minus_a);
    sheet.rows.push_back(std::move(row));
    if (pair.saving_low) {
      Row low{names(pair.a), names(pair.b), "low", static_cast<double>(pair.saving_low->orders.n)};
      append(low, &*pair.saving_low);
      sheet.rows.push_back(std::move(low));
    }
  }
  return sheet;
}

Sheet exceedance_sheet(const Comparison& comparison) {
  Sheet sheet{"Exceedance",
              {text("policy"), text("curve", 12), count("lost orders (orders)"), share("chance of more in a quarter"),
               share("95 % low"), share("95 % high"), count("quarters above"), decimal("return period (quarters)")},
              {}};
  SheetChart chart{SheetChart::Kind::logarithmic_lines,
                   "Chance that a quarter loses more",
                   "lost orders in a quarter",
                   "chance of a worse quarter",
                   {},
                   sheet.columns.size() + 1};
  for (const auto& [curve, name] : {std::pair{&PolicyResult::aggregate_exceedance, "aggregate"},
                                    std::pair{&PolicyResult::occurrence_exceedance, "occurrence"}}) {
    for (const PolicyResult& policy : comparison.policies) {
      std::optional<std::size_t> first_above_zero;
      for (const stats::ExceedancePoint& point : (policy.*curve).points) {
        if (point.loss > 0 && point.probability.value > 0 && !first_above_zero) {
          first_above_zero = sheet.rows.size();
        }
        sheet.rows.push_back({policy.id, std::string(name), point.loss, point.probability.value,
                              low_cell(point.probability.interval), high_cell(point.probability.interval),
                              static_cast<double>(point.exceedances), cell_of(point.return_period)});
      }
      if (first_above_zero && curve == &PolicyResult::aggregate_exceedance) {
        chart.series.push_back({*first_above_zero, sheet.rows.size() - 1, 2, 3, 0});
      }
    }
  }
  sheet.chart = std::move(chart);
  return sheet;
}

Sheet services_sheet(const Comparison& comparison) {
  Sheet sheet{"Services", {text("service")}, {}};
  for (const PolicyResult& policy : comparison.policies) {
    sheet.columns.push_back(count(policy.id + " (mean lost orders a quarter that start there)"));
  }
  for (std::size_t s = 0; s < comparison.run.services.size(); ++s) {
    Row row{comparison.run.services[s]};
    for (const PolicyResult& policy : comparison.policies) {
      row.emplace_back(policy.loss_by_service[s].value);
    }
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet limits_sheet(const std::vector<LimitCheck>& checks) {
  Sheet sheet{"Limits",
              {text("policy"), text("check"), count("limit (orders)"), count("value (orders)"),
               count("95 % low (orders)"), count("95 % high (orders)"), text("result")},
              {}};
  for (const LimitCheck& check : checks) {
    Row row{check.policy, std::string(check.what), check.limit};
    append(row, check.figure);
    row.emplace_back(std::string(check.state == LimitState::kept     ? "kept"
                                 : check.state == LimitState::broken ? "broken"
                                                                     : "not settled"));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet changes_sheet(const RunChanges& changes) {
  Sheet sheet{
      "Changes",
      {text("policy"), count("mean lost orders before (orders a quarter)"), count("now (orders a quarter)"),
       count("saved since then (orders)"), count("all policies at once, 95 % low (orders)"),
       count("all policies at once, 95 % high (orders)"), text("verdict on the change"),
       text("why there is no verdict"), count("more engineer hours (hours a quarter)"), count("95 % low (hours)"),
       count("95 % high (hours)"), decimal("more lead time, mean of medians (hours)"), decimal("95 % low (hours)"),
       decimal("95 % high (hours)"), text("how compared", kSentenceWidth)},
      {}};
  for (const AnswerChange& answer : changes.answers) {
    Row row{answer.id, answer.lost_before.value, answer.lost_now.value};
    append(row, answer.saved);
    row.insert(row.end(), {std::string(stats::to_string(answer.verdict)), answer.reason});
    append(row, answer.more_engineer_hours);
    append(row, answer.more_lead_time_hours);
    row.emplace_back(changes.how_compared);
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

std::vector<Sheet> comparison_sheets(const Comparison& comparison, const std::vector<LimitCheck>& checks,
                                     const RunChanges* changes) {
  std::vector<Sheet> sheets{summary_sheet(comparison), policies_sheet(comparison), differences_sheet(comparison),
                            exceedance_sheet(comparison), services_sheet(comparison)};
  if (!checks.empty()) {
    sheets.push_back(limits_sheet(checks));
  }
  if (changes != nullptr) {
    sheets.push_back(changes_sheet(*changes));
    sheets.push_back(changed_inputs_sheet(*changes));
  }
  sheets.push_back(inputs_sheet(comparison.run));
  sheets.push_back(provenance_sheet(comparison));
  return sheets;
}

}  // namespace faultline
