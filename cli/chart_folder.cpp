#include "cli/chart_folder.h"

#include "analysis/store/output_file.h"

namespace faultline::cli {

void write_charts(std::span<const report::ChartFile> charts, const std::filesystem::path& folder) {
  for (const report::ChartFile& chart : charts) {
    write_file(folder / (chart.name + ".svg"), report::standing_alone(chart.svg));
    write_file(folder / (chart.name + ".csv"), chart.csv);
  }
}

}  // namespace faultline::cli
