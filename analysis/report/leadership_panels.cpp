// The four charts.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_frontier.h"
#include "analysis/report/chart_interval.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/comparison_charts.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/leadership.h"
#include "analysis/report/leadership_parts.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/shell_word.h"
#include "analysis/report/sweep_words.h"

namespace faultline::report {
namespace {

constexpr std::size_t kNameColumns = 24;  // of a policy, cut in the middle
constexpr std::size_t kPointsShown = 12;  // of a curve: more cannot be seen at this size
constexpr std::size_t kBarsShown = 5;

struct Panel {
  std::string question;
  ChartFile chart;
  std::string finding;       ///< HTML
  std::string note;          ///< HTML
  std::string numbers;       ///< a table
  bool from_second = false;  ///< its rows leave the reference out
};

std::string panel_table(std::string_view caption, const std::vector<std::string>& head,
                        const std::vector<std::vector<std::string>>& rows, LastColumn last = LastColumn::number) {
  return table(caption, head, rows, last, BoxName::none);
}

std::string panel_html(const Panel& panel) {
  return std::string("<section class=\"panel\"") + (panel.from_second ? " data-from=\"1\"" : "") + ">\n<h2>" +
         escape_html(panel.question) + "</h2>\n<figure>" + panel.chart.svg + "<figcaption><b>" + panel.finding +
         "</b> " + panel.note + "</figcaption></figure>\n" +
         (panel.numbers.empty() ? "" : details("Numbers", panel.numbers)) + "</section>\n";
}

// The whole of a name is told by the table of policies; here it would stand dozens of times.
std::string short_name(const LeadershipFacts& facts, std::size_t policy, std::size_t columns = kNameColumns) {
  return "<bdi>" + escape_html(shorten_middle(facts.comparison.policies[policy].id, columns)) + "</bdi>";
}

std::string plain_name(const LeadershipFacts& facts, std::size_t p) {
  return shorten_middle(facts.comparison.policies[p].id, kNameColumns);
}

// Evenly spread over the curve, both ends among them.
std::vector<CurvePoint> thinned(const stats::ExceedanceCurve& curve, bool band) {
  const std::vector<stats::ExceedancePoint>& points = curve.points;
  std::vector<CurvePoint> kept;
  const std::size_t n = std::min(points.size(), kPointsShown);
  for (std::size_t i = 0; i < n; ++i) {
    const stats::ExceedancePoint& point = points[n < 2 ? 0 : i * (points.size() - 1) / (n - 1)];
    const bool few = point.exceedances < stats::kSupport;
    kept.push_back(
        {point.loss, point.probability.value, band && !few ? point.probability.interval : std::nullopt, few});
  }
  const std::vector<CurvePoint> single = single_quarters(curve);
  kept.insert(kept.end(), single.begin(), single.end());
  return kept;
}

std::string zero_loss(const LeadershipFacts& facts) {
  std::string text;
  for (std::size_t p = 0; p < facts.policies.size(); ++p) {
    if (facts.policies[p].share_without_loss > 0) {
      text += (text.empty() ? "Quarters without loss: " : ", ") + short_name(facts, p) + " " +
              format_number(100 * facts.policies[p].share_without_loss, 2) + " %";
    }
  }
  return text.empty() ? "No quarter was without loss." : text + ".";
}

Panel exceedance_panel(const LeadershipFacts& facts) {
  const Comparison& comparison = facts.comparison;
  const auto finding = [&facts](const std::string& budget, const auto& name) {
    std::string text = "Over " + budget + ": " + name(0) + " " + budget_chance(facts.policies[0].over_budget);
    if (facts.recommended) {
      text += ", " + name(*facts.recommended) + " " + budget_chance(facts.policies[*facts.recommended].over_budget);
    }
    return text;
  };
  LineChart chart{.title = finding(format_count(facts.budget.orders) + " orders",
                                   [&facts](std::size_t p) { return plain_name(facts, p); }),
                  .description = "Aggregate loss exceedance curves.",
                  .x_label = "lost orders in a quarter",
                  .y_label = "chance of worse",
                  .x_scale = ScaleKind::kLogarithmic,
                  .y_scale = ScaleKind::kLogarithmic,
                  .curves = {},
                  .limit = CurveLimit{facts.budget.orders, facts.budget.given ? "budget" : "worst tenth now"},
                  .notes = {},
                  .size = ChartSize::narrow};
  if (!(facts.budget.orders > 0)) {
    chart.limit.reset();
  }
  bool any_few = false;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const bool bold = p == 0 || facts.recommended == p;
    std::vector<CurvePoint> points = thinned(policy.aggregate_exceedance, bold);
    any_few = any_few || (!points.empty() && points.back().few);
    chart.curves.push_back({.name = plain_name(facts, p),
                            .policy = p,
                            .points = std::move(points),
                            .stops_early = policy.aggregate_exceedance.stops_early,
                            .when_empty = "lost nothing",
                            .width = bold ? 2.5 : 1.2});
    rows.push_back({short_name(facts, p), tail_cell(policy.p50), tail_cell(policy.p90), tail_cell(policy.p99),
                    format_percent(facts.policies[p].over_budget.probability.value),
                    format_percent(facts.policies[p].share_without_loss)});
  }
  return {"How bad can a quarter get?", chart_file("leadership-exceedance", chart),
          finding(budget_words(facts), [&facts](std::size_t p) { return short_name(facts, p); }) + ".",
          std::string("Curves: spread of outcomes, up to the marker, beyond which fewer than 10 quarters lie") +
              (any_few ? " (hollow: each by itself)" : "") +
              ". Bands: simulation error, 95 % at each point; overlap does not mean no difference. " + zero_loss(facts),
          panel_table("Quantiles of a quarter\u2019s lost orders",
                      {"Policy", "Median", "90 %", "99 %", "Over budget", "Without loss"}, rows)};
}

Panel difference_panel(const LeadershipFacts& facts) {
  const Comparison& comparison = facts.comparison;
  const double fraction = comparison.run.smallest_difference_that_matters_fraction;
  IntervalChart chart{.title = differences_title(comparison),
                      .description = "Paired differences with simultaneous 95 % intervals.",
                      .x_label = "fewer lost orders a quarter",
                      .smallest_that_matters = fraction * comparison.policies[0].lost_orders.mean.value,
                      .rows = {},
                      .notes = {},
                      .size = ChartSize::narrow};
  std::vector<std::vector<std::string>> rows;
  std::size_t better = 0;
  for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
    const Relation seen = relation(comparison, 0, p);
    chart.rows.push_back({plain_name(facts, p), p, seen.saved, seen.verdict});
    better += seen.verdict == stats::Verdict::kSettledBetter ? 1 : 0;
    const PairResult& pair = comparison.against_reference(p);
    rows.push_back({short_name(facts, p), count_cell(seen.saved),
                    pair.lead_time_p50_hours_b_minus_a ? count_cell(*pair.lead_time_p50_hours_b_minus_a) : "-",
                    verdict_cell(pair.saving)});
  }
  const std::string finding = fmt::format("{} of {} settled to lose fewer orders than {}.", better,
                                          comparison.policies.size() - 1, short_name(facts, 0));
  return {"Is the difference real?",
          chart_file("leadership-differences", chart),
          finding,
          "Paired differences; intervals: simulation error, 95 % for all pairs at once. Shaded: below " +
              format_percent(fraction) + " of its mean loss, no practical difference.",
          panel_table("Against " + plain_name(facts, 0), {"Policy", "Orders saved", "More lead time (h)", "Verdict"},
                      rows, LastColumn::words),
          true};
}

Panel front_panel(const LeadershipFacts& facts) {
  const Comparison& comparison = facts.comparison;
  FrontierChart chart{.title = {},
                      .description = "Lower left is better.",
                      .x_label = "median lead time, hours",
                      .y_label = "lost orders",
                      .points = {},
                      .notes = {},
                      .size = ChartSize::narrow};
  std::vector<std::vector<std::string>> rows;
  std::string front;
  std::string front_names;
  std::string unsure;
  std::string held;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const LeadershipPolicy& policy = facts.policies[p];
    const PolicyResult& result = comparison.policies[p];
    const bool on_front = policy.chance_of_front && *policy.chance_of_front >= 0.5;  // as likely on it as not
    if (policy.lead_time) {
      chart.points.push_back({plain_name(facts, p), p, *policy.lead_time, result.lost_orders.mean, on_front});
    }
    if (on_front) {
      front += (front.empty() ? "" : ", ") + short_name(facts, p);
      front_names += (front_names.empty() ? "" : ", ") + plain_name(facts, p);
    }
    if (policy.chance_of_front && *policy.chance_of_front > 0.005 && *policy.chance_of_front < 0.995) {
      unsure += (unsure.empty() ? "Chance of being on it: " : ", ") + short_name(facts, p) + " " +
                format_number(100 * *policy.chance_of_front, 2) + " %";
    }
    if (!policy.chance_of_front) {
      held += (held.empty() ? "" : ", ") + short_name(facts, p);
    }
    rows.push_back({short_name(facts, p), policy.lead_time ? count_cell(*policy.lead_time) : "-",
                    count_cell(result.lost_orders.mean), optional_percent(policy.chance_of_front),
                    policy.dominated_by ? "dominated by " + short_name(facts, *policy.dominated_by) : "-"});
  }
  chart.title = front_names.empty() ? "No policy is on the front of lead time against lost orders"
                                    : "On the front of lead time against lost orders: " + front_names;
  return {"What does it cost in speed?", chart_file("leadership-front", chart),
          "On the front: " + (front.empty() ? "none" : front) + ".",
          "Means of the quarters\u2019 medians; intervals: simulation error, 95 % each. Hollow: likelier not on it" +
              (held.empty() ? "" : ", or leaves over 5 % undelivered (" + held + ")") + ". " +
              (unsure.empty() ? "" : unsure + "."),
          panel_table("Lead time in hours and lost orders",
                      {"Policy", "Lead time", "Lost orders", "On the front", "Dominated"}, rows, LastColumn::words)};
}

// What the run itself says about one input, on the quarters that have it both ways.
std::string second_reviewer_words(const LeadershipFacts& facts) {
  std::string text;
  for (std::size_t p = 1; p < facts.comparison.policies.size(); ++p) {
    const PairResult& pair = facts.comparison.against_reference(p);
    if (pair.saving_low && pair.saving_low->fraction) {
      const SavedText saved = format_saved(*pair.saving_low->fraction);
      text += "<li>" + short_name(facts, p) + ": saves " + saved.value +
              (saved.interval.empty() ? "" : " (" + saved.interval + ")") + ", " + verdict_cell(*pair.saving_low) +
              "</li>\n";
    }
  }
  return text;
}

std::string question_panel(const LeadershipFacts& facts) {
  const RunDescription& run = facts.comparison.run;
  std::string html = "<section class=\"panel\">\n<h2>What would change the answer?</h2>\n";
  if (const std::string low = second_reviewer_words(facts); !low.empty()) {
    html += fmt::format("<p>If a second reviewer were worth next to nothing, on the first {} futures:</p>\n<ul>\n",
                        std::min(run.low_replications, facts.comparison.replications)) +
            low + "</ul>\n";
  }
  return html +
         "<p>Other inputs were not moved for this page. These commands move them one at a time, and draw here which "
         "of them the saving hangs on:</p>\n" +
         preformatted("faultline sweep " + shell_word(run.scenario_id) +
                      " --design tornado \\\n  --vary /defects/beta=0.001:0.004,log "
                      "--vary velocity=0.5:2\nfaultline report RESULTS --for leadership \\\n  --sweep " +
                      shell_word("faultline-results/" + run.scenario_id + "-sweep")) +
         "</section>\n";
}

bool has_tornado(const LeadershipFacts& facts) { return facts.extras.sweep && !facts.extras.sweep->inputs.empty(); }

Panel tornado_panel(const LeadershipFacts& facts) {
  const LeadershipSweep& sweep = *facts.extras.sweep;
  TornadoChart chart = saving_tornado(sweep, plain_name(facts, sweep.policy), ChartSize::narrow);
  chart.rows.resize(std::min(chart.rows.size(), kBarsShown), chart.rows.front());
  std::vector<std::vector<std::string>> rows;
  for (const auto& [bar, savings] : sweep.inputs) {
    rows.push_back({bdi(bar.label), bar.mark.empty() ? "-" : bar.mark,
                    escape_html(bar.low.input) + ": " + count_with_interval(savings.front()),
                    escape_html(bar.high.input) + ": " + count_with_interval(savings.back())});
  }
  std::string flips;
  for (const std::string& flip : sweep.flips) {
    flips += (flips.empty() ? "" : "; ") + bdi(flip, 110);
  }
  const auto input_name = [](const std::string& input) { return bdi(input, 24); };
  const std::string failed = failed_cells_words(sweep, input_name);
  return {"What would change the answer?", chart_file("leadership-tornado", chart), saving_end_words(sweep, input_name),
          fmt::format("Saving of {}, pale at an input\u2019s low end; lines: simulation error of the change, 95 % "
                      "each, {} "
                      "futures. ",
                      short_name(facts, sweep.policy), sweep.replications) +
              (flips.empty() ? "No other policy comes to lose least of those that deliver."
                             : "Another comes to lose least of those that deliver: " + flips + ".") +
              (failed.empty() ? "" : " " + failed),
          panel_table("Orders saved at the ends of each input, 95 % each",
                      {"Input", "Mark", "At its low end", "At its high end"}, rows)};
}

std::vector<Panel> panels(const LeadershipFacts& facts) {
  std::vector<Panel> all{exceedance_panel(facts)};
  if (!facts.comparison.pairs.empty()) {
    all.push_back(difference_panel(facts));
  }
  all.push_back(front_panel(facts));
  if (has_tornado(facts)) {
    all.push_back(tornado_panel(facts));
  }
  return all;
}

}  // namespace

std::string leadership_panels(const LeadershipFacts& facts) {
  std::string html = "<div class=\"panels\">\n";
  for (const Panel& panel : panels(facts)) {
    html += panel_html(panel);
  }
  return keep_percent_signs(html + (has_tornado(facts) ? "" : question_panel(facts)) + "</div>\n");
}

std::vector<ChartFile> leadership_charts(const LeadershipFacts& facts) {
  std::vector<ChartFile> charts;
  for (Panel& panel : panels(facts)) {
    charts.push_back(std::move(panel.chart));
  }
  return charts;
}

}  // namespace faultline::report
