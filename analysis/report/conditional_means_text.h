// Mean losses without luck, as text.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "analysis/conditional_means.h"
#include "analysis/run_description.h"

namespace faultline::report {

/// For terminals, at most 80 columns wide.
[[nodiscard]] std::string conditional_means_table(const RunDescription& run, std::span<const ConditionalMean> means);
/// One object; keys: docs/formats/answers.md.
[[nodiscard]] std::string conditional_means_json(const RunDescription& run, std::span<const ConditionalMean> means);
/// One line a policy.
[[nodiscard]] std::string conditional_means_csv(std::span<const ConditionalMean> means);

}  // namespace faultline::report
