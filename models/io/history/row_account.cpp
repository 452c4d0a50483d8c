#include "models/io/history/row_account.h"

#include <algorithm>

#include "models/core/input_error.h"
#include "models/io/json_document.h"

namespace faultline {
namespace {

std::string percent(double share) {
  const double rounded = static_cast<double>(static_cast<long>(share * 1000.0 + 0.5)) / 10.0;
  return json_number(rounded) + " %";
}

}  // namespace

void RowAccount::skip(const std::string& file, std::size_t line, std::string reason) {
  ++skipped;
  if (shown.size() < kMaxShown) shown.push_back({file, line, std::move(reason)});
}

void RowAccount::add(const RowAccount& other) {
  rows += other.rows;
  skipped += other.skipped;
  duplicates += other.duplicates;
  out_of_order += other.out_of_order;
  zone_unstated += other.zone_unstated;
  for (const SkippedRow& row : other.shown) {
    if (shown.size() < kMaxShown) shown.push_back(row);
  }
}

void RowAccount::check(const std::string& file, double max_share) const {
  const bool empty = rows == skipped;
  const double share = rows == 0 ? 0.0 : static_cast<double>(skipped) / static_cast<double>(rows);
  if (!empty && share <= max_share) return;
  std::vector<InputProblem> problems;
  if (rows == 0) {
    problems.push_back({file, "", "", "holds no record", ""});
  } else {
    problems.push_back(
        {file, "", std::to_string(skipped) + " of " + std::to_string(rows),
         "rows cannot be read: " + percent(share) + ", and at most " + percent(max_share) + " may be skipped",
         "mend them, or allow more with --skip-at-most"});
  }
  for (const SkippedRow& row : shown) {
    problems.push_back({row.file, "line " + std::to_string(row.line), "", row.reason, ""});
  }
  throw InputError(std::move(problems));
}

}  // namespace faultline
