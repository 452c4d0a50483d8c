// One policy of the summary.
#pragma once

#include <cstddef>

#include "analysis/comparison.h"
#include "analysis/report/json_parts.h"

namespace faultline::report {

/// Entry `position` of `policies`. (docs/formats/results.md)
[[nodiscard]] Json policy_json(const Comparison& comparison, std::size_t position);

}  // namespace faultline::report
