// How much each policy loses, how much of it the others save, and where losses start.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/comparison_charts.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/table.h"

namespace faultline::report {
namespace {

constexpr std::size_t kServicesShown = 10;

// What each policy is, and why it has no verdict where a rule forbids one.
std::string policy_notes(const Comparison& comparison) {
  std::string html = "<ul>\n";
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    html += "<li><b>" + escape_html(policy.id) + "</b>" +
            (policy.title.empty() ? "" : ": " + escape_html(policy.title) + ".");
    if (p > 0 && !comparison.against_reference(p).saving.reason.empty()) {
      html += " <em>Not settled: " + keep_percent_signs(escape_html(comparison.against_reference(p).saving.reason)) +
              ".</em>";
    }
    html += "</li>\n";
  }
  return html + "</ul>\n";
}

// What passed each gate, and why it did not stop it.
std::string missed_table(const Comparison& comparison) {
  constexpr std::array<std::string_view, kGateMissCount> kWhy{"went round it", "full attention would have found it",
                                                              "beyond it"};
  std::vector<std::vector<std::string>> rows;
  for (std::size_t g = 0; g < comparison.run.gates.size(); ++g) {
    for (std::size_t miss = 0; miss < kGateMissCount; ++miss) {
      std::vector<std::string> row{escape_html(comparison.run.gates[g] + ": " + std::string(kWhy[miss]))};
      bool any = false;
      for (const PolicyResult& policy : comparison.policies) {
        const GateResult& gate = policy.gates[g];
        any = any || gate.loss[miss].value != 0;
        row.push_back(gate.seen() ? count_cell(gate.loss[miss]) : "-");
      }
      if (any) {
        rows.push_back(std::move(row));
      }
    }
  }
  return rows.empty()
             ? ""
             : policy_table(
                   "Mean lost orders a quarter by changes that each gate did not stop, and why; a change counts "
                   "at every gate that it passed, so gates do not add up",
                   policy_headings("Mean lost orders that passed", comparison), rows);
}

}  // namespace

std::string comparison_table(const Comparison& comparison) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const PairResult* pair = p > 0 ? &comparison.against_reference(p) : nullptr;
    rows.push_back({"<b>" + policy_cell(p, policy.id) + "</b>", count_cell(policy.lost_orders.mean),
                    pair != nullptr ? saved_cell(pair->saving.fraction) : "-",
                    pair != nullptr && pair->saving_low ? saved_cell(pair->saving_low->fraction) : "-",
                    tail_cell(policy.p99), optional_hours(policy.lead_time_p50_hours),
                    count_cell(policy.engineer_hours), optional_percent(policy.undelivered_fraction),
                    pair != nullptr ? verdict_cell(pair->saving) : "compared with"});
  }
  return table(
             std::string("Lost orders are gross, per quarter; intervals at 95 % show simulation error alone, and those "
                         "of savings hold for all pairs of policies at once") +
                 (intervals_fall_short(comparison)
                      ? "; losses have a heavy tail, so intervals hold less often than 95 %"
                      : ""),
             {"Policy", "Mean lost orders", "Saved", "Saved, 2nd reviewer nearly worthless",
              "Loss exceeded in 1 quarter of 100", "Lead time, median", "Engineer hours", "Undelivered", "Verdict"},
             rows, LastColumn::words) +
         policy_notes(comparison);
}

std::string exceedance_section(const Comparison& comparison) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const auto& points = policy.aggregate_exceedance.points;
    rows.push_back({policy_cell(p, policy.id), tail_cell(policy.p50), tail_cell(policy.p90), tail_cell(policy.p95),
                    tail_cell(policy.p99), tail_cell(policy.tail_mean_99),
                    points.empty() ? "-" : format_percent(1 - points.front().probability.value)});
  }
  return "<section>\n<h2>How bad can a quarter get?</h2>\n" + figure(line_chart(exceedance_chart(comparison))) +
         details("Numbers",
                 table("Quantiles of a quarter's lost orders, and the mean of its worst 1 in 100",
                       {"Policy", "Median", "90 %", "95 %", "99 %", "Tail mean 99 %", "Quarters without loss"}, rows)) +
         "</section>\n";
}

std::string differences_section(const Comparison& comparison) {
  const std::optional<IntervalChart> chart = differences_chart(comparison);
  if (!chart) {
    return "";
  }
  std::vector<std::vector<std::string>> rows;
  for (const PairResult& pair : comparison.pairs) {
    rows.push_back({policy_cell(pair.b, comparison.policies[pair.b].id + " against " + comparison.policies[pair.a].id),
                    count_cell(with_simultaneous(pair.saving)), saved_cell(pair.saving.fraction),
                    pair.saving_low ? saved_cell(pair.saving_low->fraction) : "-",
                    format_chance(pair.order.b_loses_less.value), count_cell(pair.engineer_hours_b_minus_a),
                    pair.lead_time_p50_hours_b_minus_a ? count_cell(*pair.lead_time_p50_hours_b_minus_a) : "-",
                    verdict_cell(pair.saving)});
  }
  return "<section>\n<h2>Is the difference real?</h2>\n" + figure(interval_chart(*chart)) +
         details("Numbers, every pair", table("Every pair of policies on the same quarters",
                                              {"Pair", "Orders saved", "Saved", "Saved, second reviewer low",
                                               "Chance to lose less in a quarter", "More engineer hours",
                                               "More lead time (hours; mean of the quarters' medians)", "Verdict"},
                                              rows, LastColumn::words)) +
         "</section>\n";
}

std::string loss_sources_section(const Comparison& comparison) {
  std::vector<std::vector<std::string>> rows;
  const auto add_row = [&](const std::string& name, auto value_of) {
    std::vector<std::string> row{escape_html(name)};
    for (const PolicyResult& policy : comparison.policies) {
      row.push_back(format_count(value_of(policy)));
    }
    rows.push_back(std::move(row));
  };
  for (std::size_t i = 0; i < kChannelCount; ++i) {
    add_row("channel: " + std::string(kChannelNames[i]), [i](const PolicyResult& p) { return p.loss_by_channel[i]; });
  }
  for (std::size_t i = 0; i < kOriginCount; ++i) {
    add_row("origin: " + std::string(kOriginNames[i]), [i](const PolicyResult& p) { return p.loss_by_origin[i]; });
  }
  const std::vector<stats::Estimate>& losses = comparison.policies[0].loss_by_service;
  std::vector<std::size_t> order(losses.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return losses[a].value > losses[b].value; });
  for (std::size_t k = 0; k < std::min(order.size(), kServicesShown); ++k) {
    const std::size_t i = order[k];
    if (losses[i].value > 0) {
      add_row("service: " + comparison.run.services[i],
              [i](const PolicyResult& p) { return p.loss_by_service[i].value; });
    }
  }
  return "<section>\n<h2>Where do the losses start?</h2>\n" +
         policy_table("Mean lost orders a quarter by where the fault came from; services by their loss under " +
                          comparison.policies[0].id,
                      policy_headings("Mean lost orders by", comparison), rows) +
         missed_table(comparison) + "</section>\n";
}

}  // namespace faultline::report
