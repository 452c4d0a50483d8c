// What makes two runs the same run.
#pragma once

#include <filesystem>
#include <string>

#include "analysis/run_description.h"

namespace faultline::store {

/// What the results are a function of, in canonical form. The tool's version is not part of it: two builds that agree
/// have equal hashes.
[[nodiscard]] std::string identity(const RunDescription& run, int format);

/// Throws InputError, with every difference, when the stored results are not those of `wanted`.
void check_same_run(const RunDescription& stored, const RunDescription& wanted, const std::filesystem::path& path);

}  // namespace faultline::store
