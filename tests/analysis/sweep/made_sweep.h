// Sweeps that are made up, and a folder for their files.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "analysis/sweep/sweep_file.h"

namespace faultline::test {

/// Three cells over one parameter, two policies.
inline SweepDescription made_sweep() {
  SweepDescription made;
  made.tool_version = "0.1.0";
  made.scenario_id = "made";
  made.scenario_sha256 = "abc";
  made.seed = 18'446'744'073'709'551'615U;
  made.replications = 3;
  made.horizon_days = 90;
  made.policies = {{"baseline", "As it is"}, {"freeze", ""}};
  SweepParameter parameter;
  parameter.name = "/defects/beta";
  parameter.low = 0.001;
  parameter.high = 0.003;
  parameter.levels = 3;
  made.design = make_design(DesignKind::grid, 0, false, made.seed, {parameter});
  return made;
}

inline CellResult failed_cell() {
  CellResult result;
  result.failure = "/defects/beta: must be at most 1";
  return result;
}

/// A folder that goes away again.
class SweepFolder : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() /
      ("faultline-sweep-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) +
       std::to_string(getpid()));
  std::filesystem::path file_ = folder_ / "results.sqlite";
};

}  // namespace faultline::test
