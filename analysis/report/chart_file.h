// A chart as a file: its picture and its numbers, both from the same data.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "analysis/report/chart_bar.h"
#include "analysis/report/chart_design.h"
#include "analysis/report/chart_dots.h"
#include "analysis/report/chart_frontier.h"
#include "analysis/report/chart_heatmap.h"
#include "analysis/report/chart_interval.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/chart_tornado.h"
#include "analysis/report/chart_waterfall.h"

namespace faultline::report {

struct ChartFile {
  std::string name;   ///< of both files, without ending: lower-case letters, digits and hyphens
  std::string title;  ///< the finding
  std::string svg;    ///< as a page shows it; standing_alone() makes a file of it
  std::string csv;
};

[[nodiscard]] ChartFile chart_file(std::string name, const LineChart& chart);
[[nodiscard]] ChartFile chart_file(std::string name, const IntervalChart& chart);
[[nodiscard]] ChartFile chart_file(std::string name, const WaterfallChart& chart);
[[nodiscard]] ChartFile chart_file(std::string name, const BarChart& chart);
[[nodiscard]] ChartFile chart_file(std::string name, const DotChart& chart);
[[nodiscard]] ChartFile chart_file(std::string name, const FrontierChart& chart);
[[nodiscard]] ChartFile chart_file(std::string name, const TornadoChart& chart);
[[nodiscard]] ChartFile chart_file(std::string name, const Heatmap& chart);
[[nodiscard]] ChartFile chart_file(std::string name, const DesignChart& chart);

/// "2-two-person-review" of the policy at position 1: what any file system takes, whatever the name holds.
[[nodiscard]] std::string policy_file_name(std::size_t policy, std::string_view id);

/// With the font that a light picture leaves to its page.
[[nodiscard]] std::string standing_alone(std::string svg);

}  // namespace faultline::report
