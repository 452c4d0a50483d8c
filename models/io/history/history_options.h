// How a file of the past is read.
#pragma once

#include <optional>

#include "models/io/history/csv_rows.h"
#include "models/io/history/identities.h"
#include "models/io/time_zone.h"

namespace faultline {

struct HistoryOptions {
  Identities identities{};
  std::optional<TimeZone> zone{};  ///< of times that name none; absent: UTC
  ColumnNames columns{};           ///< of tables that call their columns otherwise
};

}  // namespace faultline
