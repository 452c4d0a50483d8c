// Hourly counts of orders.
#pragma once

#include <string>
#include <string_view>

#include "models/io/history/history_options.h"
#include "models/io/history/row_account.h"
#include "models/observations/demand_hour.h"

namespace faultline {

/// Reads a table with `timestamp` (the beginning of an hour) and `count`, and `marketplace` where there are several.
/// Throws InputError when it is no such table.
[[nodiscard]] History<DemandHour> read_demand(std::string_view text, const std::string& file,
                                              const HistoryOptions& options);

}  // namespace faultline
