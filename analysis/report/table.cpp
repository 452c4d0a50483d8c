#include "analysis/report/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_layout.h"
#include "analysis/report/text_cells.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

struct Unit {
  double size;
  const char* suffix;
};

// The largest unit that leaves at least one digit before the point; thousands are written out below 10,000.
Unit unit_of(double value) {
  const double size = std::abs(value);
  if (size >= 1e12) return {1e12, " T"};
  if (size >= 1e9) return {1e9, " G"};
  if (size >= 1e6) return {1e6, " M"};
  if (size >= 1e4) return {1e3, " k"};
  return {1, ""};
}

std::optional<double> error_in(const Unit& unit, const std::optional<double>& standard_error) {
  return standard_error ? std::optional(*standard_error / unit.size) : std::nullopt;
}

// "18..26", with as many digits as the error supports and as fit into the width.
std::string interval_text(double low, double high, const std::optional<double>& standard_error, std::size_t width) {
  std::optional<double> error = standard_error;
  std::string text;
  for (int fewer_digits = 0; fewer_digits < 4; ++fewer_digits) {
    const auto [from, to] = format_range(low, high, error);
    text = from + ".." + to;
    text.erase(std::remove(text.begin(), text.end(), ','), text.end());
    if (text.size() <= width || !error) {
      break;
    }
    *error *= 10;
  }
  return text;
}

std::optional<double> percent_error(const stats::Estimate& fraction) {
  // One digit of the error is enough for a percentage: "22 %", not "22.4 %", at an error of 2 %.
  return fraction.standard_error ? std::optional(10 * 100 * *fraction.standard_error) : std::nullopt;
}

std::string percent_number(double share, const stats::Estimate& fraction) {
  const std::string text = format_with_error(100 * share, percent_error(fraction));
  return text == "-0" ? "0" : text;
}

// Policies go by their ids, as in the table and in the scenario.
std::string policy_name(const PolicyResult& policy) { return printable(policy.id, 40); }

// The difference of the medians that the table shows.
std::string lead_time_clause(const PolicyResult& a, const PolicyResult& b) {
  if (!a.lead_time_p50_hours || !b.lead_time_p50_hours) {
    return "";
  }
  const double hours = *b.lead_time_p50_hours - *a.lead_time_p50_hours;
  if (std::abs(hours) < 0.1) {
    return " at the same lead time";
  }
  return " at " + format_hours(std::abs(hours)) + (hours > 0 ? " more" : " less") + " lead time";
}

// A finding that hangs on what a second reviewer is worth says so.
std::string low_clause(const Comparison& comparison, const PairResult& pair) {
  const bool affected = comparison.run.low_case(pair.b) < comparison.run.cases.size();
  if (!affected || !pair.saving_low || pair.saving_low->verdict == pair.saving.verdict) {
    return "";
  }
  return ", but " + std::string(stats::to_string(pair.saving_low->verdict)) + " if a second reviewer is worth little";
}

std::string settled_clause(const Comparison& comparison, const PairResult& pair, bool first) {
  const stats::Estimate& fraction = *pair.saving.fraction;
  const bool better = pair.saving.verdict == stats::Verdict::kSettledBetter;
  stats::Estimate shown = fraction;
  if (!better) {
    shown.value = -fraction.value;
    if (fraction.interval) {
      shown.interval = stats::Interval{-fraction.interval->high, -fraction.interval->low};
    }
  }
  const SavedText saved = format_saved(shown);
  const PolicyResult& a = comparison.policies[pair.a];
  const PolicyResult& b = comparison.policies[pair.b];
  std::string text = policy_name(b) + " loses " + saved.value + (better ? " fewer" : " more") + " orders";
  if (first) {
    text += " than " + policy_name(a);
  }
  if (!saved.interval.empty()) {
    text += " (95 %: " + saved.interval + ")";
  }
  return text + lead_time_clause(a, b) + low_clause(comparison, pair);
}

// A settled verdict on orders whose share is not known (the reference lost nothing) is said in orders.
std::string settled_clause_in_orders(const Comparison& comparison, const PairResult& pair) {
  const bool better = pair.saving.verdict == stats::Verdict::kSettledBetter;
  const PolicyResult& a = comparison.policies[pair.a];
  const PolicyResult& b = comparison.policies[pair.b];
  return policy_name(b) + " loses " +
         format_count(std::abs(pair.saving.orders.value), pair.saving.orders.standard_error) +
         (better ? " fewer" : " more") + " orders than " + policy_name(a) + lead_time_clause(a, b) +
         low_clause(comparison, pair);
}

constexpr std::size_t kColumns = 7;
constexpr std::array<std::size_t, kColumns> kWidths{26, 11, 9, 9, 6, 7, 6};  // with a space between: 80
using Row = std::array<std::string, kColumns>;

std::string line(const Row& row) {
  std::string text;
  for (std::size_t i = 0; i < kColumns; ++i) {
    text += (i > 0 ? " " : "") + text_cell(row[i], kWidths[i], i > 0);
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

struct PolicyRows {
  Row values;
  Row intervals;
};

constexpr std::string_view kAbsent = "-";

void show_saving(const Saving& saving, std::size_t width, std::string& value, std::string& interval) {
  if (!saving.fraction) {
    return;
  }
  value = percent_number(saving.fraction->value, *saving.fraction);
  if (const auto& range = saving.fraction->interval) {
    interval = interval_text(100 * range->low, 100 * range->high, percent_error(*saving.fraction), width);
  }
}

PolicyRows policy_rows(const Comparison& comparison, std::size_t p) {
  const PolicyResult& policy = comparison.policies[p];
  PolicyRows rows;
  rows.values.fill(std::string(kAbsent));
  rows.values[0] = printable(policy.id);
  rows.intervals[0] = p == 0 ? "(compared with)" : "";
  const Unit unit = unit_of(policy.lost_orders.mean.value);
  rows.values[1] = format_count(policy.lost_orders.mean.value, policy.lost_orders.mean.standard_error);
  if (policy.lost_orders.mean.interval) {
    const stats::Estimate& mean = policy.lost_orders.mean;
    rows.intervals[1] = interval_text(mean.interval->low / unit.size, mean.interval->high / unit.size,
                                      error_in(unit, mean.standard_error), kWidths[1]);
  }
  if (p > 0) {
    const PairResult& pair = comparison.against_reference(p);
    rows.intervals[0] = std::string(stats::to_string(pair.saving.verdict));
    show_saving(pair.saving, kWidths[2], rows.values[2], rows.intervals[2]);
    if (pair.saving_low) {
      show_saving(*pair.saving_low, kWidths[3], rows.values[3], rows.intervals[3]);
    }
  }
  if (policy.lead_time_p50_hours) {
    rows.values[4] = format_hours(*policy.lead_time_p50_hours);
  }
  rows.values[5] = format_count(policy.engineer_hours.value, policy.engineer_hours.standard_error);
  if (policy.undelivered_fraction) {
    rows.values[6] = format_number(100 * *policy.undelivered_fraction, 2);
  }
  return rows;
}

std::string notes(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  std::string text = fmt::format(
      "Means per {:g} days over {} replications on the same futures. Saved: share of {}'s lost orders, intervals "
      "simultaneous over all pairs of policies.",
      run.horizon_days, comparison.replications, printable(run.policies[0].id));
  if (run.low_replications > 0) {
    text += fmt::format(
        " Low: a second reviewer nearly worthless (evidence Z10), first {} replications alone: fewer, so wider.",
        std::min(run.low_replications, comparison.replications));
  }
  text +=
      " Lead time: median of people's and agents' changes through the pipeline. Undel.: undelivered at the horizon's "
      "end.";
  return text +
         (intervals_fall_short(comparison) ? " Losses have a heavy tail: intervals hold less often than 95 %." : "");
}

}  // namespace

std::string format_count(double value, const std::optional<double>& standard_error) {
  const Unit unit = unit_of(value);
  return format_with_error(value / unit.size, error_in(unit, standard_error)) + unit.suffix;
}

std::string format_count_interval(const stats::Estimate& estimate) {
  if (!estimate.interval) {
    return "";
  }
  const Unit unit = unit_of(estimate.value);
  const auto [low, high] = format_range(estimate.interval->low / unit.size, estimate.interval->high / unit.size,
                                        error_in(unit, estimate.standard_error));
  return low + " to " + high + unit.suffix;
}

std::string format_hours(double hours) {
  if (hours < 1) {
    return format_number(60 * hours, 2) + " min";
  }
  return hours < 96 ? format_number(hours, 2) + " h" : format_number(hours / 24, 2) + " d";
}

SavedText format_saved(const stats::Estimate& fraction) {
  SavedText text{percent_number(fraction.value, fraction) + " %", ""};
  if (fraction.interval) {
    text.interval = percent_number(fraction.interval->low, fraction) + " to " +
                    percent_number(fraction.interval->high, fraction) + " %";
  }
  return text;
}

bool intervals_fall_short(const Comparison& comparison) {
  const auto warned = [](const stats::Estimate& estimate) { return !estimate.warnings.empty(); };
  return std::any_of(comparison.policies.begin(), comparison.policies.end(),
                     [&](const PolicyResult& policy) { return warned(policy.lost_orders.mean); }) ||
         std::any_of(comparison.pairs.begin(), comparison.pairs.end(),
                     [&](const PairResult& pair) { return pair.saving.fraction && warned(*pair.saving.fraction); });
}

std::string answer_sentence(const Comparison& comparison) {
  if (comparison.policies.size() < 2) {
    const PolicyResult& only = comparison.policies[0];
    const stats::Estimate& mean = only.lost_orders.mean;
    std::string text =
        policy_name(only) + " loses " + format_count(mean.value, mean.standard_error) + " orders a quarter";
    if (mean.interval) {
      text += " (95 %: " + format_count_interval(mean) + ")";
    }
    return text + ".";
  }
  std::vector<const PairResult*> pairs;
  for (std::size_t b = 1; b < comparison.policies.size(); ++b) {
    pairs.push_back(&comparison.against_reference(b));
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const PairResult* a, const PairResult* b) {
    return a->saving.orders.value > b->saving.orders.value;
  });
  std::vector<std::string> settled;
  std::vector<std::string> others;
  for (const PairResult* pair : pairs) {
    const stats::Verdict verdict = pair->saving.verdict;
    if (verdict == stats::Verdict::kSettledBetter || verdict == stats::Verdict::kSettledWorse) {
      settled.push_back(pair->saving.fraction ? settled_clause(comparison, *pair, settled.empty())
                                              : settled_clause_in_orders(comparison, *pair));
      continue;
    }
    std::string clause = policy_name(comparison.policies[pair->b]) + ": ";
    clause += stats::to_string(verdict);
    if (!pair->saving.reason.empty()) {
      clause += " (" + printable(pair->saving.reason, 200) + ")";
    }
    others.push_back(clause);
  }
  std::string text;
  for (const auto* list : {&settled, &others}) {
    for (const std::string& clause : *list) {
      text += (text.empty() ? "" : "; ") + clause;
    }
  }
  return (settled.empty() ? "No difference is settled: " : "") + text + ".";
}

std::string terminal_text(std::string_view text) {
  constexpr char kNoBreak = '\x1f';  // stands for the space before "%" while lines are broken; printable text has none
  std::string glued(text);
  for (std::size_t at = glued.find(" %"); at != std::string::npos; at = glued.find(" %", at)) {
    glued[at] = kNoBreak;
  }
  std::string lines;
  for (const std::string& line_of_text : wrap_text(glued, kTerminalColumns)) {
    lines += line_of_text + "\n";
  }
  std::replace(lines.begin(), lines.end(), kNoBreak, ' ');
  return lines;
}

std::string terminal_table(const Comparison& comparison) {
  std::string text = terminal_text(answer_sentence(comparison)) + "\n";
  text += line({"policy", "lost orders", "saved %", "saved %", "lead", "engin.", "undel."});
  text += line({"verdict", "(95 %)", "(95 %)", "if low", "time", "hours", "%"});
  text += std::string(kTerminalColumns, '-') + "\n";
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyRows rows = policy_rows(comparison, p);
    text += line(rows.values) + line(rows.intervals);
  }
  return text + "\n" + terminal_text(notes(comparison));
}

std::string markdown_table(const Comparison& comparison) {
  std::string text = markdown_text(answer_sentence(comparison)) + "\n\n";
  text +=
      "| policy | lost orders (95 %) | saved % (95 %) | saved %, second reviewer low | lead time | engineer hours | "
      "undelivered % | verdict |\n|---|---|---|---|---|---|---|---|\n";
  const auto joined = [](const std::string& value, const std::string& interval) {
    return interval.empty() ? value : value + " (" + interval + ")";
  };
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyRows rows = policy_rows(comparison, p);
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", markdown_text(comparison.policies[p].id),
                        joined(rows.values[1], rows.intervals[1]), joined(rows.values[2], rows.intervals[2]),
                        joined(rows.values[3], rows.intervals[3]), rows.values[4], rows.values[5], rows.values[6],
                        p == 0 ? "compared with" : rows.intervals[0]);
  }
  return text + "\n" + markdown_text(notes(comparison)) + "\n";
}

std::string csv_table(const Comparison& comparison) {
  std::string text =
      "policy,lost_orders_mean,lost_orders_ci95_low,lost_orders_ci95_high,lost_orders_p99,lost_orders_net_mean,"
      "saved_fraction,saved_fraction_low,saved_fraction_high,saved_fraction_second_reviewer_low,lead_time_p50_hours,"
      "engineer_hours_mean,undelivered_fraction,verdict\n";
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const PairResult* pair = p > 0 ? &comparison.against_reference(p) : nullptr;
    const auto fraction = [](const Saving* saving) -> std::optional<double> {
      return saving != nullptr && saving->fraction ? std::optional(saving->fraction->value) : std::nullopt;
    };
    const Saving* saving = pair != nullptr ? &pair->saving : nullptr;
    const Saving* saving_low = pair != nullptr && pair->saving_low ? &*pair->saving_low : nullptr;
    const stats::Interval* mean = policy.lost_orders.mean.interval ? &*policy.lost_orders.mean.interval : nullptr;
    const stats::Interval* saved = saving != nullptr ? saving->fraction_interval() : nullptr;
    const auto low = [](const stats::Interval* i) { return i != nullptr ? csv_number(i->low) : ""; };
    const auto high = [](const stats::Interval* i) { return i != nullptr ? csv_number(i->high) : ""; };
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_field(policy.id),
                        csv_number(policy.lost_orders.mean.value), low(mean), high(mean), csv_number(policy.p99.value),
                        csv_number(policy.lost_orders_net.value), csv_number(fraction(saving)), low(saved), high(saved),
                        csv_number(fraction(saving_low)), csv_number(policy.lead_time_p50_hours),
                        csv_number(policy.engineer_hours.value), csv_number(policy.undelivered_fraction),
                        pair != nullptr ? csv_field(stats::to_string(pair->saving.verdict)) : "");
  }
  return text;
}

}  // namespace faultline::report
