#include "models/io/known_incidents.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "models/io/schema.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;

fs::path source(const std::string& path) { return fs::path(FAULTLINE_SOURCE_DIR) / path; }

fs::path corpus() { return source("tests/data/bad-known-incidents"); }

const Scenario& boutique() {
  static const LoadedScenario loaded = load_scenario(source("scenarios/online-boutique/scenario.json"));
  return loaded.scenario;
}

KnownIncidents load(const fs::path& file, const Scenario& scenario) {
  return parse_known_incidents(read_text_file(file.string()), file, scenario);
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const fs::directory_entry& entry : fs::directory_iterator(corpus())) {
    if (entry.path().extension() == ".json") all.push_back(entry.path().stem().string());
  }
  std::sort(all.begin(), all.end());
  return all;
}

class KnownIncidentsCorpus : public testing::TestWithParam<std::string> {};

TEST_P(KnownIncidentsCorpus, SaysWhatIsWrong) {
  const fs::path file = corpus() / (GetParam() + ".json");
  std::string error;
  try {
    (void)load(file, boutique());
  } catch (const InputError& problem) {
    error = problem.what();
    for (const InputProblem& one : problem.problems()) EXPECT_FALSE(one.file.empty()) << one.message();
  }
  const auto escape = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; };
  EXPECT_TRUE(std::none_of(error.begin(), error.end(), escape)) << "control bytes reach the terminal";
  std::ifstream expected(corpus() / (GetParam() + ".expected"));
  int lines = 0;
  for (std::string line; std::getline(expected, line); ++lines) {
    if (line == "sound") {
      EXPECT_EQ(error, "");
    } else {
      EXPECT_NE(error.find(line), std::string::npos) << "expected: " << line << "\nfound: " << error;
    }
  }
  EXPECT_GT(lines, 0);
}

INSTANTIATE_TEST_SUITE_P(AllFiles, KnownIncidentsCorpus, testing::ValuesIn(names()), [](const auto& file) {
  std::string name = file.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(KnownIncidents, StandWhereTheirLocalTimeLies) {
  const Scenario& scenario = boutique();
  const KnownIncident dated = load(corpus() / "sound.json", scenario).incidents.at(0);
  EXPECT_EQ(dated.begin_hours, scenario.time.horizon_begin() + 24.0 + 12.0) << "the day after the horizon's first";
  EXPECT_EQ(dated.begin_text, "2026-03-10 12:00 UTC");
  const KnownIncident undated = load(corpus() / "without-a-date.json", scenario).incidents.at(0);
  EXPECT_EQ(undated.begin_hours, scenario.time.horizon_begin() + 12.0);
  EXPECT_EQ(undated.marketplaces, std::vector<MarketplaceId>{MarketplaceId{0}}) << "all of them";
  EXPECT_EQ(dated.order_loss_given_error.low, 1.0);
  EXPECT_EQ(dated.published_lost_orders, 100.0);
  ASSERT_EQ(dated.changes.size(), 1U);
  EXPECT_EQ(dated.changes[0].channel, Channel::out_of_band);
  EXPECT_EQ(dated.changes[0].service, scenario.graph.find("cartservice"));
}

TEST(KnownIncidents, OfMarch2026AreSourcedNumberByNumber) {
  const LoadedScenario loaded = load_scenario(source("scenarios/march-2026/scenario.json"));
  const KnownIncidents known = load(source("scenarios/march-2026/known-incidents.json"), loaded.scenario);
  ASSERT_EQ(known.incidents.size(), 3U);
  for (const ParameterSource& number : known.sources) {
    EXPECT_FALSE(number.source.empty()) << number.pointer;
  }
  // 14:00 in New York on 5 March is 19:00 UTC: daylight saving begins three days later.
  EXPECT_EQ(known.incidents[1].begin_hours, 24.0 * 24.0 + 15.0) << loaded.scenario.time.start_utc;
  EXPECT_EQ(loaded.scenario.time.start_utc, "2026-02-09T04:00:00Z");
  EXPECT_TRUE(known.incidents[1].changes.at(0).wide_scope);
  for (const KnownIncident& incident : known.incidents) EXPECT_EQ(incident.standing, Standing::consistency);
}

TEST(KnownIncidents, AreCheckedWithoutAScenario) {
  const fs::path sound = corpus() / "unknown-names.json";
  EXPECT_EQ(check_known_incidents(read_text_file(sound.string()), sound), 1U) << "names need a scenario";
  const fs::path wrong = corpus() / "ranges-backwards.json";
  EXPECT_THROW((void)check_known_incidents(read_text_file(wrong.string()), wrong), InputError);
}

TEST(KnownIncidents, FormatPageIsUpToDate) {
  EXPECT_EQ(read_text_file(source("docs/formats/known-incidents.md").string()), known_incidents_format_page())
      << "run: faultline schema known-incidents --format markdown > docs/formats/known-incidents.md";
}

}  // namespace
}  // namespace faultline
