// Every wrong file says what is wrong with it, and nothing crashes or hangs.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "models/io/scenario_json.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;

fs::path corpus() { return fs::path(FAULTLINE_SOURCE_DIR) / "tests/data/bad-scenarios"; }

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const fs::directory_entry& entry : fs::directory_iterator(corpus())) {
    if (entry.path().extension() == ".json") {
      all.push_back(entry.path().stem().string());
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

class ScenarioCorpus : public testing::TestWithParam<std::string> {};

TEST_P(ScenarioCorpus, SaysWhatIsWrong) {
  const std::vector<std::string> expected = lines_of(corpus() / (GetParam() + ".expected"));
  ASSERT_FALSE(expected.empty());
  std::string error;
  std::string warnings;
  try {
    for (const std::string& warning : load_scenario(corpus() / (GetParam() + ".json")).warnings) {
      warnings += warning + "\n";
    }
  } catch (const InputError& problem) {
    error = problem.what();
    for (const InputProblem& one : problem.problems()) {
      EXPECT_FALSE(one.file.empty()) << one.message();
    }
  }
  const auto escape = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; };
  EXPECT_TRUE(std::none_of(error.begin(), error.end(), escape)) << "control bytes reach the terminal";
  constexpr std::string_view kWarning = "warning: ";
  for (const std::string& line : expected) {
    if (line == "sound") {
      EXPECT_EQ(error, "");
    } else if (line.substr(0, kWarning.size()) == kWarning) {
      EXPECT_EQ(error, "");
      EXPECT_NE(warnings.find(line.substr(kWarning.size())), std::string::npos) << warnings;
    } else {
      EXPECT_NE(error.find(line), std::string::npos) << "expected: " << line << "\nfound: " << error;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(AllFiles, ScenarioCorpus, testing::ValuesIn(names()), [](const auto& file) {
  std::string name = file.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

std::string problem_of(const std::string& text) {
  try {
    (void)parse_scenario(text, "made.json");
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(HugeScenario, IsRefusedByItsSize) {
  const std::string text(std::size_t{100} << 20U, ' ');
  EXPECT_NE(problem_of(text).find("larger than the limit"), std::string::npos);
}

TEST(HugeScenario, OfValidSizeEndsAfterAHundredProblems) {
  std::string text = "{\"policies\":[";
  while (text.size() < (std::size_t{20} << 20U)) {
    text += "{},";
  }
  text += "{}]}";
  EXPECT_NE(problem_of(text).find("more problems"), std::string::npos);
}

TEST(HugeScenario, OfUnknownKeysEnds) {
  std::string text = "{";
  for (int i = 0; i < 300000; ++i) {
    text += "\"unknown" + std::to_string(i) + "\":0,";
  }
  text += "\"end\":0}";
  EXPECT_NE(problem_of(text).find("unknown key"), std::string::npos);
}

}  // namespace
}  // namespace faultline
