// The page for those who decide: one sheet of A4.
#pragma once

#include <string>
#include <vector>

#include "analysis/report/chart_file.h"
#include "analysis/report/leadership_facts.h"

namespace faultline::report {

/// One HTML file that stands alone, needs neither script nor network, escapes every name, prints on one page of A4 with
/// up to six policies, and has the same bytes for the same facts.
[[nodiscard]] std::string leadership_page(const LeadershipFacts& facts);

/// Its charts as files: `leadership-exceedance`, `leadership-differences`, `leadership-front` and, with a sweep,
/// `leadership-tornado`.
[[nodiscard]] std::vector<ChartFile> leadership_charts(const LeadershipFacts& facts);

}  // namespace faultline::report
