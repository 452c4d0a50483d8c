#include <fmt/format.h>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/researcher/sections.h"

namespace faultline::researcher {

std::string paragraph(std::string_view text) { return report::element("p", text) + "\n"; }

std::string subsection(std::string_view title, const std::string& content) {
  return report::element("h3", title) + "\n" + content;
}

std::string figure(const std::string& svg) { return "<figure>" + svg + "</figure>\n"; }

std::string code(std::string_view text) { return "<code>" + report::escape_html(text) + "</code>"; }

std::string policy_name(const Facts& facts, std::size_t policy) { return facts.sweep.policies[policy].id; }

std::string index_cell(const stats::Estimate& estimate) {
  const auto number = [&estimate](double x) { return report::format_with_error(x, estimate.standard_error); };
  return report::with_interval(
      number(estimate.value),
      estimate.interval ? fmt::format("{} to {}", number(estimate.interval->low), number(estimate.interval->high))
                        : "");
}

std::string count_text(double value) {
  std::string text = report::format_count(value);
  const std::size_t space = text.find(' ');
  return space == std::string::npos ? text : text.replace(space, 1, "\u00A0");
}

std::string counted(std::size_t count, std::string_view singular) {
  return fmt::format("{} {}{}", report::format_number(static_cast<double>(count), 12), singular, count == 1 ? "" : "s");
}

std::string point_words(const SweepDescription& sweep, std::size_t cell) {
  constexpr std::size_t kMost = 6;
  const std::span<const double> point = sweep.design.values.point(cell);
  std::string text;
  for (std::size_t p = 0; p < point.size() && p < kMost; ++p) {
    text += fmt::format("{}{} {}", p > 0 ? ", " : "", sweep.design.parameters[p].name, report::format_number(point[p]));
  }
  return text + (point.size() > kMost ? ", ..." : "");
}

}  // namespace faultline::researcher
