// The page that lays variants side by side: one file, no scripts, no network.
#pragma once

#include <string>

#include "analysis/variant_comparison.h"

namespace faultline::report {

/// The whole page. It links to each variant's own page, `<id>/report.html` beside it.
[[nodiscard]] std::string variant_page(const VariantComparison& comparison);

}  // namespace faultline::report
