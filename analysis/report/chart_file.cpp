#include "analysis/report/chart_file.h"

#include <fmt/format.h>

#include <utility>

#include "analysis/report/chart_csv.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

template <class Chart>
ChartFile file_of(std::string name, const Chart& chart, std::string svg) {
  return {std::move(name), chart.title, std::move(svg), chart_csv(chart)};
}

// What any file system takes: names of policies may hold anything.
std::string file_name(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::string name;
  for (const char c : text.substr(0, kLongest)) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      name += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  while (!name.empty() && name.back() == '-') {
    name.pop_back();
  }
  return name.empty() ? "policy" : name;
}

}  // namespace

ChartFile chart_file(std::string name, const LineChart& chart) {
  return file_of(std::move(name), chart, line_chart(chart));
}

ChartFile chart_file(std::string name, const IntervalChart& chart) {
  return file_of(std::move(name), chart, interval_chart(chart));
}

ChartFile chart_file(std::string name, const WaterfallChart& chart) {
  return file_of(std::move(name), chart, waterfall_chart(chart));
}

ChartFile chart_file(std::string name, const BarChart& chart) {
  return file_of(std::move(name), chart, bar_chart(chart));
}

ChartFile chart_file(std::string name, const DotChart& chart) {
  return file_of(std::move(name), chart, dot_chart(chart));
}

ChartFile chart_file(std::string name, const FrontierChart& chart) {
  return file_of(std::move(name), chart, frontier_chart(chart));
}

ChartFile chart_file(std::string name, const TornadoChart& chart) {
  return file_of(std::move(name), chart, tornado_chart(chart));
}

ChartFile chart_file(std::string name, const Heatmap& chart) { return file_of(std::move(name), chart, heatmap(chart)); }

ChartFile chart_file(std::string name, const DesignChart& chart) {
  return file_of(std::move(name), chart, design_chart(chart));
}

std::string policy_file_name(std::size_t policy, std::string_view id) {
  return fmt::format("{}-{}", policy + 1, file_name(id));
}

std::string standing_alone(std::string svg) {
  const std::size_t end = svg.find('>');
  if (svg.find("font-family=") > end) {
    svg.insert(svg.find(" viewBox="), " " + std::string(kChartFont));
  }
  return svg;
}

}  // namespace faultline::report
