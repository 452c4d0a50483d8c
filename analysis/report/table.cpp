#include "analysis/report/table.h"

#include <algorithm>

#include "analysis/report/chart_layout.h"
#include "analysis/report/html.h"
#include "analysis/report/table_rows.h"
#include "analysis/report/text_cells.h"

namespace faultline::report {
namespace {

std::string line(const Row& row) {
  std::string text;
  for (std::size_t i = 0; i < kColumns; ++i) {
    text += (i > 0 ? " " : "") + text_cell(row[i], kWidths[i], i > 0);
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

}  // namespace

std::string terminal_text(std::string_view text, std::size_t indent) {
  constexpr char kNoBreak = '\x1f';  // stands for the space before "%" while lines are broken; printable text has none
  std::string glued(text);
  for (std::size_t at = glued.find(" %"); at != std::string::npos; at = glued.find(" %", at)) {
    glued[at] = kNoBreak;
  }
  std::string lines;
  for (const std::string& line_of_text : wrap_text(glued, kTerminalColumns - indent)) {
    lines += std::string(indent, ' ') + line_of_text + "\n";
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
  return text + terminal_text(table_notes(comparison));
}

}  // namespace faultline::report
