#include "analysis/report/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <vector>

#include "analysis/metric_names.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/chart_interval.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/summary_json.h"
#include "analysis/report/table.h"

namespace faultline::report {
namespace {

constexpr std::size_t kServicesShown = 10;

constexpr std::array<std::string_view, 9> kNotModelled{
    "Data that is lost for good, and customers who never come back after an incident.",
    "Reviewers who learn, tire of a policy, leave, or stop reviewing while an incident lasts.",
    "Senior review, agent review, risk scores, velocity caps, error-budget freezes and audits.",
    "A queue of responders: every incident is worked on at once.",
    "Retry storms and overload: services fail by faults and by what they call, not by traffic.",
    "Regional failover and capacity bought during an incident.",
    "Attackers. Faults are accidents.",
    "Features whose value depends on when they ship, except as the stated cost of delay.",
    "Uncertainty of the inputs: intervals show simulation error alone.",
};

std::string variant_name(const RunDescription& run) {
  return run.variant_id + (run.variant_title.empty() ? "" : " (" + run.variant_title + ")");
}

std::string count_cell(const stats::Estimate& estimate) {
  return with_interval(format_count(estimate.value, estimate.standard_error), format_count_interval(estimate));
}

// Figures of the tail: too few replications beyond them leave no interval, or one that covers too little.
std::string tail_cell(const stats::Estimate& estimate) {
  const std::string interval = estimate.warnings.empty() ? format_count_interval(estimate) : "N too small";
  return with_interval(format_count(estimate.value, estimate.standard_error), interval);
}

std::string saved_cell(const std::optional<stats::Estimate>& fraction) {
  if (!fraction) {
    return "-";
  }
  const SavedText text = format_saved(*fraction);
  return with_interval(text.value, text.interval);
}

std::string optional_hours(const std::optional<double>& hours) { return hours ? format_hours(*hours) : "-"; }
std::string optional_percent(const std::optional<double>& share) {
  return share ? format_number(100 * *share, 2) + "\u00A0%" : "-";
}

std::string verdict_cell(const Saving& saving) { return escape_html(stats::to_string(saving.verdict)); }

// What each policy is, and why it has no verdict where a rule forbids one.
std::string policy_notes(const Comparison& comparison) {
  std::string html = "<ul>\n";
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    html += "<li><b>" + escape_html(policy.id) + "</b>" +
            (policy.title.empty() ? "" : ": " + escape_html(policy.title) + ".");
    if (p > 0 && !comparison.against_reference(p).saving.reason.empty()) {
      html += " <em>Not settled: " + escape_html(comparison.against_reference(p).saving.reason) + ".</em>";
    }
    html += "</li>\n";
  }
  return html + "</ul>\n";
}

std::string comparison_table(const Comparison& comparison) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const PairResult* pair = p > 0 ? &comparison.against_reference(p) : nullptr;
    rows.push_back({"<b>" + escape_html(policy.id) + "</b>", count_cell(policy.lost_orders.mean),
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
  LineChart chart{
      .title = "How bad can a quarter get? Chance that a quarter loses more than a given number of orders",
      .description = "Aggregate loss exceedance curves, one for each policy.",
      .x_label = "lost orders in a quarter",
      .y_label = "chance of a worse quarter",
      .x_scale = ScaleKind::kLogarithmic,
      .y_scale = ScaleKind::kLogarithmic,
      .curves = {},
      .limit = std::nullopt,
      .notes =
          {"Aggregate exceedance (AEP), the spread of outcomes. Curves stop where fewer than 10 replications support "
           "the point.",
           "Bands: simulation error, 95 % for each point. Overlapping bands do not mean no difference."},
  };
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    Curve curve{policy.id, p, {}, policy.aggregate_exceedance.stops_early, "lost nothing in any replication"};
    for (const stats::ExceedancePoint& point : policy.aggregate_exceedance.points) {
      curve.points.push_back({point.loss, point.probability.value, point.probability.interval});
    }
    chart.curves.push_back(std::move(curve));
    const auto& points = policy.aggregate_exceedance.points;
    rows.push_back({escape_html(policy.id), tail_cell(policy.p50), tail_cell(policy.p90), tail_cell(policy.p95),
                    tail_cell(policy.p99), tail_cell(policy.tail_mean_99),
                    points.empty() ? "-" : format_percent(1 - points.front().probability.value)});
  }
  return "<section>\n<h2>How bad can a quarter get?</h2>\n<figure>" + line_chart(chart) + "</figure>\n" +
         details("Numbers",
                 table("Quantiles of a quarter's lost orders, and the mean of its worst 1 in 100",
                       {"Policy", "Median", "90 %", "95 %", "99 %", "Tail mean 99 %", "Quarters without loss"}, rows)) +
         "</section>\n";
}

stats::Estimate with_simultaneous(const Saving& saving) {
  stats::Estimate estimate = saving.orders;
  estimate.interval = saving.simultaneous;
  return estimate;
}

std::string differences_section(const Comparison& comparison) {
  if (comparison.pairs.empty()) {
    return "";
  }
  const PolicyResult& reference = comparison.policies[0];
  IntervalChart chart{
      .title = "Is the difference real? Orders saved against " + reference.id + " in the same quarters",
      .description = "Paired differences of mean lost orders with simultaneous 95 % intervals.",
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
    chart.rows.push_back({comparison.policies[b].id, b, with_simultaneous(pair.saving), pair.saving.verdict});
    if (pair.saving_low) {
      any_low = true;
      chart.rows.push_back(
          {comparison.policies[b].id + ", low", b, with_simultaneous(*pair.saving_low), pair.saving_low->verdict});
    }
  }
  if (any_low) {
    chart.notes.push_back(
        fmt::format("Low: both policies with a second reviewer who is nearly worthless (evidence Z10), on the first {} "
                    "replications.",
                    std::min(comparison.run.low_replications, comparison.replications)));
  }
  std::vector<std::vector<std::string>> rows;
  for (const PairResult& pair : comparison.pairs) {
    rows.push_back({escape_html(comparison.policies[pair.b].id + " against " + comparison.policies[pair.a].id),
                    count_cell(with_simultaneous(pair.saving)), saved_cell(pair.saving.fraction),
                    pair.saving_low ? saved_cell(pair.saving_low->fraction) : "-",
                    format_chance(pair.order.b_loses_less.value), count_cell(pair.engineer_hours_b_minus_a),
                    pair.lead_time_p50_hours_b_minus_a ? count_cell(*pair.lead_time_p50_hours_b_minus_a) : "-",
                    verdict_cell(pair.saving)});
  }
  return "<section>\n<h2>Is the difference real?</h2>\n<figure>" + interval_chart(chart) + "</figure>\n" +
         details("Numbers, every pair", table("Every pair of policies on the same quarters",
                                              {"Pair", "Orders saved", "Saved", "Saved, second reviewer low",
                                               "Chance to lose less in a quarter", "More engineer hours",
                                               "More lead time (hours; mean of the quarters' medians)", "Verdict"},
                                              rows, LastColumn::words)) +
         "</section>\n";
}

std::string delivery_section(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  std::vector<std::vector<std::string>> rows;
  for (const PolicyResult& policy : comparison.policies) {
    std::vector<std::string> row{escape_html(policy.id),
                                 format_number(policy.submitted_per_day),
                                 format_number(policy.deployed_per_day),
                                 optional_percent(policy.undelivered_fraction),
                                 optional_percent(policy.undelivered_fraction_run_off),
                                 optional_hours(policy.lead_time_p50_hours),
                                 optional_hours(policy.lead_time_p90_hours),
                                 optional_percent(policy.review_utilisation),
                                 optional_percent(policy.bypassed_fraction),
                                 optional_percent(policy.stamped_fraction),
                                 format_count(policy.delay_change_days)};
    if (run.cost_of_delay_per_change_day > 0) {
      row.push_back(
          escape_html(format_count(run.cost_of_delay_per_change_day * policy.delay_change_days) + " " + run.currency));
    }
    rows.push_back(std::move(row));
  }
  std::vector<std::string> head{"Policy",
                                "Submitted a day",
                                "Deployed a day",
                                "Undelivered, horizon",
                                "Undelivered, run-off",
                                "Lead time, median",
                                "Lead time, 90 %",
                                "Reviewers busy",
                                "Bypassed",
                                "Stamped unread",
                                "Change-days of delay"};
  if (run.cost_of_delay_per_change_day > 0) {
    head.emplace_back("Cost of delay");
  }
  return "<section>\n<h2>What does it cost in speed?</h2>\n" +
         table(fmt::format("Changes and their reviews; lead times of people's and agents' changes through the "
                           "pipeline; undelivered at the end of "
                           "the {:g}-day horizon and of the "
                           "{:g}-day run-off",
                           run.horizon_days, run.run_off_days),
               head, rows) +
         "</section>\n";
}

std::string loss_sources_section(const Comparison& comparison) {
  std::vector<std::string> head{"Mean lost orders by"};
  for (const PolicyResult& policy : comparison.policies) {
    head.push_back(policy.id);
  }
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
  const std::vector<double>& losses = comparison.policies[0].loss_by_service;
  std::vector<std::size_t> order(losses.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return losses[a] > losses[b]; });
  for (std::size_t k = 0; k < std::min(order.size(), kServicesShown); ++k) {
    const std::size_t i = order[k];
    if (losses[i] > 0) {
      add_row("service: " + comparison.run.services[i], [i](const PolicyResult& p) { return p.loss_by_service[i]; });
    }
  }
  return "<section>\n<h2>Where do the losses start?</h2>\n" +
         table("Mean lost orders a quarter by where the fault came from; services by their loss under " +
                   comparison.policies[0].id,
               head, rows) +
         "</section>\n";
}

std::string assumptions_section(const RunDescription& run) {
  std::array<std::size_t, kSourceStatusNames.size()> counts{};
  std::vector<std::vector<std::string>> rows;
  for (std::size_t status = kSourceStatusNames.size(); status-- > 0;) {
    for (const ParameterSource& source : run.sources) {
      if (static_cast<std::size_t>(source.status) != status) {
        continue;
      }
      ++counts[status];
      rows.push_back({"<code>" + escape_html(source.pointer) + "</code>", escape_html(shorten(source.value, 60)),
                      fmt::format("<span class=\"mark {0}\">{0}</span>", kSourceStatusNames[status]),
                      escape_html(source.source), source.is_default ? "default" : "scenario"});
    }
  }
  std::string html = "<section>\n<h2>What it assumes</h2>\n<p>";
  for (std::size_t status = 0; status < counts.size(); ++status) {
    html += fmt::format("{}{} {}", status > 0 ? ", " : "", counts[status], kSourceStatusNames[status]);
  }
  html += " of " + std::to_string(run.sources.size()) +
          " inputs. Intervals do not show what wrong inputs would change.</p>\n";
  if (!rows.empty()) {
    html += details("Every input with its mark",
                    table("Inputs of the scenario, assumed ones first",
                          {"Input", "Value", "Mark", "Source", "Given by"}, rows, LastColumn::words));
  }
  return html + "</section>\n";
}

std::string reproduce_section(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  std::string policies;
  for (const PolicyLabel& policy : run.policies) {
    policies += (policies.empty() ? "" : ",") + policy.id;
  }
  const std::string command =
      fmt::format("faultline compare {}{} --policies {} --replications {} --seed {}", run.scenario_id,
                  run.variant_id.empty() ? "" : " --variant " + run.variant_id, policies, run.replications, run.seed);
  std::vector<std::vector<std::string>> rows{
      {"Scenario", escape_html(run.scenario_id)},
      {"Variant", run.variant_id.empty() ? "none: the scenario as it stands" : escape_html(variant_name(run))},
      {"Scenario, SHA-256", "<code>" + escape_html(run.scenario_sha256) + "</code>"},
      {"Results, SHA-256", comparison.results_sha256.empty()
                               ? "unfinished"
                               : "<code>" + escape_html(comparison.results_sha256) + "</code>"},
      {"Seed", std::to_string(run.seed)},
      {"Replications", fmt::format("{} of {}", comparison.replications, run.replications)},
      {"Time frame", fmt::format("{:g} days of warm-up, {:g} days counted, {:g} days of run-off, from {}",
                                 run.warm_up_days, run.horizon_days, run.run_off_days, escape_html(run.start_utc))},
      {"Program",
       escape_html("faultline " + run.tool_version + (run.git_hash.empty() ? "" : " (" + run.git_hash + ")"))}};
  return "<section>\n<h2>How to reproduce this</h2>\n<pre>" + escape_html(command) +
         "</pre>\n<p>The resolved scenario is kept in results.sqlite. The number of threads has no effect on "
         "results.</p>\n" +
         table("Provenance", {"What", "Value"}, rows, LastColumn::words) + "</section>\n";
}

}  // namespace

std::string report_page(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  const std::string title = run.scenario_title.empty() ? run.scenario_id : run.scenario_title;
  std::string html = page_begin(title + ": release policies compared");
  html += "<p class=\"context\">" +
          escape_html(fmt::format("{} | {}{:g} days from {} | {} paired futures", title,
                                  run.variant_id.empty() ? "" : "variant " + variant_name(run) + " | ",
                                  run.horizon_days, run.start_utc.substr(0, 10), comparison.replications)) +
          "</p>\n";
  html += keep_percent_signs(element("h1", answer_sentence(comparison))) + "\n";
  if (!run.scenario_description.empty()) {
    html += element("p", run.scenario_description) + "\n";
  }
  html +=
      comparison_table(comparison) + exceedance_section(comparison) + differences_section(comparison) +
      delivery_section(comparison) + loss_sources_section(comparison) + assumptions_section(run) +
      list_section("Warnings", comparison.warnings.empty() ? std::vector<std::string>{"None."} : comparison.warnings) +
      list_section("Not modelled", {kNotModelled.begin(), kNotModelled.end()}) + reproduce_section(comparison);
  return html + page_end(summary_json(comparison));
}

}  // namespace faultline::report
