// Where a scenario lies that the user names.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace faultline::cli {

/// The folder that holds this program; empty when the system does not say.
[[nodiscard]] std::filesystem::path program_folder();

/// Folders that hold a library of scenarios: $FAULTLINE_SCENARIOS, then share/faultline/scenarios beside the
/// program's bin.
[[nodiscard]] std::vector<std::filesystem::path> library_folders();

/// The scenario document: a file, a folder that holds scenario.json, or the name of a scenario of the library. Throws
/// InputError when there is none.
[[nodiscard]] std::filesystem::path locate_scenario(const std::string& name,
                                                    const std::vector<std::filesystem::path>& library);

}  // namespace faultline::cli
