// Sweeps that the planner's page is given beside the comparison.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <vector>

#include "analysis/comparison.h"
#include "analysis/report/planner_extras.h"
#include "cli/run_options.h"

namespace faultline::cli {

/// A line on the maps of lost orders.
struct OrderLine {
  double orders;     ///< a quarter
  const char* name;  ///< "limit", "budget"
};

/// The limit on mean losses, otherwise the budget of a quarter.
[[nodiscard]] std::optional<OrderLine> order_line(const Limits& limits, const std::optional<double>& budget);

/// Takes up to one tornado, for what would change the answer, and one grid over velocity and review capacity, for where
/// the cliff is. Says on `err` when a sweep is unfinished. Throws InputError for sweeps of any other kind, of another
/// scenario or another program than the comparison, against another reference, without the policy that the page tells
/// of, and for two of one kind.
void add_sweeps(const std::vector<std::filesystem::path>& sweeps, const Comparison& comparison,
                const std::optional<OrderLine>& line, report::PlannerExtras& extras, std::ostream& err);

}  // namespace faultline::cli
