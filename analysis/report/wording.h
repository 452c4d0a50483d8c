// Words that several outputs share.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/comparison.h"
#include "models/core/how_many.h"

namespace faultline::report {

/// What `last_week_settled` and `may_end_after_week` say, and what they do not.
inline constexpr std::string_view kResetMeaning =
    "What is saved stops when the friction stops, apart from defects that lie latent and the batch of changes that was "
    "held back: the last week settled says until when a saving is certain, not that none comes after it, and that the "
    "friction may end is said only where every later week of the horizon is settled to save nothing that matters.";

/// "a", "a and b", "a, b and c".
[[nodiscard]] std::string listed(const std::vector<std::string>& names, std::string_view last = " and ");

using faultline::how_many;

/// "not shipped", "caught by peer-review", "contained", "recovered sooner" or "interaction".
[[nodiscard]] std::string step_name(const RunDescription& run, const WaterfallStep& step);

/// Share of what is saved in all, e.g. 0.55; the total is not 0.
[[nodiscard]] double share_of(const WaterfallStep& step, const WaterfallResult& waterfall);

/// Where the settled saving of policy `b` comes from, in settled steps alone, the largest first: "channel-closing
/// caught 55 %, ..."; empty without a settled saving or a waterfall.
[[nodiscard]] std::string saving_sources(const Comparison& comparison, std::size_t b);

}  // namespace faultline::report
