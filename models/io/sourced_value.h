// A number written with its source: {"value": 0.2, "source": "assumed", "reason": "...", "range": [0.1, 0.4]}.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "models/io/fields.h"
#include "models/io/json_document.h"
#include "models/io/problem_list.h"
#include "models/scenario.h"

namespace faultline {

/// Names of `range_shape`, in the order of UncertaintyKind from `uniform` on.
inline constexpr std::array<std::string_view, 3> kRangeShapes{"uniform", "log-uniform", "triangular"};

/// What is read of a value besides its place.
enum class ValueShape : std::uint8_t { number, whole_number, list };

/// Whether a field allows a value.
[[nodiscard]] bool in_range(const FieldInfo& info, double value);
/// The same in words: "at least 0 and at most 1".
[[nodiscard]] std::string range_text(const FieldInfo& info);
/// "did you mean "x"?", or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view name, std::span<const std::string> valid);

/// Reads what stands beside the value of `written`, an object with "value". Problems are collected; `pointer` is the
/// value's place in the resolved document. Its `value` stays empty.
[[nodiscard]] ParameterSource read_source(const JsonNode& written, std::string pointer, const FieldInfo& info,
                                          ValueShape shape, ProblemList& problems);

}  // namespace faultline
