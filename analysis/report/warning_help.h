// A name for a kind of warning that stays the same from run to run, and what to do about it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace faultline::report {

struct WarningHelp {
  std::string id;  ///< letters, digits and hyphens, e.g. "undelivered"
  std::string how_to_fix;
};

/// `policies`: ids of the run. A kind that is not known is named after its words, numbers and names of policies left
/// out.
[[nodiscard]] WarningHelp warning_help(std::string_view warning, std::span<const std::string> policies);

}  // namespace faultline::report
