// Sweeps as their users run them. Nothing here depends on timing: where an interruption falls does not matter.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using nlohmann::json;
using test::Ended;

class Sweep : public test::ProgramTest {
 protected:
  std::vector<std::string> sweep(const std::string& out, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"sweep", scenario(), "--policies", "baseline,two-person-review", "--out", out};
    arguments.emplace_back("--quiet");
    arguments.insert(arguments.end(), more.begin(), more.end());
    for (const auto& [option, value] : {std::pair("--format", "json"), std::pair("--replications", "10")}) {
      if (std::find(more.begin(), more.end(), option) == more.end()) {
        arguments.insert(arguments.end(), {option, value});
      }
    }
    return arguments;
  }

  static std::string hash(const Ended& ended) {
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.code == 0 ? json::parse(ended.out).at("results_sha256").get<std::string>() : "";
  }

  static void expect_narrow(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80U) << line;
    }
  }

  const std::vector<std::string> saltelli_{"--vary",   "velocity=0.5:2", "--vary",   "/defects/beta=0.001:0.003,log",
                                           "--design", "saltelli",       "--points", "8"};
};

TEST_F(Sweep, KilledAgainAndAgainReachesTheSameHash) {
  const std::string whole = hash(run(sweep(file("whole"), saltelli_)));
  std::vector<std::string> again = saltelli_;
  again.emplace_back("--resume");
  EXPECT_EQ(hash(kill_until_done(sweep(file("killed"), again), 40, 20'000)), whole);
}

TEST_F(Sweep, ThreadsChangeNothing) {
  std::vector<std::string> one = saltelli_;
  one.insert(one.end(), {"--threads", "1"});
  std::vector<std::string> three = saltelli_;
  three.insert(three.end(), {"--threads", "3"});
  EXPECT_EQ(hash(run(sweep(file("one"), one))), hash(run(sweep(file("three"), three))));
}

// A cell is the scenario with its values set: the same quarters to the last bit as compare has, with the loss table
// that all cells share and where each makes its own, where cells share their changes, and their warm-up too.
TEST_F(Sweep, ACellIsTheScenarioWithItsValuesSet) {
  for (const auto& [pointer, value] :
       std::vector<std::pair<std::string, std::string>>{{"/defects/beta", "0.002"},
                                                        {"/graph/calls/0/coupling", "0.5"},
                                                        {"/organisation/review/attention_exponent", "1"},
                                                        {"/marketplaces/0/orders_per_hour", "300"},
                                                        {"/policies/0/phases/0/gates/1/duration/median_hours", "1.5"},
                                                        {"/policies/1/phases/0/gates/1/duration/median_hours", "1.5"},
                                                        {"/policies/1/phases/0/gates/1/effort", "0.3"}}) {
    const Ended swept =
        run(sweep(file("swept"), {"--vary", pointer + "=0.001:" + value, "--design", "tornado", "--format", "csv"}));
    ASSERT_EQ(swept.code, 0) << swept.err;
    const Ended compared =
        run({"compare", scenario(), "--policies", "baseline,two-person-review", "--replications", "10", "--set",
             pointer + "=" + value, "--out", file("compared"), "--format", "json", "--quiet"});
    ASSERT_EQ(compared.code, 0) << compared.err;
    const json summary = json::parse(compared.out);
    int found = 0;
    for (const json& policy : summary["policies"]) {
      const std::string begin = "5," + value + ",done,,\"" + policy["id"].get<std::string>() + "\",";
      std::istringstream lines(swept.out);
      for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(begin)) {
          ++found;
          EXPECT_DOUBLE_EQ(std::stod(line.substr(begin.size())), policy["lost_orders"]["mean"].get<double>())
              << pointer;
        }
      }
    }
    EXPECT_EQ(found, 2) << swept.out;
  }
}

TEST_F(Sweep, FailedCellsAreRecordedWithTheReasonAndTheRestRuns) {
  const Ended ended =
      run(sweep(file("run"), {"--vary", "/defects/beta=0.5:1.5:3", "--vary", "velocity=1:2:2", "--design", "grid"}));
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json summary = json::parse(ended.out);
  ASSERT_EQ(summary["failed"].size(), 2U);
  EXPECT_EQ(summary["failed"][0]["cell"], 4);
  EXPECT_NE(summary["failed"][0]["reason"].get<std::string>().find("/defects/beta"), std::string::npos);
  const Ended analysed = run({"sensitivity", file("run"), "--format", "json"});
  EXPECT_EQ(analysed.code, 0) << analysed.err;
  EXPECT_EQ(json::parse(analysed.out)["failed_cells"], 2);
  EXPECT_NE(analysed.err.find("2 of 6 cells could not be run"), std::string::npos) << analysed.err;
  EXPECT_NE(analysed.err.find("no regression: too few cells"), std::string::npos) << "four are too few for a plane";
  const Ended all = run({"sweep", scenario(), "--policies", "baseline", "--vary", "/defects/beta=2:3:3", "--design",
                         "grid", "--replications", "10", "--out", file("all")});
  EXPECT_EQ(all.code, 3);
  EXPECT_NE(all.err.find("no cell of the sweep could be run"), std::string::npos) << all.err;
  EXPECT_EQ(all.err.find("Go on with"), std::string::npos) << "there is nothing to analyse";
}

TEST_F(Sweep, WarningsOfCellsAreSaidWithTheNumberOfCells) {
  std::vector<std::string> arguments{
      "sweep",    scenario(), "--policies",     "baseline", "--vary", "reviewers=0.1:1:2",
      "--design", "grid",     "--replications", "5",        "--out",  file("run")};
  const Ended ended = run(arguments);
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.err.find("warning: in 1 cell: policy \"baseline\": "), std::string::npos) << ended.err;
  arguments.emplace_back("--resume");  // runs none of them itself
  EXPECT_EQ(run(arguments).err, ended.err);
}

TEST_F(Sweep, WrongInputIsNamedWithTheNearestRight) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong{
      {{"--vary", "/defects/betta=0.1:0.2", "--design", "lhs"}, "did you mean /defects/beta?"},
      {{"--vary", "velocty=1:2", "--design", "lhs"}, "did you mean velocity?"},
      {{"--vary", "/defects=1:2", "--design", "lhs"}, "is no number: it holds others; /defects/"},
      {{"--vary", "velocity=2:1", "--design", "lhs"}, "bounds are reversed"},
      {{"--vary", "velocity=1:1", "--design", "lhs"}, "bounds are the same"},
      {{"--vary", "demand=0:1,log", "--design", "lhs"}, "must lie above 0"},
      {{"--vary", "/run/seed=1:9", "--design", "lhs"}, "would not be comparable"},
      {{"--vary", "velocity=1:2", "--vary", "velocity:human=1:2", "--design", "lhs"}, "vary each number once"},
      {{"--vary", "velocity=1:2", "--design", "saltelly"}, "did you mean saltelli?"},
      {{"--vary", "velocity=1:2", "--design", "sobol", "--points", "100"}, "64 or 128"},
      {{"--design", "lhs"}, "nothing varies"},
      {{"--design", "nowhere.csv"}, "nowhere.csv"}};
  for (const auto& [arguments, message] : wrong) {
    const Ended ended = run(sweep(file("run"), arguments));
    EXPECT_EQ(ended.code, 3) << message;
    EXPECT_NE(ended.err.find(message), std::string::npos) << ended.err;
  }
  for (const char* form : {"velocity", "velocity=1", "velocity=1:x", "velocity=1:2:0", "velocity=1:2,lag"}) {
    EXPECT_EQ(run(sweep(file("run"), {"--vary", form, "--design", "lhs"})).code, 2) << form;
  }
}

TEST_F(Sweep, WarnsOfWhatTheDesignTakesNoNoticeOf) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> idle{
      {{"--vary", "velocity=1:2:7", "--design", "lhs", "--points", "2"}, "the 7 levels of velocity do nothing here"},
      {{"--vary", "velocity=1:2:1", "--design", "grid"}, "one level of velocity varies nothing"},
      {{"--vary", "velocity=1:2:2", "--design", "grid", "--points", "3"}, "--points does nothing here"},
      {{"--vary", "velocity=1:2:2", "--design", "grid", "--second-order"}, "--second-order does nothing here"}};
  for (std::size_t i = 0; i < idle.size(); ++i) {
    std::vector<std::string> arguments{"sweep", scenario(), "--policies", "baseline", "--replications", "2"};
    arguments.insert(arguments.end(), {"--out", file("idle-" + std::to_string(i))});
    arguments.insert(arguments.end(), idle[i].first.begin(), idle[i].first.end());
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.err.find(idle[i].second), std::string::npos) << ended.err;
  }
}

TEST_F(Sweep, PointsFromAFile) {
  std::ofstream(file("points.csv")) << "velocity,/defects/beta\n1,0.001\n1.5,0.002\n2,0.001\n";
  const json summary = json::parse(run(sweep(file("run"), {"--design", file("points.csv")})).out);
  EXPECT_EQ(summary["cells"], 3);
  EXPECT_EQ(summary["parameters"][0]["high"], 2.0);
}

TEST_F(Sweep, SensitivityNeedsAFinishedSweepOfThisVersion) {
  std::vector<std::string> long_one = saltelli_;
  long_one.insert(long_one.end(), {"--replications", "500", "--threads", "1"});
  const pid_t first = start(sweep(file("run"), long_one));
  std::error_code error;
  for (int i = 0; i < 600 && !std::filesystem::exists(file("run/results.sqlite-wal"), error); ++i) {
    usleep(20'000);
  }
  usleep(200'000);
  const Ended second = shell("$F sweep '" + scenario() +
                             "' --vary velocity=0.5:2 --design lhs --points 4 --replications 10 "
                             "--out '" +
                             file("run") + "' --resume");
  kill(first, SIGKILL);
  wait_for(first);
  EXPECT_EQ(second.code, 5) << second.err;
  EXPECT_NE(second.err.find("another process"), std::string::npos) << second.err;
  const Ended half = run({"sensitivity", file("run")});
  EXPECT_EQ(half.code, 3);
  EXPECT_NE(half.err.find("not finished"), std::string::npos) << half.err;
  const Ended other = run(sweep(file("run"), {"--vary", "velocity=0.5:2", "--design", "lhs", "--resume"}));
  EXPECT_EQ(other.code, 3);
  EXPECT_NE(other.err.find("another design"), std::string::npos) << other.err;

  EXPECT_EQ(run({"run", scenario(), "--policy", "baseline", "--replications", "2", "--out", file("compared")}).code, 0);
  const Ended none = run({"sensitivity", file("compared")});
  EXPECT_EQ(none.code, 3);
  EXPECT_NE(none.err.find("no sweep of faultline"), std::string::npos) << none.err;
  EXPECT_EQ(run(sweep(file("compared"), saltelli_)).code, 3) << "a comparison's results are not overwritten";
  EXPECT_EQ(run({"report", file("run")}).code, 3);
}

TEST_F(Sweep, SensitivityOfEachDesign) {
  for (const char* design : {"lhs", "sobol", "saltelli", "morris", "tornado", "grid"}) {
    std::vector<std::string> arguments = saltelli_;
    arguments[5] = design;
    const Ended swept = run(sweep(file(design), arguments));
    ASSERT_EQ(swept.code, 0) << swept.err;
    const Ended ended = run({"sensitivity", file(design), "--format", "json"});
    ASSERT_EQ(ended.code, 0) << design << ended.err;
    const json output = json::parse(ended.out)["outputs"][0];
    EXPECT_EQ(output.contains("sobol"), std::string(design) == "saltelli");
    EXPECT_EQ(output.contains("morris"), std::string(design) == "morris");
    EXPECT_EQ(output.contains("tornado"), std::string(design) == "tornado");
    EXPECT_NE(ended.err.find("needs 200 quarters"), std::string::npos) << ended.err;
    expect_narrow(run({"sensitivity", file(design)}).out);
    const Ended csv = run({"sensitivity", file(design), "--format", "csv", "--output", "mean"});
    EXPECT_TRUE(csv.out.starts_with("policy,output,measure,parameter")) << csv.out;
  }
  EXPECT_EQ(run({"sensitivity", file("lhs"), "--policy", "basline"}).code, 3);
  EXPECT_TRUE(json::parse(run({"sensitivity", file("tornado"), "--format", "json"}).out).contains("flips"));
  expect_narrow(run(sweep(file("table"), {"--vary", "velocity=1:2:2", "--design", "grid", "--format", "table"})).out);
}

}  // namespace
}  // namespace faultline
