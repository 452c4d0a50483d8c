// What the command prints of graphs at the ends of what people bring. Deterministic.
#include "cli/blast_command.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace faultline::cli {
namespace {

TEST(BlastCommand, FitsPathsOfManyThousandServicesIntoALine) {
  constexpr int kServices = 20'000;
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("faultline-chain-" + std::to_string(getpid()) + ".json");
  {
    std::ofstream graph(file);
    graph << R"({"services": [)";
    for (int i = 0; i < kServices; ++i) {
      graph << (i > 0 ? "," : "") << R"({"id": "s)" << i << R"("})";
    }
    graph << R"(], "calls": [)";
    for (int i = 0; i + 1 < kServices; ++i) {
      graph << (i > 0 ? "," : "") << R"({"caller": "s)" << i << R"(", "callee": "s)" << i + 1 << R"("})";
    }
    graph << "]}";
  }
  BlastOptions options;
  options.graph = file;
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_blast(options, out, err), 0);
  std::filesystem::remove(file);
  std::istringstream lines(out.str());
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U);
    last = line.starts_with("      by ") ? line : last;
  }
  // Every order hits all of them, so they come in order of their names, and twenty are shown.
  EXPECT_EQ(last, "      by s0 > s1 > s2 > s3 > s4 > s5 > s6 > s7 > s8 > s9 > (10003 more) > s10013");
}

}  // namespace
}  // namespace faultline::cli
