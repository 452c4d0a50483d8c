// What this program is.
#pragma once

#include <string>

namespace faultline::cli {

[[nodiscard]] std::string tool_version();  ///< "0.1.0"
[[nodiscard]] std::string git_hash();      ///< of the commit it was built from; empty when unknown

}  // namespace faultline::cli
