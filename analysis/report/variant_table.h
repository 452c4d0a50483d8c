// Variants side by side: for a terminal of 80 columns, Markdown and spreadsheets.
#pragma once

#include <string>

#include "analysis/variant_comparison.h"

namespace faultline::report {

/// A block a policy, a line a variant; below each where its cliffs are. No line is longer than kTerminalColumns.
[[nodiscard]] std::string variant_terminal_table(const VariantComparison& comparison);

[[nodiscard]] std::string variant_markdown_table(const VariantComparison& comparison);

/// One line a variant, policy and output, numbers unrounded, with the slope from the variant before.
[[nodiscard]] std::string variant_csv_table(const VariantComparison& comparison);

}  // namespace faultline::report
