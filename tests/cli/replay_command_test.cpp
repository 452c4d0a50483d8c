#include "cli/replay_command.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <string>

#include "cli/compare_command.h"
#include "cli/options.h"

namespace faultline::cli {
namespace {

namespace fs = std::filesystem;

class ReplayCommand : public testing::Test {
 protected:
  void SetUp() override {
    compare_.scenario.scenario = options_.scenario.scenario = FAULTLINE_SOURCE_DIR "/scenarios/small-shop";
    compare_.out = options_.out = folder_;
    compare_.replications = 3;
    compare_.quiet = true;
    options_.policy = "baseline";
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string said(const ReplayOptions& options) const {
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(replay(options, out, err), 0) << err.str();
    return out.str() + err.str();
  }

  fs::path folder_ = fs::temp_directory_path() / ("faultline-replay-" + std::to_string(getpid()));
  CompareOptions compare_;
  ReplayOptions options_;
};

TEST_F(ReplayCommand, SaysWhetherThereIsARunToCompareWith) {
  const std::string file = (folder_ / "results.sqlite").string();
  EXPECT_NE(said(options_).find(file + " is not there to compare with; --out names the folder of a run"),
            std::string::npos)
      << said(options_);
  std::ostringstream out;
  std::ostringstream err;
  ASSERT_EQ(compare(compare_, out, err), 0) << err.str();
  EXPECT_NE(said(options_).find("The same outcome as in " + file + ", bit for bit."), std::string::npos);
  options_.seed = 99;
  EXPECT_NE(said(options_).find(file + " holds no such quarter to compare with"), std::string::npos);
  options_.quiet = true;
  EXPECT_EQ(said(options_).find("to compare with"), std::string::npos);
}

}  // namespace
}  // namespace faultline::cli
