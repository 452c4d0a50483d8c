// Runs that add quarters until their means are known well enough.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using nlohmann::json;
using test::Ended;

class Precision : public test::ProgramTest {
 protected:
  Ended compare(const std::string& out, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"compare", scenario("small-shop"), "--out", file(out), "--format", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
};

TEST_F(Precision, GoesOnUntilEveryMeanIsKnown) {
  const Ended ended = compare("run", {"--replications", "100", "--precision", "20%"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json summary = json::parse(ended.out);
  EXPECT_GT(summary.at("replications"), 100);
  EXPECT_EQ(summary.at("precision").at("relative_half_width"), 0.2);
  for (const json& policy : summary.at("policies")) {
    const json& ci95 = policy.at("lost_orders").at("ci95");
    const double half = (ci95[1].get<double>() - ci95[0].get<double>()) / 2;
    EXPECT_LE(half, 0.2 * policy.at("lost_orders").at("mean").get<double>()) << policy.at("id");
  }
  // What was added are the same quarters that a longer run has.
  const Ended longer = compare("longer", {"--replications", summary.at("replications").dump()});
  ASSERT_EQ(longer.code, 0) << longer.err;
  EXPECT_EQ(json::parse(longer.out).at("policies")[0].at("lost_orders"), summary.at("policies")[0].at("lost_orders"));
}

TEST_F(Precision, IsTheSameOnAnyNumberOfThreads) {
  const Ended one = compare("one", {"--replications", "105", "--precision", "0.2", "--threads", "1"});
  const Ended three = compare("three", {"--replications", "105", "--precision", "0.2", "--threads", "3"});
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.out, three.out);
}

TEST_F(Precision, WarnsWhereItStopsShort) {
  const Ended ended = compare("short", {"--replications", "100", "--precision", "1%", "--most-replications", "130"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(json::parse(ended.out).at("replications"), 130);
  EXPECT_NE(ended.err.find("not to the 1 % asked for"), std::string::npos) << ended.err;
}

TEST_F(Precision, OfASweepHoldsInEachCell) {
  const std::vector<std::string> sweep{"sweep",          scenario("small-shop"),
                                       "--vary",         "velocity=0.5:2:2",
                                       "--design",       "grid",
                                       "--replications", "100",
                                       "--precision",    "25%",
                                       "--format",       "csv",
                                       "--out",          file("sweep"),
                                       "--policies",     "baseline,two-person-review"};
  const Ended ended = run(sweep);
  ASSERT_EQ(ended.code, 0) << ended.err;
  std::istringstream lines(ended.out);
  std::set<std::string> counts;
  std::string line;
  std::getline(lines, line);
  EXPECT_TRUE(line.ends_with(",replications")) << line;
  while (std::getline(lines, line)) {
    counts.insert(line.substr(line.rfind(',') + 1));
  }
  EXPECT_EQ(counts.size(), 2U) << "each cell as many as it needs: " << ended.out;
  const Ended analysed = run({"sensitivity", file("sweep"), "--format", "json"});
  EXPECT_EQ(analysed.code, 0) << analysed.err;
  std::vector<std::string> again = sweep;
  again.emplace_back("--resume");
  EXPECT_EQ(run(again).out, ended.out);
  again[9] = "24%";
  EXPECT_EQ(run(again).code, 3) << "another precision is another sweep";
}

TEST_F(Precision, RefusesWhatMakesNoSense) {
  for (const char* text : {"0", "0%", "100%", "1", "-2%", "two", "2%%", "nan", "", "%"}) {
    const Ended ended = compare("bad", {"--precision", text});
    EXPECT_EQ(ended.code, 2) << text;
    EXPECT_NE(ended.err.find("like 2% or 0.02"), std::string::npos) << ended.err;
  }
  const Ended few = compare("bad", {"--precision", "2%", "--replications", "99"});
  EXPECT_EQ(few.code, 3);
  EXPECT_NE(few.err.find("needs 100 at least"), std::string::npos) << few.err;
  const Ended most = compare("bad", {"--precision", "2%", "--replications", "500", "--most-replications", "499"});
  EXPECT_EQ(most.code, 3);
  EXPECT_NE(most.err.find("--most-replications"), std::string::npos) << most.err;
  const Ended variants = run({"compare", scenario("velocity-trap"), "--precision", "2%", "--out", file("bad")});
  EXPECT_EQ(variants.code, 3);
  EXPECT_NE(variants.err.find("choose one with --variant"), std::string::npos) << variants.err;
}

}  // namespace
}  // namespace faultline
