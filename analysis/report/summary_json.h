// The summary that other programs read: `compare --format json`. (docs/formats/results.md)
#pragma once

#include <string>

#include "analysis/comparison.h"

namespace faultline::report {

enum class JsonLayout { indented, compact };

/// The comparison as one JSON document, with two spaces of indentation or without any, and a final newline. What does
/// not exist is null.
[[nodiscard]] std::string summary_json(const Comparison& comparison, JsonLayout layout = JsonLayout::indented);

}  // namespace faultline::report
