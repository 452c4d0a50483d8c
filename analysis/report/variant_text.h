// What is said of variants in words, for terminals and pages alike.
#pragma once

#include <optional>
#include <string>

#include "analysis/variant_comparison.h"

namespace faultline::report {

/// A figure in its unit: "1.14 M", "4.4 h", "20 %", "250"; "-" when it does not exist.
[[nodiscard]] std::string format_output(const VariantOutput& output, const std::optional<stats::Estimate>& figure);
/// Its interval in the same unit: "0.98 to 1.31 M", "19 to 21 %"; empty when it has none.
[[nodiscard]] std::string format_output_interval(const VariantOutput& output,
                                                 const std::optional<stats::Estimate>& figure);

/// A slope as "3.2", with its interval as "2.9 to 3.5".
[[nodiscard]] std::string format_slope(const stats::Estimate& slope);
[[nodiscard]] std::string format_slope_interval(const stats::Estimate& slope);

/// "1.26x to 2x": the step of a curve's verdict.
[[nodiscard]] std::string step_name(const VariantComparison& comparison, const OutputCurve& curve);

/// The settled cliffs of all policies in one sentence, and the outputs of which nothing is settled.
[[nodiscard]] std::string cliff_headline(const VariantComparison& comparison);

/// "Median lead time: cliff from 1.26x to 2x under baseline", or that there is none.
[[nodiscard]] std::string output_finding(const VariantComparison& comparison, std::size_t output);

/// Where one policy's outputs have their cliffs, where none was seen and what is not settled, as one sentence.
[[nodiscard]] std::string cliff_sentence(const VariantComparison& comparison, std::size_t policy);

/// What the figures and the cliffs are, as sentences.
[[nodiscard]] std::string variant_notes(const VariantComparison& comparison);

/// What the variants vary, as the label of an axis: the last key of their one pointer, or "value".
[[nodiscard]] std::string varied_name(const VariantComparison& comparison);

}  // namespace faultline::report
