// Parameters outside, luck inside: the same bits whatever stops or shares the work, and clear words where nothing can
// be drawn.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using nlohmann::json;
using test::Ended;

class ParameterDraws : public test::ProgramTest {
 protected:
  std::vector<std::string> draws(const std::string& out, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"compare",
                                       scenario("small-shop"),
                                       "--parameter-draws",
                                       "6",
                                       "--replications",
                                       "20",
                                       "--policies",
                                       "baseline,two-person-review",
                                       "--out",
                                       file(out),
                                       "--format",
                                       "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  json summary(const Ended& ended) const {
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.code == 0 ? json::parse(ended.out) : json();
  }
};

TEST_F(ParameterDraws, TheSameOnAnyNumberOfThreads) {
  const Ended one = run(draws("one", {"--threads", "1"}));
  const Ended two = run(draws("two", {"--threads", "2"}));
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.out, two.out);
  const json said = json::parse(one.out);
  EXPECT_EQ(said.at("draws_run"), 6);
  EXPECT_EQ(said.at("policies").size(), 2U);
  EXPECT_GT(said.at("parameters").size(), 10U);
  EXPECT_GT(said.at("not_drawn").at("assumed_defaults"), 0);
  const json& lost = said.at("policies")[0].at("outputs").at("lost_orders");
  EXPECT_GT(lost.at("luck_sd"), 0);
  EXPECT_GE(lost.at("ignorance_share"), 0);
  EXPECT_EQ(said.at("policies")[0].at("draw_exceedance").size(), 6U);
  // The same tests stand in both policies: one unknown, one value in each draw.
  ASSERT_EQ(said.at("correlations").size(), 1U);
  EXPECT_EQ(said.at("correlations")[0].at("rho"), 1);
  EXPECT_NE(read(file("one") + "/report.html").find("Luck and ignorance"), std::string::npos);
}

TEST_F(ParameterDraws, GoesOnAfterEveryKill) {
  const std::string whole = summary(run(draws("whole", {"--quiet"}))).at("results_sha256");
  const Ended ended = kill_until_done(draws("killed", {"--quiet", "--resume"}), 60, 15'000);
  EXPECT_EQ(summary(ended).at("results_sha256"), whole);
}

TEST_F(ParameterDraws, ItsFileIsASweepOfSensitivity) {
  ASSERT_EQ(run(draws("kept")).code, 0);
  const Ended ended = run({"sensitivity", file("kept"), "--format", "json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(json::parse(ended.out).at("design"), "draws");
}

TEST_F(ParameterDraws, RefusesWhatStatesNoUncertainty) {
  const Ended ended = run({"compare", scenario("train-ticket"), "--parameter-draws", "5", "--out", file("none")});
  EXPECT_EQ(ended.code, 3);
  EXPECT_NE(ended.err.find("states no uncertainty"), std::string::npos) << ended.err;
  EXPECT_FALSE(std::filesystem::exists(file("none")));
}

TEST_F(ParameterDraws, WantsOneVariantOfSeveral) {
  const Ended ended = run({"compare", scenario("velocity-trap"), "--parameter-draws", "5", "--out", file("many")});
  EXPECT_EQ(ended.code, 3);
  EXPECT_NE(ended.err.find("one variant at a time"), std::string::npos) << ended.err;
}

TEST_F(ParameterDraws, DoNotGoWithLimitsOrAPrecision) {
  const std::vector<std::vector<std::string>> others{
      {"--max-mean-lost-orders", "5"}, {"--max-p99-lost-orders", "5"}, {"--precision", "2%"}};
  for (const std::vector<std::string>& other : others) {
    const Ended ended = run(draws("wrong", other));
    EXPECT_EQ(ended.code, 2) << other[0];
    EXPECT_NE(ended.err.find(other[0]), std::string::npos) << ended.err;
  }
  EXPECT_EQ(run({"compare", scenario("small-shop"), "--parameter-draws", "1"}).code, 2);
  EXPECT_EQ(run({"run", scenario("small-shop"), "--policy", "baseline", "--parameter-draws", "5"}).code, 2);
}

}  // namespace
}  // namespace faultline
