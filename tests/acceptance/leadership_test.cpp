// report --for leadership with what a caller brings along.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

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
  std::string table = "id,first_event,timezone,ttd_min,ttr_min\n";
  for (int month = 1; month <= 9; ++month) {
    for (int day = 10; day <= 28; ++day) {
      table += fmt::format("i{0}-{1},2024-0{0}-{1}T09:00:00,UTC,5,{2}\n", month, day, 20 + 9 * (day % 9));
    }
  }
  const Ended tested = run({"backtest", scenario("small-shop"), "--incidents", written("incidents.csv", table),
                            "--until", "2024-06-03", "--replications", "20", "--quiet", "-o", file("backtest.json")});
  ASSERT_EQ(tested.code, 0) << tested.err;
  ASSERT_EQ(sheet({"--history", file("backtest.json")}).code, 0);
  const std::string page = read(file("sheet.html"));
  EXPECT_NE(page.find("held-out weeks from 2024-06-03 on inside the"), std::string::npos);
  EXPECT_EQ(page.find("Not held against history here"), std::string::npos);

  // The planner's page draws it, and so do files.
  ASSERT_EQ(run({"report", file("run"), "--history", file("backtest.json"), "-o", file("planner.html")}).code, 0);
  EXPECT_NE(read(file("planner.html")).find("held-out weeks lie inside the 80\u00A0% band"), std::string::npos);
  ASSERT_EQ(run({"export", file("run"), "--charts", file("charts"), "--history", file("backtest.json")}).code, 0);
  for (const std::string name : {"history-1-incidents", "history-ranks-1-incidents"}) {
    EXPECT_NE(read(file("charts/" + name + ".svg")).find("<svg"), std::string::npos) << name;
  }
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
