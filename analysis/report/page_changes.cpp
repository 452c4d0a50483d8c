// What changed since an earlier run.
#include "analysis/report/changes_tables.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"

namespace faultline::report {

std::string changes_section(const RunChanges& changes) {
  std::string html = keep_percent_signs(element("p", changes_sentence(changes))) + "\n";
  for (const TextTable& shown : changes_tables(changes)) {
    std::vector<std::vector<std::string>> rows;
    for (const std::vector<std::string>& row : shown.rows) {
      std::vector<std::string>& cells = rows.emplace_back();
      for (std::size_t i = 0; i < row.size(); ++i) {
        const bool hash = i > 0 && row[0].ends_with("SHA-256");
        cells.push_back(hash ? hash_code(row[i]) : escape_html(row[i]));
      }
    }
    html += table(shown.caption, shown.head, rows, LastColumn::words);
  }
  return section("What changed since the last run?", html);
}

}  // namespace faultline::report
