#include "analysis/report/table_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "analysis/report/answer.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/wording.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

constexpr std::string_view kAbsent = "-";

void show_saving(const Saving& saving, std::size_t width, std::string& value, std::string& interval) {
  if (!saving.fraction) {
    return;
  }
  value = percent_number(saving.fraction->value, *saving.fraction);
  interval = narrow_percent_interval(*saving.fraction, width);
}

}  // namespace

PolicyRows policy_rows(const Comparison& comparison, std::size_t p) {
  const PolicyResult& policy = comparison.policies[p];
  PolicyRows rows;
  rows.values.fill(std::string(kAbsent));
  rows.values[0] = printable(policy.id);
  rows.intervals[0] = p == 0 ? "(compared with)" : "";
  rows.values[1] = format_count(policy.lost_orders.mean.value, policy.lost_orders.mean.standard_error);
  rows.intervals[1] = narrow_count_interval(policy.lost_orders.mean, kWidths[1]);
  if (p > 0) {
    const PairResult& pair = comparison.against_reference(p);
    rows.intervals[0] = std::string(stats::to_string(pair.saving.verdict));
    show_saving(pair.saving, kWidths[2], rows.values[2], rows.intervals[2]);
    if (pair.saving_low) {
      show_saving(*pair.saving_low, kWidths[3], rows.values[3], rows.intervals[3]);
    }
  }
  if (policy.lead_time_p50_hours) {
    rows.values[4] = format_hours(*policy.lead_time_p50_hours);
  }
  rows.values[5] = format_count(policy.engineer_hours.value, policy.engineer_hours.standard_error);
  if (policy.undelivered_fraction) {
    rows.values[6] = format_number(100 * *policy.undelivered_fraction, 2);
  }
  return rows;
}

std::vector<std::string> sources(const Comparison& comparison) {
  std::vector<std::string> lines;
  for (std::size_t p = 1; p < comparison.policies.size(); ++p) {
    if (std::string line_of_policy = saving_sources(comparison, p); !line_of_policy.empty()) {
      lines.push_back(std::move(line_of_policy));
    }
  }
  return lines;
}

std::string table_notes(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  std::string text = fmt::format(
      "Means per {:g} days over {} on the same futures. Saved: share of {}'s lost orders, intervals "
      "simultaneous over all pairs of policies.",
      run.horizon_days, how_many(comparison.replications, "replication"), printable(run.policies[0].id));
  if (run.precision.asked()) {
    const double asked = 100 * run.precision.relative_half_width;
    if (comparison.reached_precision()) {
      text += fmt::format(" Quarters were added until every mean was known to {:.3g} %.", asked);
    } else if (comparison.replications >= run.precision.most) {
      text += fmt::format(" Quarters were added up to the most allowed; not every mean is known to {:.3g} %.", asked);
    } else {  // interrupted
      text += fmt::format(" Not every mean is known to {:.3g} % yet.", asked);
    }
  }
  if (run.low_replications > 0) {
    text += fmt::format(" Low: a second reviewer nearly worthless (evidence Z10), first {} alone: fewer, so wider.",
                        how_many(std::min(run.low_replications, comparison.replications), "replication"));
  }
  text +=
      " Lead time: median of people's and agents' changes through the pipeline. Undel.: undelivered at the horizon's "
      "end.";
  if (!sources(comparison).empty()) {
    text += " Steps of a saving are named where they are settled, at 95 % for all steps of a policy at once.";
  }
  return text +
         (intervals_fall_short(comparison) ? " Losses have a heavy tail: intervals hold less often than 95 %." : "");
}

}  // namespace faultline::report
