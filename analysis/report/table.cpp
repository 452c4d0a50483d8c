#include "analysis/report/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "analysis/report/chart_format.h"
#include "analysis/report/chart_layout.h"
#include "analysis/report/html.h"
#include "analysis/report/wording.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

// Text padded to a column; cut with an ellipsis where it is longer.
std::string cell(std::string_view text, std::size_t width, bool right) {
  const std::string shown = shorten(text, width);
  const std::size_t used = display_columns(shown);
  const std::string pad(width > used ? width - used : 0, ' ');
  return right ? pad + shown : shown + pad;
}

constexpr std::size_t kColumns = 7;
constexpr std::array<std::size_t, kColumns> kWidths{26, 11, 9, 9, 6, 7, 6};  // with a space between: 80
using Row = std::array<std::string, kColumns>;

std::string line(const Row& row) {
  std::string text;
  for (std::size_t i = 0; i < kColumns; ++i) {
    text += (i > 0 ? " " : "") + cell(row[i], kWidths[i], i > 0);
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
  interval = narrow_percent_interval(*saving.fraction, width);
}

PolicyRows policy_rows(const Comparison& comparison, std::size_t p) {
  const PolicyResult& policy = comparison.policies[p];
  PolicyRows rows;
  rows.values.fill(std::string(kAbsent));
  rows.values[0] = printable(policy.id);
  rows.intervals[0] = p == 0 ? "(compared with)" : "";
  rows.values[1] = format_count(policy.lost_orders.mean.value, policy.lost_orders.mean.standard_error);
  rows.intervals[1] = narrow_count_interval(policy.lost_orders.mean, kWidths[1]);
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

// Where each settled saving comes from, one line a policy.
std::vector<std::string> sources(const Comparison& comparison) {
  std::vector<std::string> lines;
  for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
    if (std::string line_of_policy = saving_sources(comparison, p); !line_of_policy.empty()) {
      lines.push_back(std::move(line_of_policy));
    }
  }
  return lines;
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
  if (!sources(comparison).empty()) {
    text += " Steps of a saving are named where they are settled, at 95 % for all steps of a policy at once.";
  }
  return text +
         (intervals_fall_short(comparison) ? " Losses have a heavy tail: intervals hold less often than 95 %." : "");
}

std::string markdown_text(std::string_view text) {
  std::string safe;
  for (const char c : printable(text, text.size())) {
    if (std::string_view("\\`*_{}[]|#").find(c) != std::string_view::npos) {
      safe += '\\';
      safe += c;
    } else {
      safe += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
    }
  }
  return safe;
}

}  // namespace

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
  text += "\n";
  for (const std::string& source : sources(comparison)) {
    text += terminal_text(source);
  }
  text += sources(comparison).empty() ? "" : "\n";
  return text + terminal_text(notes(comparison));
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
  text += "\n";
  for (const std::string& source : sources(comparison)) {
    text += "- " + markdown_text(source) + "\n";
  }
  text += sources(comparison).empty() ? "" : "\n";
  return text + markdown_text(notes(comparison)) + "\n";
}

}  // namespace faultline::report
