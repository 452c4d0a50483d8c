#include "cli/known_command.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "analysis/report/html.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

using nlohmann::json;

std::string library(const std::string& name) { return std::string(FAULTLINE_SOURCE_DIR) + "/scenarios/" + name; }

std::string replayed(const std::string& scenario, const std::string& which, bool as_json = false) {
  KnownOptions options;
  options.scenario.scenario = scenario;
  options.which = which;
  options.json = as_json;
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(replay_known(options, out, err), 0);
  return out.str();
}

std::string refused(const std::string& scenario, const std::string& which) {
  try {
    (void)replayed(scenario, which);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(ReplayKnown, FitsEightyColumnsAndSaysHowWideItIs) {
  const std::string text = replayed(library("march-2026"), "all");
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(report::display_columns(line), 80U) << line;
    EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
  }
  for (const char* said :
       {"width", "6.3 M in", "120 k in", "1.6 M in", "13.3 same", "CONSISTENCY, not validation", "no gate sees it",
        "channel-closing: 90 % into the pipeline", "2nd low", "gross, demand uncertain too"}) {
    EXPECT_NE(text.find(said), std::string::npos) << said << "\n" << text;
  }
}

TEST(ReplayKnown, FindsOneByIdByFileAndByBoth) {
  const json all = json::parse(replayed(library("march-2026"), "all", true));
  ASSERT_EQ(all["incidents"].size(), 3U);
  const json one = json::parse(replayed(library("march-2026"), "march-5", true));
  ASSERT_EQ(one["incidents"].size(), 1U);
  EXPECT_EQ(one["incidents"][0], all["incidents"][1]);
  const std::string file = library("march-2026/known-incidents.json");
  EXPECT_EQ(json::parse(replayed(library("march-2026"), file, true)), all);
  EXPECT_EQ(json::parse(replayed(library("march-2026"), file + "#march-5", true)), one);
}

TEST(ReplayKnown, SaysWhichPolicyCouldHaveTouchedTheChange) {
  const json answer = json::parse(replayed(library("march-2026"), "march-5", true));
  const json& incident = answer["incidents"][0];
  EXPECT_EQ(incident["standing"], "consistency");
  EXPECT_EQ(incident["published"]["lost_orders"]["inside"], true);
  EXPECT_TRUE(incident["published"]["errors"].is_null());
  ASSERT_EQ(incident["changes"].size(), 1U);
  int untouched = 0;
  for (const json& policy : incident["changes"][0]["policies"]) {
    const json& first = policy["phases"][0];
    const double outside = first["reaches_out_of_band"];
    if (policy["policy"] == "controlled-friction") {
      EXPECT_NEAR(outside, 0.1, 1e-12) << "the leakage";
      EXPECT_LT(first["reaches_production"].get<double>(), 0.5);
      EXPECT_EQ(first["gates"][0]["kind"], "channel-closing");
    } else if (policy["policy"] == "layered-safeguards") {
      EXPECT_LT(outside, 0.1) << "a second person looks at what leaks";
      EXPECT_GT(outside, 0.05);
      EXPECT_LT(first["reaches_whole_fleet"].get<double>(), 0.02) << "and scopes are limited";
    } else {
      ++untouched;
      EXPECT_EQ(first["reaches_production"], 1.0) << policy["policy"];
      EXPECT_TRUE(first["gates"].empty());
    }
  }
  EXPECT_EQ(untouched, 3) << "neither a second reviewer nor a freeze sees work outside the pipeline";
}

TEST(ReplayKnown, SaysWhatIsMissing) {
  EXPECT_NE(refused(library("march-2026"), "march-6").find("did you mean \"march-2\"?"), std::string::npos);
  EXPECT_NE(refused(library("online-boutique"), "march-5").find("no file of known incidents"), std::string::npos);
  EXPECT_NE(refused(library("march-2026"), "nowhere.json").find("nowhere.json"), std::string::npos);
  EXPECT_NE(refused(library("online-boutique"), library("march-2026/known-incidents.json")).find("known: world"),
            std::string::npos);
}

TEST(ReplayKnown, IsAskedForInsteadOfAQuarter) {
  const auto parse = [](std::vector<const char*> words) {
    words.insert(words.begin(), {"faultline", "replay", "s"});
    return parse_command_line(static_cast<int>(words.size()), words.data());
  };
  const auto known = parse({"--known", "march-5", "--format", "json"});
  const auto& options = std::get<ReplayOptions>(std::get<Command>(known));
  EXPECT_EQ(options.known, "march-5");
  EXPECT_TRUE(options.json);
  EXPECT_TRUE(std::get<ReplayOptions>(std::get<Command>(parse({"--policy", "p", "--replication", "3"}))).known.empty());
  for (const auto& words :
       std::vector<std::vector<const char*>>{{},
                                             {"--policy", "p"},
                                             {"--replication", "1"},
                                             {"--known", "a", "--policy", "p"},
                                             {"--known", "a", "--replication", "1"},
                                             {"--known", "a", "--events", "e"},
                                             {"--known"},
                                             {"--policy", "p", "--replication", "1", "--format", "json"}}) {
    const auto result = parse(words);
    ASSERT_TRUE(std::holds_alternative<ParsedToEnd>(result)) << words.size();
    EXPECT_EQ(std::get<ParsedToEnd>(result).exit_code, kWrongUse);
    EXPECT_NE(std::get<ParsedToEnd>(result).err, "");
  }
}

}  // namespace
}  // namespace faultline::cli
