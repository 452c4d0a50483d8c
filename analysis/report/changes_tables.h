// What changed since an earlier run, in words: the same tables for the page, Markdown and plain text.
#pragma once

#include <string>
#include <vector>

#include "analysis/changes/run_changes.h"

namespace faultline::report {

/// A table of plain text; whoever shows it escapes it.
struct TextTable {
  std::string caption;
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};

/// Input changes that tables show; of more, the first of them and how many there are in all.
inline constexpr std::size_t kInputChangesShown = 100;

/// One or two sentences: what changed, and what it did to the answers, in settled verdicts only.
[[nodiscard]] std::string changes_sentence(const RunChanges& changes);

/// Answers, policies, inputs and the runs themselves; those without rows are left out.
[[nodiscard]] std::vector<TextTable> changes_tables(const RunChanges& changes);

/// Both as plain text, a line a row.
[[nodiscard]] std::string changes_as_text(const RunChanges& changes);

}  // namespace faultline::report
