// "did you mean ...?"
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace faultline {

/// The valid name closest to `name` by Damerau-Levenshtein distance (optimal string alignment, case-insensitive), or
/// nothing when even the closest differs by more than a third of the longer name's length (at least 1 allowed).
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view name, std::span<const std::string> valid);

}  // namespace faultline
