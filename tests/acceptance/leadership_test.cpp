// report --for leadership with what a caller brings along.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <string>
#include <vector>

#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using test::Ended;

class Leadership : public test::ProgramTest {
 protected:
  void SetUp() override {
    test::ProgramTest::SetUp();
    compare_small_shop(20);
  }
  Ended sheet(const std::vector<std::string>& more) const {
    return run({"report", file("run"), "--for", "leadership", "-o", file("sheet.html")}, more);
  }
  std::string written(const std::string& name, const std::string& text) const {
    std::ofstream(file(name)) << text;
    return file(name);
  }
};

TEST_F(Leadership, ShowsWhatABacktestSaid) {
  backtest_small_shop();
  ASSERT_EQ(sheet({"--history", file("backtest.json")}).code, 0);
  const std::string page = read(file("sheet.html"));
  EXPECT_NE(page.find("held-out weeks from 2024-06-03 on inside the"), std::string::npos);
  EXPECT_EQ(page.find("Not held against history here"), std::string::npos);
}

TEST_F(Leadership, RefusesHistoryThatIsNone) {
  const std::string head = R"({"format": "faultline-backtest", "scenario": "small-shop", "until": "2024-06-03")";
  for (const std::string& text :
       {std::string("[]"), std::string("{"), std::string(R"({"format": 5})"),
        std::string(R"({"format": "faultline-backtest", "scenario": 5})"), head + "}", head + R"(, "streams": []})",
        head + R"(, "streams": {"a": 1}})",
        head + R"(, "streams": [{"name": "x", "test_weeks": [], "predictors": []}]})",
        head + R"(, "streams": [{"name": "x", "test_weeks": [], "predictors": [{"name": "y", "bands": []}]}]})"}) {
    const Ended refused = sheet({"--history", written("history.json", text)});
    EXPECT_EQ(refused.code, 3) << text << refused.err;
    EXPECT_NE(refused.err.find("history.json"), std::string::npos) << refused.err;
    EXPECT_NE(refused.err.find("faultline backtest -o FILE"), std::string::npos) << refused.err;
  }
  EXPECT_EQ(sheet({"--history", file("none.json")}).code, 3);
}

TEST_F(Leadership, RefusesCountsInHistoryThatNobodyCanHaveSeen) {
  const auto history = [](const std::string& count, const std::string& low, const std::string& inside,
                          const std::string& tenth) {
    return fmt::format(
        R"({{"format": "faultline-backtest", "scenario": "small-shop", "until": "2024-06-03", "streams": [{{
           "name": "incidents", "after": {{"weeks_left_out": 0}}, "test_weeks": [{{"from": "2024-06-03", "count": {}}}],
           "predictors": [{{"name": "scenario", "per_week": 2.5, "ranks_p": 0.5, "bands_verdict": "hold",
             "ranks_by_tenth": [0, 0, 1, 0, 0, 0, 0, 0, 0, {}],
             "bands": [{{"level": 0.8, "low": {}, "high": 4, "stated_share": 0.9, "inside": {}}}]}}]}}]}})",
        count, tenth, low, inside);
  };
  const Ended sound = sheet({"--history", written("history.json", history("3", "1", "1", "0"))});
  EXPECT_EQ(sound.code, 0) << sound.err;
  const std::string predictor = "/streams/0/predictors/0";
  for (const auto& [text, place, found] : std::vector<std::array<std::string, 3>>{
           {history("-3", "1", "1", "0"), "/streams/0/test_weeks/0/count", "-3"},
           {history("2.5", "1", "1", "0"), "/streams/0/test_weeks/0/count", "2.5"},
           {history("3", "-1", "1", "0"), predictor + "/bands/0/low", "-1"},
           {history("3", "1", "\"many\"", "0"), predictor + "/bands/0/inside", "many"},
           {history("3", "1", "1", "-0.5"), predictor + "/ranks_by_tenth/9", "-0.5"}}) {
    const Ended refused = sheet({"--history", written("history.json", text)});
    EXPECT_EQ(refused.code, 3) << refused.err;
    for (const std::string& part : {std::string("history.json"), place, found, std::string("number from 0")}) {
      EXPECT_NE(refused.err.find(part), std::string::npos) << part << ": " << refused.err;
    }
  }
}

TEST_F(Leadership, RefusesASweepOfAnotherDesignOrScenario) {
  const Ended other = sheet({"--sweep", file("run")});
  EXPECT_EQ(other.code, 3) << other.err;
  ASSERT_EQ(run({"sweep", scenario("small-shop"), "--vary", "velocity=1:2:2", "--design", "grid", "--replications", "2",
                 "--quiet", "--out", file("grid")})
                .code,
            0);
  const Ended grid = sheet({"--sweep", file("grid")});
  EXPECT_EQ(grid.code, 3) << grid.err;
  EXPECT_NE(grid.err.find("tornado"), std::string::npos) << grid.err;
}

TEST_F(Leadership, CountsCellsThatCouldNotBeRun) {
  // The shop has fewer developers than 1.25 times its reviewers: three of five levels are invalid.
  sweep_small_shop("torn", {"--vary", "velocity=0.5:2", "--vary", "reviewers=0.5:2", "--design", "tornado"});
  ASSERT_EQ(sheet({"--sweep", file("torn")}).code, 0);
  EXPECT_NE(read(file("sheet.html"))
                .find("3 of 11 cells could not be run: the range shown of <bdi>reviewers</bdi> ends there."),
            std::string::npos);
  ASSERT_EQ(run({"report", file("run"), "--sweep", file("torn"), "-o", file("page.html")}).code, 0);
  EXPECT_NE(
      read(file("page.html")).find("<p>3 of 11 cells could not be run: the range shown of reviewers ends there.</p>"),
      std::string::npos);
}

TEST_F(Leadership, RefusesASweepBesideOnePolicy) {
  ASSERT_EQ(run({"run", scenario("small-shop"), "--policy", "baseline", "--replications", "10", "--quiet", "--out",
                 file("one")})
                .code,
            0);
  ASSERT_EQ(run({"sweep", scenario("small-shop"), "--vary", "/defects/beta=0.001:0.004", "--design", "tornado",
                 "--replications", "2", "--quiet", "--out", file("any")})
                .code,
            0);
  for (const char* reader : {"planner", "leadership"}) {
    const Ended refused = run({"report", file("one"), "--for", reader, "--sweep", file("any"), "-o", file("one.html")});
    EXPECT_EQ(refused.code, 3) << reader;
    EXPECT_NE(refused.err.find("the results hold one policy alone, baseline"), std::string::npos) << refused.err;
  }
}

}  // namespace
}  // namespace faultline
