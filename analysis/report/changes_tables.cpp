#include "analysis/report/changes_tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"

namespace faultline::report {
namespace {

constexpr std::size_t kValueColumns = 60;

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  }
  return text;
}

std::string counted(std::size_t n, const std::string& singular, const std::string& plural) {
  return fmt::format("{} {}", n, n == 1 ? singular : plural);
}

std::string what_changed(const RunChanges& changes) {
  std::vector<std::string> parts;
  if (!changes.inputs.empty()) {
    parts.push_back(counted(changes.inputs.size(), "input", "inputs"));
  }
  const auto count = [&changes](PolicyChange::Kind kind) {
    return static_cast<std::size_t>(std::count_if(changes.policies.begin(), changes.policies.end(),
                                                  [kind](const PolicyChange& change) { return change.kind == kind; }));
  };
  if (const std::size_t n = count(PolicyChange::Kind::changed); n > 0) {
    parts.push_back(counted(n, "policy", "policies"));
  }
  std::string text = parts.empty() ? "No input changed" : "Changed: " + list_of(parts);
  if (const std::size_t n = count(PolicyChange::Kind::added); n > 0) {
    text += "; " + counted(n, "policy is new", "policies are new");
  }
  if (const std::size_t n = count(PolicyChange::Kind::removed); n > 0) {
    text += "; " + counted(n, "policy is gone", "policies are gone");
  }
  return text + ".";
}

std::string what_it_did(const RunChanges& changes) {
  std::string text;
  for (const auto& [verdict, words] :
       {std::pair{stats::Verdict::kSettledBetter, "Settled to lose fewer orders than before"},
        std::pair{stats::Verdict::kSettledWorse, "Settled to lose more"},
        std::pair{stats::Verdict::kNoDifferenceThatMatters, "No difference that matters"},
        std::pair{stats::Verdict::kNotSettled, "Not settled"}}) {
    std::vector<std::string> names;
    for (const AnswerChange& answer : changes.answers) {
      if (answer.verdict == verdict) {
        names.push_back(answer.id);
      }
    }
    if (!names.empty()) {
      text += fmt::format(" {}: {}.", words, list_of(names));
    }
  }
  return text;
}

std::string verdict_text(const std::optional<stats::Verdict>& verdict) {
  return verdict ? std::string(stats::to_string(*verdict)) : "compared with";
}

// "+1.2 (0.9 to 1.5) h"
std::string more_hours(const std::optional<stats::Estimate>& hours) {
  if (!hours) {
    return "-";
  }
  std::string text = format_with_error(hours->value, hours->standard_error) + " h";
  if (hours->interval) {
    const auto [low, high] = format_range(hours->interval->low, hours->interval->high, hours->standard_error);
    text += low == high ? "" : " (" + low + " to " + high + ")";
  }
  return text;
}

TextTable answers_table(const RunChanges& changes) {
  TextTable table{
      "Mean lost orders a quarter before and now; saved since then with intervals that hold for all policies "
      "at once at 95 % (simulation error); hours now less those before, each interval for itself. " +
          changes.how_compared,
      {"Policy", "Lost before", "Lost now", "Saved since then", "More engineer hours",
       "More lead time (mean of quarters' medians)", "Verdict on the change", "Against its reference before",
       "Against its reference now"},
      {}};
  for (const AnswerChange& answer : changes.answers) {
    table.rows.push_back(
        {answer.id, count_with_interval(answer.lost_before), count_with_interval(answer.lost_now),
         count_with_interval(answer.saved), count_with_interval(answer.more_engineer_hours),
         more_hours(answer.more_lead_time_hours),
         std::string(stats::to_string(answer.verdict)) + (answer.reason.empty() ? "" : ": " + answer.reason),
         verdict_text(answer.against_reference_before), verdict_text(answer.against_reference_now)});
  }
  return table;
}

TextTable policies_table(const RunChanges& changes) {
  TextTable table{"Policies", {"Policy", "Change"}, {}};
  for (const PolicyChange& policy : changes.policies) {
    switch (policy.kind) {
      case PolicyChange::Kind::added:
        table.rows.push_back({policy.id, "new"});
        break;
      case PolicyChange::Kind::removed:
        table.rows.push_back({policy.id, "gone"});
        break;
      case PolicyChange::Kind::changed:
        table.rows.push_back({policy.id, counted(policy.inputs, "value", "values") + " changed"});
        break;
    }
  }
  return table;
}

std::string with_mark(const std::string& value, const std::string& mark, std::string_view absent) {
  if (value.empty()) {
    return std::string(absent);
  }
  return shorten(value, kValueColumns) + (mark.empty() ? "" : " (" + mark + ")");
}

TextTable inputs_table(const RunChanges& changes) {
  TextTable table{"Inputs", {"Input", "Before", "Now"}, {}};
  if (changes.inputs.size() > kInputChangesShown) {
    table.caption = fmt::format("The first {} of {} inputs", kInputChangesShown, changes.inputs.size());
  }
  for (std::size_t i = 0; i < std::min(changes.inputs.size(), kInputChangesShown); ++i) {
    const InputChange& input = changes.inputs[i];
    table.rows.push_back({input.pointer + (input.policy.empty() ? "" : " (" + input.policy + ")"),
                          with_mark(input.before, input.mark_before, "not there"),
                          with_mark(input.now, input.mark_now, "gone")});
  }
  return table;
}

TextTable facts_table(const RunChanges& changes) {
  TextTable table{"The runs", {"What", "Before", "Now"}, {}};
  for (const FactChange& fact : changes.facts) {
    table.rows.push_back({fact.what, fact.before.empty() ? "-" : fact.before, fact.now.empty() ? "-" : fact.now});
  }
  return table;
}

}  // namespace

std::string changes_sentence(const RunChanges& changes) {
  if (changes.same_results) {
    return "Nothing changed: both runs have the same results, bit for bit.";
  }
  return what_changed(changes) + what_it_did(changes);
}

std::vector<TextTable> changes_tables(const RunChanges& changes) {
  std::vector<TextTable> tables;
  if (!changes.same_results) {
    tables.push_back(answers_table(changes));
  }
  for (TextTable& table :
       std::vector<TextTable>{policies_table(changes), inputs_table(changes), facts_table(changes)}) {
    tables.push_back(std::move(table));
  }
  std::erase_if(tables, [](const TextTable& table) { return table.rows.empty(); });
  return tables;
}

std::string changes_as_text(const RunChanges& changes) {
  std::string text = changes_sentence(changes) + "\n";
  for (const TextTable& table : changes_tables(changes)) {
    text += "\n" + table.caption + "\n";
    for (const std::vector<std::string>& row : table.rows) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        text += (i == 0 ? "- " : i == 1 ? ": " : "; ") + (i == 0 ? "" : table.head[i] + " ") + row[i];
      }
      text += "\n";
    }
  }
  return text;
}

}  // namespace faultline::report
