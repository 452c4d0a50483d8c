// What this program is.
#pragma once

#include <string>

namespace faultline::cli {

[[nodiscard]] std::string tool_version();  ///< "0.1.0"
[[nodiscard]] std::string git_hash();      ///< of the commit it was built from; empty when unknown
/// Of the simulator's sources (cmake/SourcesHash.cmake): a module for pages of any other does not fit.
[[nodiscard]] std::string sources_sha256();

}  // namespace faultline::cli
