// The charts of a comparison, each a pure function from results to what is drawn.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/comparison.h"
#include "analysis/report/chart_interval.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/chart_waterfall.h"

namespace faultline::report {

/// Chance that a quarter loses more than a given number of orders, a curve a policy.
[[nodiscard]] LineChart exceedance_chart(const Comparison& comparison);

/// Losses behind the end of a curve on which fewer than 20 quarters lost anything, each at the share of quarters that
/// lost as much; none where more did.
[[nodiscard]] std::vector<CurvePoint> single_quarters(const stats::ExceedanceCurve& curve);

/// How many policies are settled to lose fewer orders than the reference, as a sentence without its stop. Needs two.
[[nodiscard]] std::string differences_title(const Comparison& comparison);

/// Orders saved against the reference, with simultaneous intervals; absent with one policy.
[[nodiscard]] std::optional<IntervalChart> differences_chart(const Comparison& comparison);

/// From the reference's loss to that of policy `p`, step by step; absent when nothing was split.
[[nodiscard]] std::optional<WaterfallChart> saving_chart(const Comparison& comparison, std::size_t p);

/// Changes submitted and not deployed, day by day; absent when there never are any.
[[nodiscard]] std::optional<LineChart> backlog_chart(const Comparison& comparison);

/// Share of changes that are deployed within a time; absent when none is.
[[nodiscard]] std::optional<LineChart> lead_time_chart(const Comparison& comparison);

/// The figures of a saving with the interval that holds for all pairs.
[[nodiscard]] stats::Estimate with_simultaneous(const Saving& saving);
/// The figures of one of several means with the interval that holds for all of them.
[[nodiscard]] stats::Estimate with_joint_interval(const stats::JointEstimate& orders);

}  // namespace faultline::report
