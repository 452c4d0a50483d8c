// Charts of how a forecast from before a day did behind it.
#pragma once

#include <span>
#include <vector>

#include "analysis/report/chart_bar.h"
#include "analysis/report/chart_file.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/history_check.h"

namespace faultline::report {

/// Each week's count over the band that was forecast. Precondition: there are weeks.
[[nodiscard]] LineChart history_chart(const HistoryStream& stream);
/// How many weeks lie in each tenth of the forecast: equally many, but for luck, where it is right.
[[nodiscard]] BarChart rank_chart(const HistoryStream& stream);

/// `history-1-incidents` and `history-ranks-1-incidents`, streams of all checks numbered one after another.
[[nodiscard]] std::vector<ChartFile> history_chart_files(std::span<const HistoryCheck> checks);

}  // namespace faultline::report
