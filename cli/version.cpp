#include "cli/version.h"

#include "faultline_build.h"  // written by cmake/BuildHeader.cmake at each build

namespace faultline::cli {

std::string tool_version() { return FAULTLINE_VERSION; }
std::string git_hash() { return FAULTLINE_GIT_HASH; }

}  // namespace faultline::cli
