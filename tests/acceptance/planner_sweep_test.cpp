// report --for planner with a sweep over velocity and review capacity, and with sweeps that it cannot use.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "analysis/store/sqlite.h"
#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using test::Ended;

class PlannerSweep : public test::ProgramTest {
 protected:
  void SetUp() override {
    test::ProgramTest::SetUp();
    compare_small_shop(20);
  }
  void sweep_maps(const std::string& out, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{
        "--vary", "velocity=0.5:4:3,log", "--vary", "review-capacity=0.5:2:3,log", "--design", "grid"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    sweep_small_shop(out, arguments);
  }
  Ended page(const std::vector<std::string>& more) const {
    return run({"report", file("run"), "-o", file("page.html")}, more);
  }
  void expect_refused(const std::vector<std::string>& more, const std::vector<std::string>& parts) const {
    const Ended refused = page(more);
    EXPECT_EQ(refused.code, 3) << refused.err;
    for (const std::string& part : parts) {
      EXPECT_NE(refused.err.find(part), std::string::npos) << part << "\n" << refused.err;
    }
  }
};

TEST_F(PlannerSweep, DrawsMapsAndATornadoSideBySide) {
  sweep_maps("grid");
  sweep_small_shop("tornado", {"--vary", "/defects/beta=0.001:0.004", "--design", "tornado"});
  const Ended ended =
      page({"--sweep", file("tornado"), "--sweep", file("grid/results.sqlite"), "--max-mean-lost-orders", "1000"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const std::string html = read(file("page.html"));
  EXPECT_NE(html.find("baseline loses less than the limit of 1,000 orders in "), std::string::npos);
  EXPECT_NE(html.find("Median lead time of baseline: "), std::string::npos);
  EXPECT_NE(html.find(" loses fewer orders than baseline in "), std::string::npos);
  EXPECT_NE(html.find("today: the scenario"), std::string::npos);
  EXPECT_NE(html.find("Orders saved at the ends of each input"), std::string::npos);
  EXPECT_EQ(html.find(folder_.string()), std::string::npos);
  ASSERT_EQ(page({"--sweep", file("grid"), "--sweep", file("tornado"), "--max-mean-lost-orders", "1000"}).code, 0);
  EXPECT_EQ(read(file("page.html")), html) << "in whatever order";
}

TEST_F(PlannerSweep, ABudgetIsALineOnTheMapsAndOfNoUseToATornado) {
  sweep_maps("grid");
  ASSERT_EQ(page({"--sweep", file("grid"), "--budget", "1000"}).code, 0);
  EXPECT_NE(read(file("page.html")).find("baseline loses less than the budget of 1,000 orders in "), std::string::npos);
  sweep_small_shop("tornado", {"--vary", "/defects/beta=0.001:0.004", "--design", "tornado"});
  expect_refused({"--sweep", file("tornado"), "--budget", "1000"}, {"--budget", "a tornado has no place for it"});
}

// What the page advises is what it takes, pasted where the run was made.
TEST_F(PlannerSweep, TheCommandsOfThePageWork) {
  std::filesystem::create_directories(folder_ / "faultline-results");
  std::filesystem::rename(folder_ / "run", folder_ / "faultline-results" / "small-shop");
  ASSERT_EQ(run({"report", file("faultline-results/small-shop"), "-o", file("page.html")}).code, 0);
  const std::string html = read(file("page.html"));
  const std::size_t at = html.find("faultline sweep small-shop --policies");
  ASSERT_NE(at, std::string::npos);
  std::string commands = html.substr(at, html.find("</pre>", at) - at);
  commands = std::regex_replace(commands, std::regex("&#39;"), "'");
  commands = std::regex_replace(commands, std::regex("faultline (sweep|report) "), "\"$$F\" $1 ");
  commands = std::regex_replace(commands, std::regex("--replications 100"), "--replications 2 --quiet");
  commands = std::regex_replace(commands, std::regex(":7,log"), ":2,log");
  commands = std::regex_replace(commands, std::regex("sweep small-shop"), "sweep '" + scenario("small-shop") + "'");
  const Ended ended = shell("cd '" + folder_.string() + "' && set -e; " + commands);
  ASSERT_EQ(ended.code, 0) << commands << ended.err;
  EXPECT_NE(read(file("faultline-results/small-shop/report.html")).find("today: the scenario"), std::string::npos);
}

TEST_F(PlannerSweep, RefusesSweepsOfAnotherKindAndNamesWhatItTakes) {
  const std::string allowed = "a grid over velocity (or velocity:ORIGIN) and review-capacity";
  sweep_small_shop("one", {"--vary", "velocity=0.5:4:3", "--design", "grid"});
  expect_refused({"--sweep", file("one")}, {"grid over velocity", allowed});
  sweep_small_shop("other", {"--vary", "velocity=0.5:4:2", "--vary", "demand=0.5:2:2", "--design", "grid"});
  expect_refused({"--sweep", file("other")}, {"grid over velocity, demand", allowed});
  sweep_small_shop("sample",
                   {"--vary", "velocity=0.5:4", "--vary", "review-capacity=0.5:2", "--design", "lhs", "--points", "4"});
  expect_refused({"--sweep", file("sample")}, {"lhs over velocity, review-capacity", allowed});
  expect_refused({"--sweep", file("run")}, {"run/results.sqlite"});
  expect_refused({"--sweep", file("none")}, {"none"});
}

TEST_F(PlannerSweep, RefusesSweepsThatAreNotAboutTheRun) {
  sweep_maps("changed", {"--set", "/defects/beta=0.004"});
  expect_refused({"--sweep", file("changed")}, {"another scenario than the results", "or of another state of it"});
  sweep_maps("lacks", {"--policies", "baseline"});
  expect_refused({"--sweep", file("lacks")}, {"it lacks the policy that the page tells of", "--policies baseline,"});
  sweep_maps("no-baseline", {"--policies", "layered-safeguards"});
  expect_refused({"--sweep", file("no-baseline")}, {"its policies must be compared with baseline"});
  sweep_maps("grid");
  expect_refused({"--sweep", file("grid"), "--sweep", file("grid")}, {"there is a sweep of this kind already"});
  store::Database(file("grid/results.sqlite"), store::OpenMode::read_write)
      .execute("UPDATE sweep SET value = '0.0.9' WHERE key = 'tool_version'");
  expect_refused({"--sweep", file("grid")}, {"faultline 0.0.9", "another build of the program made it"});
}

TEST_F(PlannerSweep, MapsOfARunOfOnePolicyAreItsOwn) {
  ASSERT_EQ(run({"run", scenario("small-shop"), "--policy", "baseline", "--replications", "10", "--quiet", "--out",
                 file("run")})
                .code,
            0);
  sweep_maps("grid");
  ASSERT_EQ(page({"--sweep", file("grid")}).code, 0);
  EXPECT_NE(read(file("page.html")).find("Median lead time of baseline: "), std::string::npos);
}

TEST_F(PlannerSweep, OtherReadersTakeNoGrid) {
  sweep_maps("grid");
  const Ended leadership =
      run({"report", file("run"), "--for", "leadership", "--sweep", file("grid"), "-o", file("page.html")});
  EXPECT_EQ(leadership.code, 3);
  EXPECT_NE(leadership.err.find("its design must be tornado"), std::string::npos) << leadership.err;
  const Ended researcher =
      run({"report", file("grid"), "--for", "researcher", "--sweep", file("grid"), "-o", file("page.html")});
  EXPECT_EQ(researcher.code, 2);
  EXPECT_NE(researcher.err.find("--sweep: goes with --for planner or leadership"), std::string::npos) << researcher.err;
}

}  // namespace
}  // namespace faultline
