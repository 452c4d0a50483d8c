#include "cli/fit_into.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "models/core/input_error.h"
#include "models/io/scenario_json.h"

namespace faultline::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A copy of a scenario of the library, for this test alone: tests run beside each other.
fs::path copied(const std::string& scenario) {
  const fs::path folder = fs::path(testing::TempDir()) / ("fit-into-" + std::to_string(::getpid()) + "-" + scenario);
  fs::remove_all(folder);
  fs::copy(fs::path(FAULTLINE_SOURCE_DIR) / "scenarios" / scenario, folder, fs::copy_options::recursive);
  return folder;
}

FitAnswer made_answer() {
  FitAnswer answer;
  answer.findings.kind = "changes";
  fit::Group group;
  group.name = "changes";
  group.period = {20454, 20543, 90, {}};
  fit::Figure figure;
  figure.name = "daily_dispersion";
  figure.estimate.value = 3.25;
  figure.estimate.n = 90;
  figure.estimate.interval = stats::Interval{2.5, 4.125};
  figure.verdict = "Poisson is rejected";
  group.figures.push_back(figure);
  figure.name = "per_developer_week";
  figure.estimate.value = 0.75;
  figure.estimate.interval = stats::Interval{0.5, 1.125};
  group.figures.push_back(figure);
  answer.findings.groups.push_back(group);
  answer.findings.plugs = {
      {"/organisation/daily_dispersion", "changes", "daily_dispersion"},
      {"/organisation/streams/[people]/changes_per_developer_week", "changes", "per_developer_week"},
      {"/organisation/streams/[origin=human]/changes_per_developer_week", "changes", "per_developer_week"},
      {"/organisation/streams/[origin=agent]/changes_per_developer_week", "changes", "per_developer_week"},
      {"/organisation/streams/[origin=human]/lines/log_sd", "changes", "daily_dispersion"},
      {"/marketplaces/[]/growth_per_week_fraction", "changes", "no_such_figure"}};
  return answer;
}

const ParameterSource& source_at(const LoadedScenario& loaded, const std::string& pointer) {
  for (const ParameterSource& source : loaded.scenario.sources) {
    if (source.pointer == pointer) return source;
  }
  throw std::out_of_range(pointer);
}

TEST(FitInto, WhatWasMeasuredCarriesItsWorthToTheSources) {
  const fs::path folder = copied("small-shop");
  std::ostringstream out;
  write_into_scenario(made_answer(), {folder.string(), "", false}, out);
  const LoadedScenario loaded = load_scenario(folder / "scenario-measured.json");
  const ParameterSource& source = source_at(loaded, "/organisation/daily_dispersion");
  EXPECT_EQ(source.status, SourceStatus::measured);
  EXPECT_EQ(source.source, "n = 90, 2026-01-01 to 2026-03-31, 95 % 2.5 to 4.12; Poisson is rejected");
  EXPECT_EQ(source_at(loaded, "/organisation/streams/0/changes_per_developer_week").status, SourceStatus::measured);
  EXPECT_EQ(source_at(loaded, "/organisation/streams/0/lines/log_sd").status, SourceStatus::measured);
  EXPECT_NE(out.str().find("3 values measured"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("/organisation/daily_dispersion: its default -> 3.25"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("has none with origin agent"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("has 2 streams of people and agents"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("/marketplaces/0/orders_per_hour 200: a small shop"), std::string::npos) << out.str();
  EXPECT_EQ(load_scenario(folder / "scenario.json").sha256,
            load_scenario(fs::path(FAULTLINE_SOURCE_DIR) / "scenarios/small-shop/scenario.json").sha256);
}

/// A mean stands for a median that is a known share of it: value and interval alike.
TEST(FitInto, AFactorIsOfTheValueAndItsInterval) {
  const fs::path folder = copied("small-shop");
  FitAnswer answer = made_answer();
  answer.findings.plugs = {{"/organisation/review/base_work/median_hours", "changes", "per_developer_week", 0.5}};
  std::ostringstream out;
  write_into_scenario(answer, {folder.string(), "", false}, out);
  const Json written = Json::parse(std::ifstream(folder / "scenario-measured.json"));
  const Json& median = written["organisation"]["review"]["base_work"]["median_hours"];
  EXPECT_EQ(median["value"], 0.375);
  EXPECT_EQ(median["interval95"], Json::array({0.25, 0.5625}));
  EXPECT_EQ(Json::parse(fit_json(answer))["scenario_values"][0]["factor"], 0.5);
}

TEST(FitInto, CorrelationsOfWhatWasPutInGoAlong) {
  const fs::path folder = copied("small-shop");
  FitAnswer answer = made_answer();
  answer.findings.groups[0].correlations = {{"daily_dispersion", "per_developer_week", -0.25, "made"},
                                            {"daily_dispersion", "no_such_figure", 0.5, "made"}};
  answer.findings.plugs.resize(1);
  answer.findings.plugs.push_back(
      {"/organisation/streams/[origin=ai_assisted]/changes_per_developer_week", "changes", "per_developer_week"});
  std::ostringstream out;
  write_into_scenario(answer, {folder.string(), "", false}, out);
  const LoadedScenario loaded = load_scenario(folder / "scenario-measured.json");
  const std::vector<ParameterCorrelation>& pairs = loaded.scenario.correlations;
  ASSERT_EQ(pairs.size(), 2U);  // that of the scenario itself stays
  EXPECT_EQ(pairs[1].a, "/organisation/daily_dispersion");
  EXPECT_EQ(pairs[1].b, "/organisation/streams/1/changes_per_developer_week");
  EXPECT_EQ(pairs[1].rho, -0.25);
  ASSERT_TRUE(source_at(loaded, "/organisation/daily_dispersion").uncertainty);
  EXPECT_EQ(source_at(loaded, "/organisation/daily_dispersion").uncertainty->kind, UncertaintyKind::interval95);
}

TEST(FitInto, NothingIsWrittenThatDoesNotLoad) {
  const fs::path folder = copied("small-shop");
  FitAnswer answer = made_answer();
  answer.findings.groups[0].figures[0].estimate.value = 0.5;  // a dispersion below 1
  std::ostringstream out;
  EXPECT_THROW(write_into_scenario(answer, {folder.string(), "", false}, out), InputError);
  EXPECT_FALSE(fs::exists(folder / "scenario-measured.json"));
  EXPECT_THROW(write_into_scenario(made_answer(), {folder.string(), folder / "scenario.json", false}, out), InputError);
}

TEST(FitInto, PartsOfTheirOwnStayAsTheyAre) {
  const fs::path folder = copied("small-shop");
  Json scenario = Json::parse(std::ifstream(folder / "scenario.json"));
  std::ofstream(folder / "organisation.json") << scenario["organisation"].dump();
  scenario["organisation"] = {{"$file", "organisation.json"}};
  std::ofstream(folder / "scenario.json") << scenario.dump();
  std::ostringstream out;
  write_into_scenario(made_answer(), {folder.string(), "", false}, out);
  EXPECT_NE(out.str().find("0 values measured"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("stands in a file of its own"), std::string::npos) << out.str();
}

TEST(FitInto, InAnotherFolderTheScenarioHoldsItsPartsItself) {
  const fs::path folder = fs::path(testing::TempDir()) / "fit-into-elsewhere";
  fs::remove_all(folder);
  fs::create_directory(folder);
  std::ostringstream out;
  const fs::path library = fs::path(FAULTLINE_SOURCE_DIR) / "scenarios" / "march-2026";
  write_into_scenario(made_answer(), {library.string(), folder / "mine.json", false}, out);
  const LoadedScenario mine = load_scenario(folder / "mine.json");
  EXPECT_EQ(mine.scenario.policies.size(), load_scenario(library / "scenario.json").scenario.policies.size());
  EXPECT_EQ(source_at(mine, "/organisation/daily_dispersion").status, SourceStatus::measured);
  EXPECT_FALSE(fs::exists(library / "scenario-measured.json"));
}

TEST(FitInto, AFigureCanBeTakenByReference) {
  const fs::path folder = copied("small-shop");
  std::ofstream(folder / "measured.json") << fit_json(made_answer());
  Json scenario = Json::parse(std::ifstream(folder / "scenario.json"));
  const auto with = [&](const std::string& reference) {
    scenario["organisation"]["daily_dispersion"] = {{"$file", reference}};
    return parse_scenario(scenario.dump(), folder / "scenario.json");
  };
  const LoadedScenario loaded = with("measured.json#/measured/changes/daily_dispersion");
  EXPECT_EQ(source_at(loaded, "/organisation/daily_dispersion").status, SourceStatus::measured);
  for (const char* wrong : {"measured.json#/measured/changes/daily_dispersal", "measured.json#measured",
                            "measured.json#/rows/skipped_rows/0", "measured.json#/version/0", "scenario.json#/id"}) {
    EXPECT_THROW((void)with(wrong), InputError) << wrong;
  }
  try {
    (void)with("measured.json#/measured/changes/daily_dispersal");
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("nearest is \"daily_dispersion\""), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace faultline::cli
