// What a reader of two minutes takes away.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/leadership_parts.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/wording.h"
#include "analysis/stats/joint.h"

namespace faultline::report {
namespace {

constexpr std::size_t kOpenShown = 3;
constexpr double kMostRunsWorthNaming = 100'000;

std::string magnitude(const stats::Estimate& estimate) {
  return format_count(std::abs(estimate.value), estimate.standard_error);
}

std::string lead_time_words(const Comparison& comparison, std::size_t a, std::size_t b) {
  const auto& from = comparison.policies[a].lead_time_p50_hours;
  const auto& to = comparison.policies[b].lead_time_p50_hours;
  if (!from || !to) {
    return "";
  }
  const auto& more = relation(comparison, a, b).more_hours;
  if (!more || !stats::settled(more->interval)) {
    return "lead time not settled";
  }
  const double hours = *to - *from;
  return format_hours(std::abs(hours)) + (hours < 0 ? " faster" : " slower");
}

// How many quarters would do if the difference stayed where it is: half-widths shrink with their root.
std::string what_settles(const LeadershipFacts& facts, const Relation& seen) {
  const Comparison& comparison = facts.comparison;
  if (!seen.reason.empty()) {
    return escape_html(seen.reason) + ": more runs do not change that";
  }
  const double matters =
      comparison.run.smallest_difference_that_matters_fraction * comparison.policies[0].lost_orders.mean.value;
  const double half = (seen.saved.interval->high - seen.saved.interval->low) / 2;
  const double distance = std::abs(std::abs(seen.saved.value) - matters);
  const double wanted =
      distance > 0 ? comparison.replications * std::pow(half / distance, 2) : std::numeric_limits<double>::infinity();
  if (wanted > kMostRunsWorthNaming) {
    return "it lies at the edge of what matters: more runs hardly help";
  }
  return "about " + format_number(wanted, 2) + " quarters would settle it";
}

// "X against Y: 170 k fewer (-40 to 380 k), 8 h slower; about ... would settle it"
std::string open_question(const LeadershipFacts& facts, std::size_t from, std::size_t to) {
  const Relation seen = relation(facts.comparison, from, to);
  const bool fewer = seen.saved.value >= 0;
  const stats::Estimate shown = fewer ? seen.saved : relation(facts.comparison, to, from).saved;
  std::string text = policy_bdi(facts, to) + " against " + policy_bdi(facts, from) + ": " + count_with_interval(shown) +
                     (fewer ? " fewer" : " more");
  const std::string hours = lead_time_words(facts.comparison, from, to);
  return text + (hours.empty() ? "" : ", " + hours) + "; " + what_settles(facts, seen);
}

std::string low_question(const LeadershipFacts& facts, std::size_t p) {
  const PairResult& pair = facts.comparison.against_reference(p);
  if (!pair.saving_low || pair.saving_low->verdict == pair.saving.verdict ||
      pair.saving.verdict == stats::Verdict::kNotSettled) {
    return "";
  }
  return policy_bdi(facts, p) + ", should a second reviewer be worth next to nothing: " +
         escape_html(stats::to_string(pair.saving_low->verdict)) + "; measure what second reviews find";
}

struct OpenPair {
  std::size_t from;
  std::size_t to;
};

// All that the sheet shows as not settled, the choice beside the recommended policy first.
std::vector<OpenPair> open_pairs(const LeadershipFacts& facts) {
  std::vector<OpenPair> open;
  const auto add = [&](std::size_t from) {
    for (std::size_t p = 1; p < facts.comparison.policies.size(); ++p) {
      if (p != from && relation(facts.comparison, from, p).verdict == stats::Verdict::kNotSettled) {
        open.push_back({from, p});
      }
    }
  };
  if (facts.recommended) {
    add(*facts.recommended);
  }
  add(0);
  return open;
}

// "X, Y and Z against W"; the table of policies tells the whole of a name.
std::string pairs_by_name(const LeadershipFacts& facts, std::span<const OpenPair> pairs) {
  const auto name = [&facts](std::size_t p) {
    return "<bdi>" + escape_html(shorten_middle(facts.comparison.policies[p].id, 24)) + "</bdi>";
  };
  std::vector<std::string> names;
  for (const OpenPair& pair : pairs) {
    names.push_back(name(pair.to));
  }
  return listed(names) + " against " + name(pairs.front().from);
}

std::string headline(const LeadershipFacts& facts) {
  const Comparison& comparison = facts.comparison;
  if (comparison.policies.size() < 2) {
    return "Not settled: " + policy_bdi(facts, 0) +
           " was run alone, and only a comparison with another policy settles it";
  }
  if (!facts.recommended) {
    const auto verdict_is = [&](stats::Verdict verdict) {
      std::size_t count = 0;
      for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
        count += comparison.against_reference(p).saving.verdict == verdict ? 1 : 0;
      }
      return count;
    };
    if (verdict_is(stats::Verdict::kSettledBetter) > 0) {
      return "Keep " + policy_bdi(facts, 0) + ": what loses fewer orders is settled to cost more than it saves";
    }
    if (verdict_is(stats::Verdict::kNotSettled) == 0) {
      return "Keep " + policy_bdi(facts, 0) + ": no other policy loses fewer orders by a difference that matters";
    }
    return "Not settled: whether another policy loses fewer orders than " + policy_bdi(facts, 0);
  }
  const std::size_t best = *facts.recommended;
  const Relation seen = relation(comparison, 0, best);
  const std::string hours = lead_time_words(comparison, 0, best);
  return "Start " + policy_bdi(facts, best) + ": " + magnitude(seen.saved) + " fewer lost orders a quarter" +
         in_money(comparison.run, seen.saved.value) + (hours.empty() ? "" : ", " + hours);
}

std::string headline_figures(const LeadershipFacts& facts) {
  const Comparison& comparison = facts.comparison;
  const auto chance = [&](std::size_t p) { return budget_chance(facts.policies[p].over_budget); };
  std::string text;
  if (facts.recommended) {
    const PairResult& pair = comparison.against_reference(*facts.recommended);
    stats::Estimate saved = pair.saving.orders;
    saved.interval = pair.saving.simultaneous;
    text = "Saving " + count_with_interval(saved) + " lost orders a quarter, simultaneous 95 %";
    if (pair.saving.fraction) {
      text += ": " + format_saved(*pair.saving.fraction).value + " of what " + policy_bdi(facts, 0) + " loses";
    }
    text += ". ";
  } else {
    const stats::Estimate& mean = comparison.policies[0].lost_orders.mean;
    text = policy_bdi(facts, 0) + " loses " + count_with_interval(mean) + " orders a quarter, 95 %" +
           in_money(comparison.run, mean.value) + ". ";
  }
  text += "Chance of a quarter over " + budget_words(facts) + ": " + chance(0);
  text += facts.recommended ? " \u2192 " + chance(*facts.recommended) : "";
  return text + ".";
}

std::string decision(const LeadershipFacts& facts) {
  const Comparison& comparison = facts.comparison;
  std::string text;
  if (facts.recommended) {
    const std::size_t best = *facts.recommended;
    const PairResult& pair = comparison.against_reference(best);
    const std::string& title = comparison.policies[best].title;
    text = "approve " + policy_bdi(facts, best) + (title.empty() ? "" : " (" + bdi(title, 90) + ")") +
           " in the place of " + policy_bdi(facts, 0) + ".";
    const stats::Estimate& hours = pair.engineer_hours_b_minus_a;
    if (stats::settled(hours.interval)) {
      text += " It takes " + magnitude(hours) + (hours.value < 0 ? " fewer" : " more") + " engineer hours a quarter.";
    }
    if (pair.net_benefit_of_b) {
      text += " Net of engineer hours and delay: " + escape_html(comparison.run.currency) + " " +
              count_with_interval(*pair.net_benefit_of_b) + " a quarter, 95 % alone.";
    }
  } else {
    text = open_pairs(facts).empty() ? "none: nothing is to be changed." : "none yet; settle first what stands below.";
  }
  return text + (facts.extras.decision.empty() ? "" : " " + bdi(facts.extras.decision, 200));
}

std::string not_settled(const LeadershipFacts& facts) {
  const std::vector<OpenPair> pairs = open_pairs(facts);
  std::vector<std::string> open;
  if (facts.recommended) {
    if (std::string low = low_question(facts, *facts.recommended); !low.empty()) {
      open.push_back(std::move(low));
    }
  }
  const auto by_reference =
      std::find_if(pairs.begin(), pairs.end(), [](const OpenPair& pair) { return pair.from == 0; });
  const auto beside_recommended = static_cast<std::size_t>(by_reference - pairs.begin());
  const std::size_t room = kOpenShown - open.size();
  // Where not all have room in full, those that the recommendation leaves behind are named alone.
  const std::size_t in_full =
      pairs.size() <= room || !facts.recommended ? std::min(pairs.size(), room) : std::min(beside_recommended, room);
  for (std::size_t i = 0; i < in_full; ++i) {
    open.push_back(open_question(facts, pairs[i].from, pairs[i].to));
  }
  const std::span<const OpenPair> all(pairs);
  if (in_full < beside_recommended) {
    open.push_back(pairs_by_name(facts, all.subspan(in_full, beside_recommended - in_full)));
  }
  if (const std::size_t named = std::max(in_full, beside_recommended); named < pairs.size()) {
    open.push_back(pairs_by_name(facts, all.subspan(named)));
  }
  if (open.empty()) {
    return facts.comparison.policies.size() < 2 ? "everything: one policy alone was run."
                                                : "nothing between these policies; the inputs themselves, see below.";
  }
  std::string text;
  for (const std::string& one : open) {
    text += (text.empty() ? "" : ". ") + one;
  }
  return text + ".";
}

}  // namespace

std::string leadership_head(const LeadershipFacts& facts) {
  const RunDescription& run = facts.comparison.run;
  std::string html =
      "<header>\n<p class=\"context\">Release policy comparison | " +
      bdi(run.scenario_title.empty() ? run.scenario_id : run.scenario_title, 70) +
      (run.variant_id.empty() ? "" : " | variant " + bdi(variant_name(run), 40)) +
      fmt::format(" | a quarter: {:g} days from {} | {} paired future{}</p>\n", run.horizon_days,
                  escape_html(run.start_utc.substr(0, 10)), format_number(facts.comparison.replications, 9),
                  facts.comparison.replications == 1 ? "" : "s");
  for (const HistoryCheck& check : facts.extras.history) {
    if (check.failed) {
      html += "<p class=\"failed\"><strong>This model failed its check against history.</strong> " +
              bdi(check.text, 300) + "</p>\n";
    }
  }
  html += "<h1>" + headline(facts) + "</h1>\n<p class=\"figures\">" + headline_figures(facts) +
          "</p>\n<p><b>Decision asked:</b> " + decision(facts) + "</p>\n<p><b>Not settled:</b> " + not_settled(facts) +
          "</p>\n</header>\n";
  return keep_percent_signs(html);
}

}  // namespace faultline::report
