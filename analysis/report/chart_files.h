// Every chart of a comparison as files.
#pragma once

#include <string>
#include <vector>

#include "analysis/comparison.h"

namespace faultline::report {

struct ChartFile {
  std::string name;   ///< of both files, without ending: lower-case letters, digits and hyphens
  std::string title;  ///< the finding
  std::string svg;
  std::string csv;
};

/// `exceedance`, `paired-differences`, `backlog`, and `saving-2-NAME` for each policy that has steps, numbered as in
/// the run; those that there is nothing to draw of are left out. Each SVG stands alone, right on light and dark
/// screens.
[[nodiscard]] std::vector<ChartFile> chart_files(const Comparison& comparison);

}  // namespace faultline::report
