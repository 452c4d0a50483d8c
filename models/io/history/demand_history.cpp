#include "models/io/history/demand_history.h"

#include <cmath>
#include <utility>

#include "models/io/history/moment_text.h"

namespace faultline {
namespace {

std::string read_hour(const CsvRows& rows, const HistoryOptions& options, DemandHour& hour) {
  constexpr std::int64_t kSecondsPerHour = 3600;
  constexpr double kMostOrders = 1e12;
  const MomentText begin = parse_moment(rows.field("timestamp"), options.zone);
  if (!begin.moment) return "timestamp: " + begin.problem;
  hour.begin = *begin.moment;
  if ((hour.begin.utc_seconds + hour.begin.offset_seconds) % kSecondsPerHour != 0) {
    return "timestamp: not the beginning of an hour: " + shown_field(rows.field("timestamp"));
  }
  const auto count = parse_real(rows.field("count"));
  if (!count || *count < 0.0 || *count > kMostOrders) {
    return "count: no number from 0 to 1e12: " + shown_field(rows.field("count"));
  }
  hour.orders = *count;
  hour.marketplace = printable(rows.field("marketplace"), 100);
  hour.id = hour.marketplace + "|" + std::to_string(hour.begin.utc_seconds);
  return "";
}

}  // namespace

History<DemandHour> read_demand(std::string_view text, const std::string& file, const HistoryOptions& options) {
  CsvRows rows(text, file, options.columns);
  rows.require_sense(options.columns, {"timestamp", "count", "marketplace"});
  rows.require({"timestamp", "count"});
  History<DemandHour> history;
  std::size_t fractions = 0;
  while (rows.next()) {
    ++history.rows.rows;
    DemandHour hour;
    std::string problem = rows.shape_problem();
    if (problem.empty()) problem = read_hour(rows, options, hour);
    if (!problem.empty()) {
      history.rows.skip(file, rows.line(), std::move(problem));
      continue;
    }
    history.rows.zone_unstated += hour.begin.zone_stated ? 0 : 1;
    fractions += hour.orders != std::floor(hour.orders) ? 1 : 0;
    history.records.push_back(std::move(hour));
  }
  if (fractions > 0) {
    history.notes.push_back(std::to_string(fractions) +
                            " counts are no whole numbers: a point in them is taken for the decimal point");
  }
  return history;
}

}  // namespace faultline
