// The summary of variants that other programs read. (docs/formats/results.md)
#pragma once

#include <string>

#include "analysis/variant_comparison.h"

namespace faultline::report {

/// One JSON document, two spaces of indentation, with a final newline. What does not exist is null.
[[nodiscard]] std::string variant_summary_json(const VariantComparison& comparison);

}  // namespace faultline::report
