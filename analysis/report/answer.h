// The answer in words.
#pragma once

#include <string>

#include "analysis/comparison.h"

namespace faultline::report {

/// Whether means or savings carry a warning: losses so uneven that their intervals cover less often than 95 %
/// (docs/methodology/statistics.md).
[[nodiscard]] bool intervals_fall_short(const Comparison& comparison);

/// One sentence that states the answer with settled verdicts only and names what is not settled.
[[nodiscard]] std::string answer_sentence(const Comparison& comparison);

}  // namespace faultline::report
