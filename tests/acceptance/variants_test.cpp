// A scenario with variants through compare, run and replay: folders, resumption, and the same futures in each.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using nlohmann::json;
using test::Ended;

class Variants : public test::ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    std::filesystem::copy(scenario(), file("shop"), std::filesystem::copy_options::recursive);
    json document = json::parse(read(file("shop/scenario.json")));
    document["run"]["replications"] = 20;
    document["variants"] = json::array();
    add(document, "2x", 2, 2);
    add(document, "1x", 1, 1);
    add(document, "again", 1.5, 1);  // sets what 1x sets
    std::ofstream(file("shop/scenario.json")) << document.dump(1);
  }

  static void add(json& document, const std::string& id, double value, double multiplier) {
    document["variants"].push_back(
        {{"id", id}, {"value", value}, {"set", {{"/organisation/streams/0/velocity_multiplier", multiplier}}}});
  }

  std::vector<std::string> compare(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"compare", file("shop"), "--policies", "baseline,two-person-review",
                                       "--out",   file("runs")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
};

TEST_F(Variants, EachHasItsFolderAndAPageLaysThemSideBySide) {
  const Ended ended = run(compare());
  ASSERT_EQ(ended.code, 0) << ended.err;
  for (const std::string id : {"1x", "2x", "again"}) {
    EXPECT_GT(std::filesystem::file_size(folder_ / "runs" / id / "results.sqlite"), 10000U) << id;
    EXPECT_NE(read((folder_ / "runs" / id / "report.html").string()).find("variant " + id), std::string::npos);
  }
  EXPECT_NE(read(file("runs/report.html")).find("<a href=\"2x/report.html\">"), std::string::npos);
  EXPECT_LT(ended.out.find("\n1x "), ended.out.find("\n2x ")) << "by their values";
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
  }
  EXPECT_EQ(run({"export", file("runs/2x"), "--format", "json"}).code, 0);
  const Ended all = run({"report", file("runs")});
  EXPECT_EQ(all.code, 3);
  EXPECT_NE(all.err.find("each in its folder: 1x, 2x, again"), std::string::npos) << all.err;
}

TEST_F(Variants, TheSameValuesGiveTheSameQuartersBitForBit) {
  const Ended ended = run(compare({"--format", "json"}));
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json summary = json::parse(ended.out);
  ASSERT_EQ(summary["variants"].size(), 3U);
  EXPECT_EQ(summary["variants"][0]["id"], "1x");
  EXPECT_EQ(summary["variants"][1]["id"], "again");
  EXPECT_EQ(summary["variants"][0]["results_sha256"], summary["variants"][1]["results_sha256"]);
  EXPECT_EQ(summary["variants"][0]["policies"], summary["variants"][1]["policies"]);
  EXPECT_NE(summary["variants"][0]["results_sha256"], summary["variants"][2]["results_sha256"]);
  for (const json& cliff : summary["cliffs"]) {
    const json& slope = cliff["slopes"][0];
    EXPECT_TRUE(slope.is_null() || slope["slope"] == 0) << cliff.dump();
  }
  // And those of the scenario itself, which sets nothing.
  const Ended plain = run({"run", file("shop"), "--policy", "baseline", "--out", file("plain"), "--format", "json"});
  ASSERT_EQ(plain.code, 0) << plain.err;
  const json alone = json::parse(plain.out);
  EXPECT_TRUE(alone["variant"].is_null());
  EXPECT_EQ(alone["policies"][0]["lost_orders"]["mean"], summary["variants"][0]["policies"][0]["lost_orders"]["mean"]);
}

TEST_F(Variants, ResumingComputesWhatIsMissingAlone) {
  const Ended whole = run(compare({"--format", "json", "--quiet"}));
  ASSERT_EQ(whole.code, 0) << whole.err;
  // A results file that is begun or finished anew is another file of the same name.
  std::filesystem::create_hard_link(folder_ / "runs/1x/results.sqlite", folder_ / "finished");
  std::filesystem::remove(folder_ / "runs/2x/results.sqlite");
  const Ended again = run(compare({"--format", "json", "--quiet", "--resume"}));
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(again.out, whole.out);
  EXPECT_TRUE(std::filesystem::equivalent(folder_ / "runs/1x/results.sqlite", folder_ / "finished"));
}

TEST_F(Variants, AnInterruptedRunGoesOn) {
  const std::vector<std::string> long_run = compare({"--replications", "20000"});
  const pid_t child = start(long_run);
  std::error_code error;
  for (int i = 0;
       i < 600 && !(std::filesystem::file_size(file("runs/1x/results.sqlite-wal"), error) > 400'000 && !error); ++i) {
    usleep(50'000);
  }
  kill(child, SIGINT);
  const Ended ended = wait_for(child);
  EXPECT_EQ(ended.code, 130) << ended.err;
  EXPECT_NE(ended.err.find("0 of 3 variants are finished, of 1x "), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("of 20000 replications are kept in"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("--resume"), std::string::npos) << ended.err;
  EXPECT_EQ(run(compare({"--resume"})).code, 3) << "another number of replications";
}

TEST_F(Variants, SomeOrOneCanBeChosen) {
  const Ended two = run(compare({"--variant", "2x,1x", "--format", "json"}));
  ASSERT_EQ(two.code, 0) << two.err;
  EXPECT_EQ(json::parse(two.out)["variants"].size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "runs/again"));
  const Ended one = run(compare({"--variant", "2x", "--format", "json"}));
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(json::parse(one.out)["variant"], "2x");
  EXPECT_EQ(json::parse(one.out)["policies"].size(), 2U);
  const Ended alone =
      run({"run", file("shop"), "--policy", "baseline", "--variant", "2x", "--out", file("run"), "--format", "json"});
  ASSERT_EQ(alone.code, 0) << alone.err;
  EXPECT_EQ(json::parse(alone.out)["policies"][0]["lost_orders"], json::parse(one.out)["policies"][0]["lost_orders"]);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "run/2x/results.sqlite"));
  const Ended replayed = run(
      {"replay", file("shop"), "--policy", "baseline", "--variant", "2x", "--replication", "3", "--out", file("run")});
  EXPECT_NE(replayed.out.find("bit for bit"), std::string::npos) << replayed.out << replayed.err;
}

TEST_F(Variants, WhatIsWrongIsSaidBeforeAnythingRuns) {
  const Ended misspelt = run(compare({"--variant", "3x"}));
  EXPECT_EQ(misspelt.code, 3);
  EXPECT_NE(misspelt.err.find("has no such variant; it has 2x, 1x, again"), std::string::npos) << misspelt.err;
  EXPECT_EQ(run({"compare", scenario(), "--variant", "1x"}).code, 3) << "no variants at all";
  const Ended wrong = run(compare({"--set", "/variants/0/set/~1organisation~1streams~10~1velocity_multiplier=5000",
                                   "--set", "/variants/2/set/~1organisation~1streams~10~1velocity_multiplier=-1"}));
  EXPECT_EQ(wrong.code, 3);
  EXPECT_NE(wrong.err.find("/variants/0/set/~1organisation~1streams~10~1velocity_multiplier: must be"),
            std::string::npos)
      << wrong.err;
  EXPECT_NE(wrong.err.find("/variants/2/set/"), std::string::npos) << wrong.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "runs"));
}

TEST_F(Variants, LimitsHoldForEachOfThem) {
  const Ended broken = run(compare({"--max-mean-lost-orders", "1"}));
  EXPECT_EQ(broken.code, 4);
  EXPECT_NE(broken.err.find("limit broken: mean lost orders of 2x, baseline is"), std::string::npos) << broken.err;
  EXPECT_EQ(run(compare({"--resume", "--max-mean-lost-orders", "1e12"})).code, 0);
}

}  // namespace
}  // namespace faultline
