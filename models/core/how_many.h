// Numbers of things in words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace faultline {

/// "1 cell", "40 cells".
[[nodiscard]] inline std::string how_many(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace faultline
