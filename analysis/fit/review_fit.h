// What a history of reviews says: how often changes come, how many are looked at, by how many, and how long that takes.
#pragma once

#include <span>
#include <vector>

#include "analysis/fit/findings.h"
#include "analysis/fit/fit_options.h"
#include "models/observations/review_record.h"

namespace faultline::fit {

/// The days that the records cover, by creations and merges (of a list of merged changes alone, by merges).
[[nodiscard]] std::vector<Window> review_windows(std::span<const ReviewRecord> every, const FitOptions& options);

/// Groups: `all`, and `people` and `bots` where both wrote changes. `every` in order of creation. Where every change
/// was merged the list was chosen by that, and the days that it covers are those of merges.
[[nodiscard]] Findings fit_reviews(std::span<const ReviewRecord> every, const FitOptions& options);

}  // namespace faultline::fit
