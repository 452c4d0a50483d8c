#include "cli/fit_command.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "cli/exit_code.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

using Json = nlohmann::json;

/// A file of this process alone: tests run beside each other.
std::filesystem::path written(const std::string& name, const std::string& text) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / ("faultline-test-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::filesystem::path file = folder / name;
  std::ofstream(file) << text;
  return file;
}

/// Two commits on each of 70 days, by two people and a bot.
std::string made_log() {
  std::string text;
  for (int day = 69; day >= 0; --day) {
    const int month = 1 + day / 28;
    const int of_month = 1 + day % 28;
    const std::string date = fmt::format("2026-{:02}-{:02}", month, of_month);
    for (int part = 0; part < 2; ++part) {
      const std::string hash = fmt::format("{:07x}{:07x}", 0xABC0000 + day * 2 + part, day);
      const std::string who = day % 10 == 0 ? "renovate[bot] <r@example.invalid>"
                              : part == 0   ? "Ann Example <ann@example.invalid>"
                                            : "Ben Example <ben@example.invalid>";
      text += "commit " + hash + "\nAuthor:     " + who + "\nAuthorDate: " + date +
              "T10:00:00+01:00\nCommit:     " + who + "\nCommitDate: " + date + "T11:00:00+01:00\n\n    A thing\n\n" +
              std::to_string(1 + day) + "\t2\ta.cpp\n\n";
    }
  }
  return text;
}

struct Ended {
  int code;
  std::string out;
  std::string err;
};

Ended fitted(const FitCommandOptions& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = run_fit(options, out, err);
  return {code, out.str(), err.str()};
}

TEST(Fit, WritesWhatItMeasuredAndNobodysName) {
  FitCommandOptions options;
  options.files = {written("fit-log.txt", made_log())};
  options.output = std::filesystem::path(testing::TempDir()) / "measured.json";
  const Ended ended = fitted(options);
  EXPECT_EQ(ended.code, kDone);
  std::ifstream file(options.output);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Json json = Json::parse(text);
  EXPECT_EQ(json["format"], "faultline-measured");
  EXPECT_EQ(json["rows"]["read"], 140);
  const Json& rate = json["measured"]["changes"]["landed_per_day"];
  EXPECT_NEAR(rate["value"].get<double>(), 126.0 / 73.0, 0.2);
  EXPECT_EQ(rate["source"], "measured");
  EXPECT_EQ(rate["from"], "2026-01-01");
  EXPECT_LT(rate["interval95"][0], rate["value"]);
  EXPECT_EQ(json["measured"]["bots"]["records"], 14);
  for (const Json& plug : json["scenario_values"]) {
    EXPECT_TRUE(json.contains(Json::json_pointer(plug["from"].get<std::string>()))) << plug;
  }
  for (const std::string& shown : {text, ended.out, ended.err}) {
    EXPECT_EQ(shown.find("Example"), std::string::npos);
    EXPECT_EQ(shown.find("ann@"), std::string::npos);
    EXPECT_EQ(shown.find(testing::TempDir() + "faultline-test"), std::string::npos);
  }
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST(Fit, NeverWritesOverWhatItReads) {
  FitCommandOptions options;
  options.files = {written("fit-kept.txt", made_log())};
  options.output = options.files.front();
  EXPECT_THROW((void)fitted(options), InputError);
  EXPECT_EQ(std::filesystem::file_size(options.files.front()), made_log().size());
}

TEST(Fit, TheSameRecordsTwiceCountOnce) {
  FitCommandOptions options;
  options.files = {written("fit-log.txt", made_log()), written("fit-log-2.txt", made_log())};
  options.output = "-";
  const Ended ended = fitted(options);
  EXPECT_NE(ended.err.find("140 rows came twice"), std::string::npos) << ended.err;
  EXPECT_EQ(Json::parse(ended.out)["measured"]["all"]["records"], 140);
}

TEST(Fit, WindowsTakeTheDaysThatTheyName) {
  FitCommandOptions options;
  options.files = {written("fit-log.txt", made_log())};
  options.output = "-";
  options.windows = {"2026-01-02..2026-01-10", "2026-02-01..2026-02-05"};
  const Json json = Json::parse(fitted(options).out);
  EXPECT_EQ(json["measured"]["all"]["period"]["covered_days"], 14);
  EXPECT_EQ(json["measured"]["all"]["records"], 28);
  options.windows = {"2026-01-02..2026-01-10", "2026-01-10..2026-01-11"};
  EXPECT_EQ(fitted(options).code, kWrongUse);
  options.windows = {"2020-01-02..2020-01-10"};
  EXPECT_THROW((void)fitted(options), InputError) << "no record lies there";
  options.windows = {"2026-01-02"};
  EXPECT_EQ(fitted(options).code, kWrongUse);
}

TEST(Fit, TooManyMalformedRowsAreAnError) {
  const std::string table = "hash,author_date,commit_date\n" +
                            std::string("a1,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z\n") +
                            "a2,01-01 00:00,2026-01-01T00:00:00Z\na3,2026-01-02T00:00:00Z,2026-01-03T00:00:00Z\n";
  FitCommandOptions options;
  options.files = {written("fit-table.csv", table)};
  try {
    (void)fitted(options);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("line 3: author_date: no year"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("33.3 %, and at most 1 %"), std::string::npos) << error.what();
  }
  options.skip_at_most = 0.5;
  const Ended ended = fitted(options);
  EXPECT_EQ(ended.code, kDone);
  EXPECT_NE(ended.err.find("1 of 3 rows were skipped"), std::string::npos) << ended.err;
}

TEST(Fit, WrongZonesAndColumnsAreNamed) {
  FitCommandOptions options;
  options.files = {written("fit-log.txt", made_log())};
  options.zone = "Europe/Berlim";
  EXPECT_EQ(fitted(options).code, kWrongUse);
  options.zone = "UTC";
  options.columns = {"hash"};
  EXPECT_EQ(fitted(options).code, kWrongUse);
  options.columns.clear();
  options.files.clear();
  EXPECT_EQ(fitted(options).code, kWrongUse);
  FitCommandOptions reviews;
  reviews.kind = FitKind::reviews;
  reviews.git = std::filesystem::path(FAULTLINE_SOURCE_DIR);
  EXPECT_EQ(fitted(reviews).code, kWrongUse) << "git has no reviews";
  options.git = "/nonexistent";
  EXPECT_THROW((void)fitted(options), InputError);
}

TEST(Fit, RunsGitWhereItIsTold) {
  FitCommandOptions options;
  options.git = std::filesystem::path(FAULTLINE_SOURCE_DIR);
  if (!std::filesystem::exists(options.git / ".git")) GTEST_SKIP() << "no working copy";
  options.output = "-";
  EXPECT_GT(Json::parse(fitted(options).out)["measured"]["all"]["records"], 0);
}

}  // namespace
}  // namespace faultline::cli
