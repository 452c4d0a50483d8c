#include <fmt/format.h>

#include <algorithm>

#include "analysis/importance/importance.h"
#include "analysis/importance/importance_words.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/table.h"
#include "analysis/report/text_cells.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

constexpr std::size_t kNameWidth = 30;
constexpr std::size_t kValueWidth = 7;
constexpr std::size_t kIntervalWidth = 15;
constexpr std::array<std::string_view, kPartKindCount> kHeadings{"Gates", "Services", "Edges: calls between services"};

struct Cells {
  std::string value = "-";
  std::string interval;
  bool settled = false;
};

bool is_settled(stats::Verdict verdict) {
  return verdict == stats::Verdict::kSettledBetter || verdict == stats::Verdict::kSettledWorse;
}

Cells cells_of(const PartImportance& part, Force force) {
  const auto fraction = signed_fraction(part, force);
  if (!fraction) return {};
  return {report::percent_number(fraction->value, *fraction),
          report::narrow_percent_interval(*fraction, kIntervalWidth), is_settled(part.worth(force)->verdict)};
}

// A name that is too long stands on a line of its own.
std::string name_cell(const std::string& name) {
  const std::string shown = printable(name, 76);
  return shown.size() <= kNameWidth ? report::text_cell(shown, kNameWidth, false)
                                    : shown + "\n" + std::string(kNameWidth, ' ');
}

std::string number_cells(const PartImportance& part, Force force) {
  const Cells cells = cells_of(part, force);
  return fmt::format("{:>{}} {:>{}}{}", cells.value, kValueWidth, cells.interval, kIntervalWidth,
                     cells.settled ? "*" : " ");
}

std::string without_trailing_blanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::vector<const PartImportance*> parts_of(const ImportanceReport& report, PartKind kind) {
  std::vector<const PartImportance*> parts;
  for (const PartImportance& part : report.parts) {
    if (part.part.kind == kind) parts.push_back(&part);
  }
  return parts;
}

// With the relief, by falling saving.
std::vector<const PartImportance*> relieved(std::vector<const PartImportance*> parts) {
  std::erase_if(parts, [](const PartImportance* part) { return !part->worth(Force::relief); });
  std::stable_sort(parts.begin(), parts.end(), [](const PartImportance* a, const PartImportance* b) {
    return a->worth(Force::relief)->orders.value > b->worth(Force::relief)->orders.value;
  });
  return parts;
}

std::string section(const ImportanceReport& report, PartKind kind) {
  const std::vector<const PartImportance*> parts = parts_of(report, kind);
  if (parts.empty()) return "";
  std::string text = fmt::format("{}\n({})\n", kHeadings[static_cast<std::size_t>(kind)], state_words(kind));
  text += fmt::format("{:<{}}{:>23} {:>23}\n", kPartKindNames[static_cast<std::size_t>(kind)], kNameWidth,
                      "LRW, % (95 %)", "LAW, % (95 %)");
  for (const PartImportance* part : parts) {
    text += without_trailing_blanks(name_cell(part->part.name) + number_cells(*part, Force::perfect) +
                                    number_cells(*part, Force::failed));
  }
  const std::vector<const PartImportance*> relief = relieved(parts);
  if (!relief.empty()) {
    text += fmt::format("{:<{}}{:>23}\n", relief_words(report, kind), kNameWidth, "saves, % (95 %)");
    for (const PartImportance* part : relief) {
      text += without_trailing_blanks(name_cell(part->part.name) + number_cells(*part, Force::relief));
    }
  }
  return text + "\n";
}

std::string family_words(const ImportanceReport& report) {
  return fmt::format(
      "Shares of E[S]. Intervals hold together at 95 % over all {} ({} standard errors each); * settled: "
      "beyond {:.3g} % of E[S].",
      how_many(report.forced_runs, "forced run"), report::format_number(report.critical_value),
      100.0 * report.run.smallest_difference_that_matters_fraction);
}

std::string title(const ImportanceReport& report) {
  return fmt::format("{}, policy {}: {}, seed {}", printable(report.run.scenario_id, 30), printable(report.policy, 24),
                     how_many(report.run.replications, "quarter"), report.run.seed);
}

std::string markdown_cell(const PartImportance& part, Force force) {
  const Cells cells = cells_of(part, force);
  return cells.interval.empty() ? cells.value : cells.value + " (" + cells.interval + ")" + (cells.settled ? " *" : "");
}

}  // namespace

std::string importance_table(const ImportanceReport& report) {
  std::string text = title(report) + "\n";
  text += "E[S], orders lost in a quarter as it is: " + report::count_with_interval(report.today) + "\n";
  text +=
      fmt::format("{:<23}{}\n{:<23}{}\n\n", kReductionName, kReductionFormula, kAchievementName, kAchievementFormula);
  for (std::size_t k = 0; k < kPartKindCount; ++k) text += section(report, static_cast<PartKind>(k));
  text += report::terminal_text(family_words(report)) + "\n";
  for (const std::string& line : advice(report)) text += report::terminal_text("- " + line);
  for (const std::string& note : report.notes) text += report::terminal_text("Note: " + note);
  return text;
}

std::string importance_markdown(const ImportanceReport& report) {
  std::string text = "# " + report::markdown_text(title(report)) + "\n\n";
  text += fmt::format("E[S], orders lost in a quarter as it is: {}\n\n- {}: {}\n- {}: {}\n",
                      report::count_with_interval(report.today), kReductionName,
                      report::markdown_text(std::string(kReductionFormula)), kAchievementName,
                      report::markdown_text(std::string(kAchievementFormula)));
  for (std::size_t k = 0; k < kPartKindCount; ++k) {
    const auto kind = static_cast<PartKind>(k);
    const std::vector<const PartImportance*> parts = parts_of(report, kind);
    if (parts.empty()) continue;
    const std::string relief = relief_words(report, kind);
    text += fmt::format("\n## {}\n\n{}\n\n| {} | LRW, % | LAW, % |{}\n|---|--:|--:|{}\n", kHeadings[k],
                        state_words(kind), kPartKindNames[k], relief.empty() ? "" : " " + relief + ": saves, % |",
                        relief.empty() ? "" : "--:|");
    for (const PartImportance* part : parts) {
      text += fmt::format("| {} | {} | {} |", report::markdown_text(printable(part->part.name, 200)),
                          markdown_cell(*part, Force::perfect), markdown_cell(*part, Force::failed));
      text += relief.empty() ? "\n" : fmt::format(" {} |\n", markdown_cell(*part, Force::relief));
    }
  }
  text += "\n" + report::markdown_text(family_words(report)) + "\n\n";
  for (const std::string& line : advice(report)) text += "- " + report::markdown_text(line) + "\n";
  for (const std::string& note : report.notes) text += "\n" + report::markdown_text(note) + "\n";
  return text;
}

}  // namespace faultline
