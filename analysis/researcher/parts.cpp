#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

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

Content& Content::operator+=(Content more) {
  html += more.html;
  std::move(more.charts.begin(), more.charts.end(), std::back_inserter(charts));
  return *this;
}

Content operator+(Content first, Content second) { return std::move(first += std::move(second)); }

Content subsection(std::string_view title, Content content) {
  content.html = subsection(title, content.html);
  return content;
}

Content section(std::string_view title, Content content) {
  content.html = report::section(title, content.html);
  return content;
}

Content figure(report::ChartFile chart) {
  Content content(report::figure(chart.svg));
  content.charts.push_back(std::move(chart));
  return content;
}

std::string policy_chart(std::string_view what, const Facts& facts, std::size_t policy) {
  return fmt::format("{}-{}", what, report::policy_file_name(policy, policy_name(facts, policy)));
}

std::string numbers(const std::string& table) { return report::details("Numbers", table); }

report::LineChart growing_chart(std::string x_label, std::string y_label) {
  report::LineChart chart{};
  chart.x_label = std::move(x_label);
  chart.y_label = std::move(y_label);
  chart.x_scale = report::ScaleKind::kLogarithmic;
  chart.y_scale = report::ScaleKind::kLinear;
  chart.marks_points = true;
  return chart;
}

std::string map_table(const Facts& facts, const std::string& caption,
                      const std::function<std::string(const Cell&)>& text) {
  const GridReport& grid = *facts.grid;
  std::vector<std::string> head{facts.sweep.design.parameters[1].name + " \\ " + facts.sweep.design.parameters[0].name};
  for (const double level : grid.levels[0]) {
    head.push_back(report::format_number(level));
  }
  std::vector<std::vector<std::string>> rows;
  for (std::size_t line = grid.levels[1].size(); line-- > 0;) {
    std::vector<std::string> row{report::format_number(grid.levels[1][line])};
    for (std::size_t at = 0; at < grid.levels[0].size(); ++at) {
      const Cell& cell = facts.cells[grid.cell(0, line, at)];
      row.push_back(cell.policies.empty() ? "-" : text(cell));
    }
    rows.push_back(std::move(row));
  }
  return numbers(report::table(caption, head, rows));
}

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

std::string leader(const SweepDescription& sweep, const std::vector<stats::Estimate>& estimates,
                   std::string_view does) {
  std::vector<std::size_t> order(estimates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return estimates[a].value > estimates[b].value; });
  const std::string& most = sweep.design.parameters[order[0]].name;
  if (order.size() > 1) {
    const auto& low = estimates[order[0]].interval;
    const auto& high = estimates[order[1]].interval;
    if ((low ? low->low : estimates[order[0]].value) <= (high ? high->high : estimates[order[1]].value)) {
      return fmt::format("{} or {} {}, which is not settled", most, sweep.design.parameters[order[1]].name, does);
    }
  }
  return fmt::format("{} {}", most, does);
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
