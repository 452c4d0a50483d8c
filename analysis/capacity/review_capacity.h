// How much reviewers could do, from how long their reviews took: the simulator's own queue, made to reproduce the
// records.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "analysis/capacity/review_case.h"
#include "analysis/fit/findings.h"
#include "analysis/fit/simulated_moments.h"

namespace faultline::capacity {

struct CapacityEstimate {
  fit::MomentFit fit;  ///< parameters: hours a week of the whole team, scale of the model's work of a review
  fit::TargetSet hours_per_week;
  fit::TargetSet work_hours_per_change;  ///< of one attentive review
  fit::TargetSet utilisation;  ///< attentive work that came over hours given; above 1 people hurry or fall behind
  std::size_t n = 0;
};

/// `threads`: 0 for as many as the process may use; the result does not depend on it.
[[nodiscard]] std::optional<CapacityEstimate> estimate_capacity(const ReviewCase& given, std::uint32_t threads = 0);

/// Adds `review_hours_per_week`, `review_hours_per_reviewer_week`, `review_work_hours_per_change` and
/// `review_utilisation` to the findings of the same records (of people, where programs wrote changes too), and the
/// values of a scenario that they may take the place of where they are settled; else a note why not.
void add_review_capacity(std::span<const ReviewRecord> records, const fit::FitOptions& options, fit::Findings& findings,
                         std::uint32_t threads = 0);

}  // namespace faultline::capacity
