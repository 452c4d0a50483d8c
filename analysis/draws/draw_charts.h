// The charts of a page on draws of parameters.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/draws/draw_report.h"
#include "analysis/report/chart_bar.h"
#include "analysis/report/chart_file.h"
#include "analysis/report/chart_interval.h"
#include "analysis/report/chart_line.h"

namespace faultline {

/// The loss that is exceeded with this chance or less; absent where the curve ends before.
[[nodiscard]] std::optional<double> exceeded_loss(const std::optional<stats::ExceedanceCurve>& curve, double chance);
/// How bad a quarter can get under one policy: a thin line for each draw, a thick one for the scenario as it stands.
[[nodiscard]] report::LineChart draw_exceedance_chart(const DrawReport& report, std::size_t policy);
/// How much of a quarter's variance is ignorance, by policy.
[[nodiscard]] report::BarChart ignorance_chart(const DrawReport& report);
/// What each policy saves against the reference, and where the draws' means lie.
[[nodiscard]] report::IntervalChart drawn_savings_chart(const DrawReport& report);

/// As files: `draws-exceedance-1-NAME`, `draws-ignorance`, and `draws-saved` where there are policies to compare. They
/// need what the results file of the draws holds, and not DrawReport::drawn.
[[nodiscard]] std::vector<report::ChartFile> draw_charts(const DrawReport& report);

}  // namespace faultline
