#include "models/io/review_load.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "models/io/scenario_json.h"
#include "tests/models/io/scenario_files.h"

namespace faultline {
namespace {

using Json = nlohmann::json;

// What the loader says of the small scenario with these reviewers and hours, at gates that ask for one approval.
std::vector<std::string> warnings_with(int reviewers, double hours, const Json& gates, const Json& pools = {}) {
  const std::filesystem::path file =
      test::small().parent_path() / "no-reviewers-with-mandatory-review.json";  // one team of eight developers
  Json scenario = Json::parse(std::ifstream(file));
  scenario["organisation"]["teams"][0]["reviewers"] = reviewers;
  scenario["organisation"]["review"]["review_hours_per_week"] = hours;
  if (!pools.is_null()) {
    scenario["organisation"]["pools"] = pools;
  }
  scenario["policies"][0]["phases"][0]["gates"] = gates;
  return parse_scenario(scenario.dump(), file).warnings;
}

Json review(const char* id, bool bypass_allowed, bool on_demand = false) {
  return {{"kind", "peer-review"}, {"id", id}, {"bypass_allowed", bypass_allowed}, {"on_demand", on_demand}};
}

TEST(ReviewLoad, IsTheWorkOfAReviewWithoutSpread) {
  ReviewPractice review;
  review.base_work = {0.25, 0.0};
  review.idle_stamp_fraction = 0.0;
  EXPECT_NEAR(mean_review_hours(review, {24.0, 0.0, 20000.0}), 0.25, 1e-12);
  EXPECT_NEAR(mean_review_hours(review, {150.0, 0.0, 20000.0}), 0.75, 1e-12);
  EXPECT_NEAR(mean_review_hours(review, {5000.0, 0.0, 20000.0}), 1.5, 1e-12);
  review.idle_stamp_fraction = 0.5;
  EXPECT_NEAR(mean_review_hours(review, {24.0, 0.0, 20000.0}), 0.5 * 0.25 + 0.5 * 2.0 / 60.0, 1e-12);
}

TEST(ReviewLoad, SaysOfEachGateWhetherWhatNobodyApprovesShips) {
  EXPECT_EQ(warnings_with(0, 3.0, {review("may", true), review("must", false)}),
            (std::vector<std::string>{"policy \"baseline\": gate \"may\" needs 1 person besides the author, and team "
                                      "\"shop\" cannot give one: such changes go round it at once and ship unreviewed",
                                      "policy \"baseline\": gate \"must\" needs 1 person besides the author, and team "
                                      "\"shop\" cannot give one: such changes never ship"}));
  EXPECT_EQ(warnings_with(4, 0.0, Json::array({review("must", false)})),
            std::vector<std::string>{"policy \"baseline\": gate \"must\" needs hours of reviewers, and team \"shop\" "
                                     "cannot give them: such changes never ship"});
}

TEST(ReviewLoad, TellsTheReviewersOwnChangesFromAll) {
  EXPECT_EQ(warnings_with(1, 30.0, Json::array({review("may", true)})),
            std::vector<std::string>{"policy \"baseline\": gate \"may\" needs 1 person besides the author, and team "
                                     "\"shop\" cannot give one when a reviewer is the author: such changes go round "
                                     "it at once and ship unreviewed"});
  EXPECT_TRUE(warnings_with(2, 30.0, Json::array({review("must", false)})).empty());
}

// The engine lets nobody go round what another gate demanded.
TEST(ReviewLoad, WhatIsDemandedIsNotGoneRound) {
  Json rules{{"kind", "rules"}, {"id", "rules"}, {"effort", 1.0}, {"demands", {"asked"}}};
  const std::vector<std::string> warnings = warnings_with(0, 3.0, {rules, review("asked", true, true)});
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("such changes never ship"), std::string::npos) << warnings[0];
}

TEST(ReviewLoad, SaysOfAPoolWhetherItsChangesShip) {
  const Json pools = Json::array({{{"id", "seniors"}, {"people", 1}, {"calendar", "office"}}});
  for (const bool bypass_allowed : {true, false}) {
    const std::vector<std::string> warnings = warnings_with(8, 30.0,
                                                            Json::array({{{"kind", "senior-review"},
                                                                          {"id", "senior"},
                                                                          {"pool", "seniors"},
                                                                          {"approvals", 2},
                                                                          {"bypass_allowed", bypass_allowed}}}),
                                                            pools);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_NE(warnings[0].find(bypass_allowed ? "changes that meet it go round it at once and ship unreviewed"
                                              : "changes that meet it never ship"),
              std::string::npos)
        << warnings[0];
  }
}

}  // namespace
}  // namespace faultline
