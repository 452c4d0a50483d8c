#include "analysis/report/chart_files.h"

#include <fmt/format.h>

#include "analysis/report/chart_csv.h"
#include "analysis/report/comparison_charts.h"

namespace faultline::report {
namespace {

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

std::vector<ChartFile> chart_files(const Comparison& comparison) {
  std::vector<ChartFile> files;
  const LineChart exceedance = exceedance_chart(comparison);
  files.push_back({"exceedance", exceedance.title, line_chart(exceedance), chart_csv(exceedance)});
  if (const auto chart = differences_chart(comparison)) {
    files.push_back({"paired-differences", chart->title, interval_chart(*chart), chart_csv(*chart)});
  }
  for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
    if (const auto chart = saving_chart(comparison, p)) {
      files.push_back({fmt::format("saving-{}-{}", p + 1, file_name(comparison.policies[p].id)), chart->title,
                       waterfall_chart(*chart), chart_csv(*chart)});
    }
  }
  if (const auto chart = backlog_chart(comparison)) {
    files.push_back({"backlog", chart->title, line_chart(*chart), chart_csv(*chart)});
  }
  return files;
}

}  // namespace faultline::report
