// The page for those who analyse a sweep elsewhere: it shows what is in the data, and that they are sound.
#pragma once

#include <string>
#include <vector>

#include "analysis/report/chart_file.h"
#include "analysis/researcher/facts.h"

namespace faultline::researcher {

/// One HTML file that stands alone, needs neither script nor network, escapes every name and has the same bytes for the
/// same sweep. A part that the design does not allow says why it is not there.
[[nodiscard]] std::string page(const Facts& facts);

/// Its charts as files: `coverage`, `best`, `loss-1-NAME`, ... in the order of the page.
[[nodiscard]] std::vector<report::ChartFile> chart_files(const Facts& facts);

/// The page's numbers as one JSON object, unrounded. Means of single cells are in it up to kMostEmbeddedCells cells.
[[nodiscard]] std::string summary_json(const Facts& facts);
inline constexpr std::size_t kMostEmbeddedCells = 400;

}  // namespace faultline::researcher
