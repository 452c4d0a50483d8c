// Where the larger open data sets lie that tests read when they are there.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

namespace faultline::testing {

/// A file or folder of the shared data, or nothing (said loudly) when it is absent.
inline std::optional<std::filesystem::path> shared_data(const std::string& name) {
  const char* variable = std::getenv("FAULTLINE_SHARED_DATA");
  const std::filesystem::path root =
      variable != nullptr ? std::filesystem::path(variable)
                          : std::filesystem::path(FAULTLINE_SOURCE_DIR).parent_path() / "shared" / "data";
  if (std::filesystem::exists(root / name)) {
    return root / name;
  }
  std::cerr << "shared data absent: " << name << " (set FAULTLINE_SHARED_DATA)\n";
  return std::nullopt;
}

inline std::filesystem::path test_data(const std::string& name) {
  return std::filesystem::path(FAULTLINE_SOURCE_DIR) / "tests" / "data" / name;
}

}  // namespace faultline::testing
