#include "cli/backtest_command.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/exit_code.h"
#include "cli/fit_json.h"
#include "cli/options.h"
#include "models/core/input_error.h"
#include "models/core/philox.h"
#include "models/core/samplers.h"
#include "models/io/time_zone.h"
#include "tests/models/io/shared_data.h"

namespace faultline::cli {
namespace {

using Json = nlohmann::json;

const std::string kScenario = std::string(FAULTLINE_SOURCE_DIR) + "/scenarios/small-shop";

/// A file of this process alone: tests run beside each other.
std::filesystem::path written(const std::string& name, const std::string& text) {
  const std::filesystem::path folder =
      std::filesystem::path(::testing::TempDir()) / ("faultline-test-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::filesystem::path file = folder / name;
  std::ofstream(file) << text;
  return file;
}

std::string date(std::int64_t day) { return iso_day(*parse_date("2024-01-01") + day); }

/// Two years of post-mortems, 0.4 a day, each mended after one to five hours.
std::filesystem::path incident_table() {
  const KeyedDraws draws(20260309, 0);
  std::ostringstream text;
  text << "id,first_event,timezone,ttd_min,ttr_min\n";
  for (std::uint32_t day = 0; day < 728; ++day) {
    const std::uint32_t count = poisson(draws.uniform(day, 1, 1), 0.4);
    for (std::uint32_t i = 0; i < count; ++i) {
      const int minutes = static_cast<int>(60.0 + 240.0 * draws.uniform(day, 2, i));
      text << "i" << day << "-" << i << "," << date(day) << "T10:00:00,UTC,5," << minutes << "\n";
    }
  }
  return written("backtest-incidents.csv", text.str());
}

/// As long a table of commits, 1.5 a day.
std::filesystem::path commit_table() {
  const KeyedDraws draws(20260309, 1);
  std::ostringstream text;
  text << "hash,author_date,commit_date,author,added,deleted\n";
  for (std::uint32_t day = 0; day < 728; ++day) {
    const std::uint32_t count = poisson(draws.uniform(day, 1, 1), 1.5);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::string when = date(day) + "T09:00:00Z";
      text << "h" << day * 10 + i << "," << when << "," << when << ",p" << i << "," << 1 + (day * 7 + i) % 50 << ",2\n";
    }
  }
  return written("backtest-commits.csv", text.str());
}

BacktestOptions made_options() {
  BacktestOptions options;
  options.scenario.scenario = kScenario;
  options.incidents = {incident_table()};
  options.until = *parse_date("2025-01-06");
  options.replications = 20;
  options.format = Format::json;
  options.progress = false;
  return options;
}

struct Ended {
  int code;
  std::string out;
  std::string err;
};

Ended tested(const BacktestOptions& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = run_backtest(options, out, err);
  return {code, out.str(), err.str()};
}

std::string refusal(const BacktestOptions& options) {
  try {
    (void)tested(options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Backtest, SaysWhatCameOfBothPredictors) {
  BacktestOptions options = made_options();
  options.changes = {commit_table()};
  options.output = std::filesystem::path(::testing::TempDir()) / "backtest.json";
  const Ended ended = tested(options);
  EXPECT_EQ(ended.code, kDone);
  const Json json = Json::parse(ended.out);
  std::ifstream file(options.output);
  EXPECT_EQ(ended.out, (std::string{std::istreambuf_iterator<char>(file), {}}));
  ASSERT_EQ(json["streams"].size(), 2U);
  for (const Json& stream : json["streams"]) {
    EXPECT_EQ(stream["predictors"].size(), 2U);
    EXPECT_EQ(stream["before"]["weeks"], 52) << "the first record lies on the second day";
    EXPECT_EQ(stream["test_weeks"].size(), stream["after"]["weeks"]);
    EXPECT_EQ(stream["predictors"][0]["bands_verdict"], "hold") << stream["name"];
  }
  EXPECT_EQ(json["durations"][0]["name"], "time_to_recover_hours");
  EXPECT_EQ(json["durations"][0]["predictors"][0]["quantiles"][0]["inside"], true);
  // small-shop has two streams of people: what the records do not tell apart stays out, the dispersion goes in.
  EXPECT_EQ(json["scenario_changes"]["replaced"].size(), 2U) << json["scenario_changes"];
  EXPECT_GT(json["scenario_changes"]["not_put_in"].size(), 0U);
  EXPECT_LT(json["scenario_changes"]["change_factor"], 1.0);
  EXPECT_GT(json["scenario_changes"]["background_per_day"], 0.0);
}

TEST(Backtest, TheScenarioIsBroughtToTheRateOfTheRecords) {
  const Json json = Json::parse(tested(made_options()).out);
  const Json& predictors = json["streams"][0]["predictors"];
  const double records = predictors[0]["per_week"];
  EXPECT_NEAR(predictors[1]["per_week"].get<double>(), records, 1e-3 * records);
  EXPECT_GT(json["scenario_changes"]["background_per_day"].get<double>(),
            json["scenario_changes"]["background_per_day_before"].get<double>());
}

TEST(Backtest, IsTheSameAtAnyNumberOfThreads) {
  BacktestOptions options = made_options();
  options.threads = 1;
  const std::string one = tested(options).out;
  options.threads = 3;
  EXPECT_EQ(tested(options).out, one);
}

TEST(Backtest, KeepsTo80ColumnsAndHasALineForEachWeek) {
  BacktestOptions options = made_options();
  options.changes = {commit_table()};
  options.format = Format::table;
  std::istringstream lines(tested(options).out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  options.format = Format::csv;
  const std::string csv = tested(options).out;
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 2 * 2 * 50) << csv.substr(0, 300);
  options.format = Format::markdown;
  EXPECT_NE(tested(options).out.find("| changes | scenario | 50 |"), std::string::npos);
}

TEST(Backtest, SplitsThatAllowNothingAreNamed) {
  BacktestOptions options = made_options();
  options.until = *parse_date("2031-01-01");
  EXPECT_NE(refusal(options).find("no covered day lies on or after it"), std::string::npos) << refusal(options);
  EXPECT_NE(refusal(options).find("its incidents run from 2024-01-0"), std::string::npos) << refusal(options);
  options.until = *parse_date("2020-01-01");
  EXPECT_NE(refusal(options).find("nothing to fit"), std::string::npos) << refusal(options);
  options.until = *parse_date("2025-12-01");
  EXPECT_NE(refusal(options).find("whole covered weeks lie after it, and 8 are the least"), std::string::npos)
      << refusal(options);
  options = made_options();
  options.windows = {"2020-01-01..2020-02-01"};
  EXPECT_NE(refusal(options).find("no record lies in the days"), std::string::npos) << refusal(options);
}

TEST(Backtest, BothFilesProblemsAtOnce) {
  BacktestOptions options = made_options();
  options.changes = {commit_table()};
  options.until = *parse_date("2031-01-01");
  const std::string text = refusal(options);
  EXPECT_NE(text.find("backtest-incidents.csv"), std::string::npos) << text;
  EXPECT_NE(text.find("backtest-commits.csv"), std::string::npos) << text;
}

TEST(Backtest, WrongUse) {
  BacktestOptions options = made_options();
  options.incidents.clear();
  EXPECT_EQ(tested(options).code, kWrongUse);
  options = made_options();
  options.policy = "baselin";
  EXPECT_NE(refusal(options).find("baseline"), std::string::npos);
  const char* const no_date[] = {"faultline", "backtest", "small-shop", "--incidents", "x", "--until", "yesterday"};
  const auto parsed = parse_command_line(7, no_date);
  ASSERT_TRUE(std::holds_alternative<ParsedToEnd>(parsed));
  EXPECT_EQ(std::get<ParsedToEnd>(parsed).exit_code, kWrongUse);
  EXPECT_NE(std::get<ParsedToEnd>(parsed).err.find("must be a date, YYYY-MM-DD"), std::string::npos);
}

// Figures of docs/methodology/backtest.md.
TEST(Backtest, GitHubsIncidentsMoved) {
  const auto file = ::faultline::testing::shared_data("incidents/github-statuspage/incidents.json");
  if (!file) GTEST_SKIP();
  BacktestOptions options = made_options();
  options.incidents = {*file};
  options.until = *parse_date("2022-01-01");
  const Json json = Json::parse(tested(options).out);
  const Json& incidents = json["streams"][0];
  EXPECT_EQ(incidents["rate_verdict"], "moved");
  EXPECT_NEAR(incidents["rate_ratio"]["value"].get<double>(), 2.26, 5e-3);
  EXPECT_EQ(incidents["predictors"][0]["bands_verdict"], "too_narrow");
  EXPECT_EQ(incidents["predictors"][0]["bands"][1]["inside"], 62);
  EXPECT_EQ(incidents["after"]["weeks"], 92);
}

TEST(Backtest, GovUksDeployments) {
  const auto file = ::faultline::testing::shared_data("deployments/govuk/deployments.csv");
  if (!file) GTEST_SKIP();
  BacktestOptions options = made_options();
  options.incidents.clear();
  options.changes = {*file};
  options.until = *parse_date("2025-01-01");
  options.replications = 200;
  const Json json = Json::parse(tested(options).out);
  const Json& deployments = json["streams"][0];
  EXPECT_EQ(deployments["name"], "deployments");
  EXPECT_EQ(deployments["predictors"][0]["bands_verdict"], "hold");
  EXPECT_EQ(deployments["predictors"][1]["bands_verdict"], "too_narrow");
  EXPECT_EQ(deployments["predictors"][0]["bands"][1]["inside"], 76);
  EXPECT_NEAR(deployments["before"]["variance_to_mean"]["value"].get<double>(), 9.48, 0.3);
}

}  // namespace
}  // namespace faultline::cli
