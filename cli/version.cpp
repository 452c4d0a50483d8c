#include "cli/version.h"

#include "faultline_build.h"    // written by cmake/BuildHeader.cmake at each build
#include "faultline_sources.h"  // and this one by cmake/SourcesHash.cmake

namespace faultline::cli {

std::string tool_version() { return FAULTLINE_VERSION; }
std::string git_hash() { return FAULTLINE_GIT_HASH; }
std::string sources_sha256() { return FAULTLINE_SOURCES_SHA256; }

}  // namespace faultline::cli
