// Every warning that the program can raise is raised here, by what causes it, and has help.
#include "analysis/report/warning_help.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "models/io/scenario_json.h"
#include "tests/analysis/made_comparison.h"

namespace faultline::report {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path kSource = FAULTLINE_SOURCE_DIR;

Json read_json(const fs::path& file) { return Json::parse(std::ifstream(file)); }

std::string read_text(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// The small shop with all that a scenario can be warned of, under names that are sentences of other warnings.
std::vector<std::string> warnings_of_an_odd_scenario() {
  const fs::path file = kSource / "scenarios/small-shop/scenario.json";
  Json scenario = read_json(file);
  Json graph = read_json(kSource / "scenarios/small-shop/graph.json");
  graph["notes"] = Json::array({{{"kind", "assumption"}, {"count", 3}, {"text", "3 calls: coupling assumed"}}});
  std::set<std::string> teams;
  for (const Json& service : graph["services"]) {
    teams.insert(service["team"]);
  }
  graph["services"].push_back({{"id", "forgotten"}});
  scenario["graph"] = graph;
  scenario.erase("journeys");
  scenario["marketplaces"][0]["orders_per_hour"] = 0;
  Json& organisation = scenario["organisation"];
  organisation.erase("generate");
  for (const std::string& team : teams) {
    organisation["teams"].push_back({{"id", team}, {"developers", 10}, {"reviewers", 3}});
  }
  organisation["review"]["review_hours_per_week"] = 0.1;
  organisation["pools"] = Json::array({{{"id", "nothing ships"}, {"people", 1}}});
  const auto gate = [](const char* kind, const char* id, Json more) {
    more["kind"] = kind;
    more["id"] = id;
    return more;
  };
  scenario["policies"].push_back(
      {{"id", "under freeze nothing ships"},
       {"title", "All that is odd"},
       {"phases",
        Json::array(
            {{{"gates", Json::array({gate("tests", "graph: ", {{"effort", 1}, {"select", {{"origins", {"agent"}}}}}),
                                     gate("risk-score", "selects nothing", Json::object()),
                                     gate("peer-review", "a", {{"on_demand", true}}),
                                     gate("senior-review", "b", {{"pool", "nothing ships"}, {"approvals", 2}}),
                                     gate("work-in-progress-limit", "c", {{"changes", 0}}),
                                     gate("rules", "d", {{"effort", 1}, {"blocks", "always"}}),
                                     gate("error-budget-freeze", "e", {{"order_success_objective", 1}}),
                                     gate("peer-review", "f", {{"approvals", 4}})})}},
             {{"from_day", 30}, {"gates", Json::array()}}})}});
  return parse_scenario(scenario.dump(), file).warnings;
}

std::vector<std::string> warnings_of_an_odd_run() {
  RunDescription run = test::made_run(40);
  run.warnings.clear();
  run.policies[1].id = "a \"graph: *\" of no marketplace";
  run.precision = {.relative_half_width = 1e-9, .least = 10, .most = 40};
  return test::compared(run,
                        [](Outcome& outcome, std::size_t run_case) {
                          if (run_case != 1) {
                            return;
                          }
                          outcome[Metric::changes_undelivered_horizon] = outcome[Metric::changes_submitted];
                          outcome[Metric::changes_deployed_in_horizon] = 0;
                          outcome[Metric::review_hours_available] = 10;
                          outcome[Metric::review_hours_worked] = 10;
                          outcome[Metric::folded_faults] = 2;
                          outcome.waterfall.not_shipped += outcome[Metric::lost_orders_gross];
                        })
      .warnings;
}

TEST(WarningHelp, EveryWarningHasHelp) {
  std::vector<std::string> warnings = warnings_of_an_odd_scenario();
  for (std::string& warning : warnings_of_an_odd_run()) {
    warnings.push_back(std::move(warning));
  }
  std::set<std::string_view> raised;
  for (const std::string& warning : warnings) {
    const WarningHelp help = warning_help(warning);
    EXPECT_NE(help.id, "other") << warning;
    EXPECT_FALSE(help.how_to_fix.empty()) << warning;
    raised.insert(help.id);
  }
  const auto ids = warning_ids();
  EXPECT_EQ(raised, std::set<std::string_view>(ids.begin(), ids.end())) << "each is raised above";
  EXPECT_EQ(raised.size(), kWarningKinds) << "no two have one id";
}

// Whoever adds a warning comes by here: raise it above, and give it help.
TEST(WarningHelp, NoPlaceThatWarnsIsForgotten) {
  std::vector<fs::path> files{kSource / "analysis/comparison.cpp", kSource / "analysis/policy_result.cpp"};
  for (const auto& entry : fs::directory_iterator(kSource / "models/io")) {
    if (entry.path().extension() == ".cpp") {
      files.push_back(entry.path());
    }
  }
  const std::regex raises(R"(warnings_?\.(push|emplace)_back\(| warn\((from|policy))");
  std::size_t places = 0;
  for (const fs::path& file : files) {
    const std::string text = read_text(file);
    places += static_cast<std::size_t>(
        std::distance(std::sregex_iterator(text.begin(), text.end(), raises), std::sregex_iterator()));
  }
  // That of a variant repeats others, and that of the policy builder takes what each of its gates says.
  EXPECT_EQ(places, kWarningKinds + 2);
}

TEST(WarningHelp, AKindHasOneIdWhateverTheNames) {
  const std::string rest =
      " leaves 98 % of its changes undelivered at the horizon's end: its loss alone decides nothing";
  for (const char* policy : {"freeze", "graph: x", "policy \"a\": gate \"b\" selects nothing", "a"}) {
    EXPECT_EQ(warning_help(policy + rest).id, "undelivered") << policy;
  }
  EXPECT_EQ(warning_help("under nothing ships nothing ships").id, "nothing-ships");
  EXPECT_EQ(warning_help("the moon is too near").id, "other");
  EXPECT_EQ(warning_help("telegraph: x").id, "other") << "a part of a sentence is not the sentence";
  EXPECT_EQ(warning_help("").id, "other");
}

}  // namespace
}  // namespace faultline::report
