// The summary that other programs read: `compare --format json`. (docs/formats/results.md)
#pragma once

#include <string>

#include "analysis/changes/run_changes.h"
#include "analysis/comparison.h"

namespace faultline::report {

enum class JsonLayout { indented, compact };

/// The comparison as one JSON document, with two spaces of indentation or without any, and a final newline. What does
/// not exist is null.
/// `changes` since an earlier run stand under `against`; null without any, and the key is then absent.
[[nodiscard]] std::string summary_json(const Comparison& comparison, JsonLayout layout = JsonLayout::indented,
                                       const RunChanges* changes = nullptr);

}  // namespace faultline::report
