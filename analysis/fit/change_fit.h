// What a history of source code says of the world: how often changes come, when, how large, how often they are taken
// back. (docs/methodology/fitting.md)
#pragma once

#include <span>

#include "analysis/fit/findings.h"
#include "analysis/fit/fit_options.h"
#include "models/observations/change_record.h"

namespace faultline::fit {

/// Groups: `all` (bots and merges too), `changes` (neither bots nor merges), `bots`, and `human`, `ai_assisted`,
/// `agent` where the history tells them apart. Arrivals are told by the author's date; the days that the history covers
/// by the dates of commits, which is when it was written.
[[nodiscard]] Findings fit_changes(std::span<const ChangeRecord> every, const FitOptions& options);

}  // namespace faultline::fit
