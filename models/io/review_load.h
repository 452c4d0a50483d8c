// What a planner should know before running: reviewers who cannot keep up, and reviews that nobody can give.
#pragma once

#include <string>
#include <vector>

#include "models/scenario.h"

namespace faultline {

/// Mean work of one review of a stream's changes while nothing presses, in hours: a share is stamped unread, the rest
/// takes E[min(max, LN + slope max(0, lines - free))],
/// lines lognormal and cut, by the midpoint rule on 64 quantiles of either law.
[[nodiscard]] double mean_review_hours(const ReviewPractice& review, const LinesLaw& lines);

/// What becomes of changes that too few people, or none, can approve at a gate: "CHANGES never ship", or that they go
/// round it.
[[nodiscard]] std::string unapproved_fate(const std::string& changes, const Gate& gate);

/// Adds a warning for each policy under which reviewers of some team are busier than their time allows, or have changes
/// that they cannot approve, gate by gate.
void warn_of_review_load(const Scenario& scenario, std::vector<std::string>& warnings);

}  // namespace faultline
