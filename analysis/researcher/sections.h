// The sections of the researcher's page, each as HTML, numbered as readers cite them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/report/chart_file.h"
#include "analysis/report/chart_line.h"
#include "analysis/researcher/facts.h"

namespace faultline::researcher {

/// HTML and the charts in it: what the page shows is what chart_files() gives.
struct Content {
  std::string html;
  std::vector<report::ChartFile> charts{};

  Content() = default;
  Content(std::string text) : html(std::move(text)) {}  // NOLINT(google-explicit-constructor): text is content too
  Content(const char* text) : html(text) {}             // NOLINT(google-explicit-constructor)
  Content& operator+=(Content more);
};
[[nodiscard]] Content operator+(Content first, Content second);

[[nodiscard]] std::string design_section(const Facts& facts);
[[nodiscard]] Content coverage_section(const Facts& facts);
[[nodiscard]] Content response_section(const Facts& facts);
[[nodiscard]] Content sensitivity_section(const Facts& facts);
[[nodiscard]] Content precision_section(const Facts& facts);
[[nodiscard]] Content robustness_section(const Facts& facts);
[[nodiscard]] std::string anomalies_section(const Facts& facts);
[[nodiscard]] std::string dictionary_section(const Facts& facts);
[[nodiscard]] std::string reproduce_section(const Facts& facts);

/// The command that makes these results again, in the words of a POSIX shell.
[[nodiscard]] std::string sweep_command(const SweepDescription& sweep);

/// A column of the file, as the data dictionary lists it.
struct DictionaryRow {
  std::string_view table;
  std::string_view column;
  std::string_view dims;
  std::string_view type;
  std::string_view unit;
  std::string_view meaning;
};
/// Every table and column of a file of this design.
[[nodiscard]] std::vector<DictionaryRow> dictionary(const Design& design);
/// Loads the file into pandas.
[[nodiscard]] std::string load_snippet(const Design& design);

// parts.cpp
/// A paragraph of text.
[[nodiscard]] std::string paragraph(std::string_view text);
/// A subsection under its heading; content is HTML.
[[nodiscard]] std::string subsection(std::string_view title, const std::string& content);
[[nodiscard]] Content subsection(std::string_view title, Content content);
[[nodiscard]] Content section(std::string_view title, Content content);
[[nodiscard]] Content figure(report::ChartFile chart);
/// A chart under the name of its files.
template <class Chart>
[[nodiscard]] Content figure(std::string name, const Chart& chart) {
  return figure(report::chart_file(std::move(name), chart));
}
/// "loss-2-NAME": a file's name for a policy.
[[nodiscard]] std::string policy_chart(std::string_view what, const Facts& facts, std::size_t policy);
/// A chart's numbers under it, folded away; table is HTML.
[[nodiscard]] std::string numbers(const std::string& table);
/// One cell of a map a cell of the table, rows from the highest level of the second parameter down; "-" for one that
/// could not be run. Precondition: a grid over two parameters. `text` gives HTML.
[[nodiscard]] std::string map_table(const Facts& facts, const std::string& caption,
                                    const std::function<std::string(const Cell&)>& text);
/// A figure that is looked at again as a sample grows: x by factors, markers where it was looked at.
[[nodiscard]] report::LineChart growing_chart(std::string x_label, std::string y_label);
/// A name from outside, escaped, in code type.
[[nodiscard]] std::string code(std::string_view text);
[[nodiscard]] std::string policy_name(const Facts& facts, std::size_t policy);  ///< plain text
/// "1.23 (1.1 to 1.4)" of an index, slope or other small figure; "-" without one.
[[nodiscard]] std::string index_cell(const stats::Estimate& estimate);
/// "93.7 k", with a space that never breaks.
[[nodiscard]] std::string count_text(double value);
/// "3 cells" or "1 cell".
[[nodiscard]] std::string counted(std::size_t count, std::string_view singular);
/// "velocity carries most" of estimates by parameter, or "velocity or demand carries most, which is not settled" where
/// the largest two have intervals that overlap: a title says what is settled. Precondition: an estimate a parameter.
[[nodiscard]] std::string leader(const SweepDescription& sweep, const std::vector<stats::Estimate>& estimates,
                                 std::string_view does);
/// Values of a cell's parameters: "velocity 2, demand 0.5".
[[nodiscard]] std::string point_words(const SweepDescription& sweep, std::size_t cell);

}  // namespace faultline::researcher
