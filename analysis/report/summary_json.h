// The summary that other programs read: `compare --format json`. (docs/formats/results.md)
#pragma once

#include <string>

#include "analysis/comparison.h"

namespace faultline::report {

/// The comparison as one JSON document, two spaces of indentation, with a final newline. What does not exist is null.
[[nodiscard]] std::string summary_json(const Comparison& comparison);

}  // namespace faultline::report
