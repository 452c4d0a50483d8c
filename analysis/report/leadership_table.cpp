// The policies side by side.
#include <fmt/format.h>

#include <array>
#include <vector>

#include "analysis/report/answer.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/leadership_parts.h"
#include "analysis/report/page_parts.h"

namespace faultline::report {
namespace {

// What going back to the reference would save is what going forth costs more.
std::string change_cell(const LeadershipFacts& facts, std::size_t p) {
  const stats::Estimate change = relation(facts.comparison, p, 0).saved;
  const std::string text = count_with_interval(change);
  const std::size_t bracket = text.find(" (");
  return bracket == std::string::npos ? text + in_money(facts.comparison.run, change.value)
                                      : text.substr(0, bracket) + in_money(facts.comparison.run, change.value) +
                                            " <small>" + text.substr(bracket + 1) + "</small>";
}

std::string verdict_of(const LeadershipFacts& facts, std::size_t p) {
  const Comparison& comparison = facts.comparison;
  if (p == 0) {
    return "compared with";
  }
  if (facts.recommended == p) {
    return "<b>RECOMMENDED</b>";
  }
  const Relation seen = relation(comparison, 0, p);
  std::string text(stats::to_string(seen.verdict));
  if (!seen.reason.empty()) {
    return holds_back(comparison.policies[p])
               ? text + ": " + optional_percent(comparison.policies[p].undelivered_fraction) + " undelivered"
               : text + ": " + escape_html(seen.reason);
  }
  if (facts.policies[p].dominated_by) {
    return text + ", dominated";
  }
  if (seen.verdict == stats::Verdict::kSettledBetter && facts.recommended) {
    switch (relation(comparison, *facts.recommended, p).verdict) {
      case stats::Verdict::kSettledWorse:
        return text + ", saves less";
      case stats::Verdict::kNotSettled:
        return text + "; against the recommended: open";
      default:
        return text + "; like the recommended";
    }
  }
  return text;
}

}  // namespace

std::string leadership_table(const LeadershipFacts& facts) {
  const Comparison& comparison = facts.comparison;
  const std::array<std::string, 6> head{"policy",    "mean lost orders", "change (95 %)", "chance over budget",
                                        "lead time", "verdict"};
  std::string html =
      "<table role=\"table\" class=\"policies\"><caption>Lost orders of a quarter. Changes are against " +
      policy_bdi(facts, 0) +
      " on the same futures, intervals hold for all pairs of policies at once. "
      "Over budget: a quarter that loses more than " +
      budget_words(facts) +
      "; \u201Cunder\u201D: seen in fewer than 10 quarters, upper end of its 95 % interval. Lead time: "
      "median. " +
      (intervals_fall_short(comparison) ? "Losses have a heavy tail: intervals hold less "
                                          "often than 95 %."
                                        : "") +
      "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">";
  for (const std::string& cell : head) {
    html += "<th role=\"columnheader\" scope=\"col\">" + cell + "</th>";
  }
  html += "</tr></thead>\n<tbody role=\"rowgroup\">\n";
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const std::array<std::string, 5> cells{
        format_count(policy.lost_orders.mean.value, policy.lost_orders.mean.standard_error) +
            in_money(comparison.run, policy.lost_orders.mean.value),
        p == 0 ? "-" : change_cell(facts, p), budget_chance(facts.policies[p].over_budget),
        optional_hours(policy.lead_time_p50_hours), verdict_of(facts, p)};
    html += std::string("<tr role=\"row\"") + (facts.recommended == p ? " class=\"best\"" : "") +
            "><th role=\"rowheader\" scope=\"row\">" + policy_bdi(facts, p, kLeadershipNameColumns) + "</th>";
    // HTML ends cells and rows where the next begins; what each is, cards say by the style sheet.
    for (std::size_t i = 0; i < cells.size(); ++i) {
      html += "<td role=\"cell\">" + cells[i];
    }
  }
  return keep_percent_signs(html + "</tbody></table>\n");
}

}  // namespace faultline::report
