// Scenarios that tests of loading read, and what is wrong with them.
#pragma once

#include <filesystem>
#include <string>

#include "models/io/scenario_json.h"

namespace faultline::test {

inline std::filesystem::path library(const std::string& name) {
  return std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios" / name / "scenario.json";
}

inline std::filesystem::path small() {
  return std::filesystem::path(FAULTLINE_SOURCE_DIR) / "tests/data/bad-scenarios/sound.json";
}

inline std::string problems_of(const std::filesystem::path& file, const LoadOptions& options = {}) {
  try {
    (void)load_scenario(file, options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

inline LoadOptions with(const std::string& pointer, const std::string& value) {
  LoadOptions options;
  options.overrides.emplace_back(pointer, value);
  return options;
}

}  // namespace faultline::test
