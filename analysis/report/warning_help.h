// A name for a kind of warning that stays the same from run to run, and what to do about it.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace faultline::report {

inline constexpr std::size_t kWarningKinds = 20;

struct WarningHelp {
  std::string_view id;  ///< letters and hyphens, e.g. "undelivered"
  std::string_view how_to_fix;
};

/// By the whole sentence, whatever the names and numbers in it. A sentence that no part of this program says, as in
/// the file of another build, is of the kind "other".
[[nodiscard]] WarningHelp warning_help(std::string_view warning);
/// Of every kind that this program says.
[[nodiscard]] std::array<std::string_view, kWarningKinds> warning_ids();

}  // namespace faultline::report
