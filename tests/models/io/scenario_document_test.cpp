// What is loaded as one document: its hash, its parts, and what documents share.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "models/io/json_document.h"
#include "models/io/scenario_json.h"
#include "tests/models/io/scenario_files.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;
using test::library;
using test::problems_of;
using test::small;
using test::with;

TEST(ScenarioHash, NamesTheContentAlone) {
  const std::string hash = load_scenario(small()).sha256;
  EXPECT_EQ(load_scenario(small()).sha256, hash);
  EXPECT_NE(load_scenario(small(), with("/marketplaces/0/orders_per_hour", "5")).sha256, hash);
  EXPECT_EQ(load_scenario(small(), with("/marketplaces/0/orders_per_hour", "1e3")).sha256, hash);
  EXPECT_NE(load_scenario(small(), with("/graph/calls/0/coupling", "0.5")).sha256, hash);
}

TEST(ScenarioHash, LeavesTheNotesOfAGraphOut) {
  const LoadedScenario noted = load_scenario(
      small(),
      with("/graph/notes", R"([{"kind": "assumption", "text": "coupling assumed"}, {"text": "1 call merged"}])"));
  EXPECT_EQ(noted.sha256, load_scenario(small()).sha256);
  EXPECT_EQ(noted.warnings, (std::vector<std::string>{"graph: coupling assumed"}));
}

TEST(ScenarioHash, TheResolvedDocumentIsTheSameScenario) {
  for (const char* name :
       {"velocity-trap", "small-shop", "starter", "online-boutique", "train-ticket", "jaeger-production"}) {
    const LoadedScenario loaded = load_scenario(library(name));
    EXPECT_EQ(parse_scenario(loaded.document, "resolved.json").sha256, loaded.sha256) << name;
  }
}

TEST(ScenarioHash, AGraphTakenApartGivesTheSameScenario) {
  for (const char* name :
       {"velocity-trap", "small-shop", "starter", "online-boutique", "train-ticket", "jaeger-production"}) {
    const std::string document = load_scenario(library(name)).document;
    const DocumentApart apart = take_graph_apart(document, "resolved.json");
    for (LoadOptions options : {LoadOptions{}, with("/marketplaces/0/orders_per_hour", "1234.5"),
                                with("/organisation/review/review_hours_per_week", "3"),
                                with("/response/mitigation/rollback_hours", "0.75")}) {
      const LoadedScenario whole = parse_scenario(document, "resolved.json", options);
      options.graph = &apart.graph;
      const LoadedScenario joined = parse_scenario(apart.rest, "resolved.json", options);
      EXPECT_EQ(joined.document, whole.document) << name;
      EXPECT_EQ(joined.sha256, whole.sha256) << name;
      EXPECT_EQ(joined.warnings, whole.warnings) << name;
      EXPECT_EQ(joined.scenario.journeys.size(), whole.scenario.journeys.size()) << name;
      EXPECT_EQ(joined.scenario.graph.call_count(), whole.scenario.graph.call_count()) << name;
      EXPECT_EQ(joined.scenario.sources.size(), whole.scenario.sources.size()) << name;
    }
  }
  EXPECT_THROW((void)take_graph_apart("{}", "empty.json"), InputError);
  EXPECT_THROW((void)take_graph_apart(R"({"graph": {"services": [{"id": 5}]}})", "bad.json"), InputError);
}

TEST(ScenarioDocument, SharesDemandWithThoseThatSayTheSameOfIt) {
  for (const char* name : {"velocity-trap", "small-shop", "jaeger-production"}) {
    const LoadedScenario first = load_scenario(library(name));
    const SharedDemand demand = shared_demand(first);
    const auto shares = [&](const LoadOptions& given) {
      const LoadedScenario alone = parse_scenario(first.document, "resolved.json", given);
      LoadOptions options = given;
      options.demand = &demand;
      const LoadedScenario loaded = parse_scenario(first.document, "resolved.json", options);
      EXPECT_EQ(loaded.document, alone.document) << name;
      EXPECT_EQ(loaded.warnings, alone.warnings) << name;
      EXPECT_EQ(loaded.scenario.marketplaces.size(), alone.scenario.marketplaces.size()) << name;
      for (std::size_t i = 0; i < alone.scenario.marketplaces.size(); ++i) {
        const Marketplace& one = loaded.scenario.marketplaces[i];
        EXPECT_EQ(one.id, alone.scenario.marketplaces[i].id) << name;
        for (double hour = 0.0; hour < one.demand.span_hours(); hour += 5.25) {
          EXPECT_EQ(one.demand.orders_until(hour), alone.scenario.marketplaces[i].demand.orders_until(hour)) << name;
        }
      }
      return loaded.scenario.marketplaces.front().demand.copy_of(first.scenario.marketplaces.front().demand);
    };
    EXPECT_TRUE(shares({})) << name;
    EXPECT_TRUE(shares(with("/organisation/review/review_hours_per_week", "3"))) << name;
    EXPECT_FALSE(shares(with("/marketplaces/0/orders_per_hour", "1234.5"))) << name;
    EXPECT_FALSE(shares(with("/time/warm_up_days", "21"))) << name;
    EXPECT_FALSE(shares(with("/time/start", "2026-04-09"))) << name;
  }
}

/// A folder of its own that goes away again.
class Folder {
 public:
  Folder()
      : path_(fs::temp_directory_path() /
              ("faultline-test-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(path_);
    fs::create_directories(path_ / "inner");
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string small_with_policies(const std::string& policies) {
  JsonDocument document = parse_json(read_text_file(small().string()), "small");
  const JsonDocument part = parse_json(policies, "part");
  document.root().find("policies")->become(part.root());
  return canonical_json(document.root());
}

TEST(ScenarioParts, MayLieBelowTheDocumentButNotBehindALink) {
  const Folder folder;
  folder.write("outside.json", R"([{"id": "baseline", "title": "t", "phases": [{"gates": []}]}])");
  folder.write("inner/good.json", R"([{"id": "baseline", "title": "t", "phases": {"$file": "phases.json"}}])");
  folder.write("inner/phases.json", R"([{"gates": []}])");
  fs::create_symlink(folder.path() / "outside.json", folder.path() / "inner/link.json");
  folder.write("inner/a.json", small_with_policies(R"({"$file": "good.json"})"));
  folder.write("inner/b.json", small_with_policies(R"({"$file": "link.json"})"));
  EXPECT_EQ(problems_of(folder.path() / "inner/a.json"), "");
  EXPECT_NE(problems_of(folder.path() / "inner/b.json").find("outside the folder"), std::string::npos);
  LoadOptions anywhere;
  anywhere.allow_outside_tree = true;
  EXPECT_EQ(problems_of(folder.path() / "inner/b.json", anywhere), "");
}

TEST(ScenarioParts, ProblemsNameTheFileThatHoldsThem) {
  const Folder folder;
  folder.write("part.json",
               R"([{"id": "baseline", "title": "t", "phases": [{"gates": [{"kind": "rules", "effort": -1}]}]}])");
  folder.write("main.json", small_with_policies(R"({"$file": "part.json"})"));
  const std::string problems = problems_of(folder.path() / "main.json");
  EXPECT_NE(problems.find("part.json:/0/phases/0/gates/0/effort"), std::string::npos) << problems;
}

TEST(ScenarioParts, CyclesAndBombsAreRefused) {
  const Folder folder;
  folder.write("a.json", R"([{"$file": "b.json"}])");
  folder.write("b.json", R"([{"$file": "a.json"}])");
  folder.write("main.json", small_with_policies(R"({"$file": "a.json"})"));
  EXPECT_NE(problems_of(folder.path() / "main.json").find("includes itself"), std::string::npos);
  for (int i = 0; i < 14; ++i) {
    const std::string next = R"({"$file": "bomb)" + std::to_string(i + 1) + R"(.json"})";
    folder.write("bomb" + std::to_string(i) + ".json", "[" + next + "," + next + "]");
  }
  folder.write("bomb14.json", "[]");
  folder.write("bomb.json", small_with_policies(R"({"$file": "bomb0.json"})"));
  EXPECT_NE(problems_of(folder.path() / "bomb.json").find("too many files"), std::string::npos);
}

}  // namespace
}  // namespace faultline
