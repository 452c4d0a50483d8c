// The answer in words and as a table: for a terminal of 80 columns, Markdown and spreadsheets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/changes/run_changes.h"
#include "analysis/comparison.h"
#include "analysis/limit_checks.h"
#include "analysis/report/answer.h"
#include "analysis/report/figures.h"

namespace faultline::report {

/// Columns of the terminal that the answer and the table keep to.
inline constexpr std::size_t kTerminalColumns = 80;

/// Text broken between words into lines of kTerminalColumns, each with its newline and `indent` spaces before it.
[[nodiscard]] std::string terminal_text(std::string_view text, std::size_t indent = 0);

/// The sentence, the table, where savings come from, and notes, no line longer than kTerminalColumns.
[[nodiscard]] std::string terminal_table(const Comparison& comparison);

/// What else a summary in Markdown shows.
struct MarkdownExtras {
  std::vector<LimitCheck> checks = {};  ///< the gate stands above everything else
  const RunChanges* changes = nullptr;  ///< since an earlier run
};

/// For job summaries and pull requests: the gate, the answer, the table, every pair, where savings come from, what
/// changed, warnings and provenance. No name is markup.
[[nodiscard]] std::string markdown_table(const Comparison& comparison, const MarkdownExtras& extras = {});

/// What became of the answers since an earlier run, one line a policy; numbers unrounded.
[[nodiscard]] std::string changes_csv(const RunChanges& changes);
/// One line for each fact of the run and each input that differs.
[[nodiscard]] std::string changed_inputs_csv(const RunChanges& changes);

/// One line a policy, numbers unrounded, names of columns with units first.
[[nodiscard]] std::string csv_table(const Comparison& comparison);

}  // namespace faultline::report
