// The charts of the page that lays variants side by side.
#pragma once

#include <cstddef>
#include <vector>

#include "analysis/report/chart_file.h"
#include "analysis/report/chart_line.h"
#include "analysis/variant_comparison.h"

namespace faultline::report {

/// One of kVariantOutputs against the variants, by their values where they have some.
[[nodiscard]] LineChart variant_chart(const VariantComparison& comparison, std::size_t o);

/// As files: `variants-lost-orders` and so on, one for each of kVariantOutputs.
[[nodiscard]] std::vector<ChartFile> variant_charts(const VariantComparison& comparison);

}  // namespace faultline::report
