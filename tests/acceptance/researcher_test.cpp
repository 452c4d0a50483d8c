// report --for researcher on real sweeps, and on files that are none.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using test::Ended;

class Researcher : public test::ProgramTest {
 protected:
  Ended page(const std::string& of) const {
    return run({"report", file(of), "--for", "researcher", "-o", file(of + ".html")});
  }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
};

TEST_F(Researcher, DrawsAGridWithItsMapsAndSaysWhatItHasNot) {
  sweep_small_shop("grid", {"--vary", "velocity=0.5:4:3,log", "--vary", "review-capacity=0.5:2:3", "--design", "grid"});
  const Ended ended = page("grid");
  ASSERT_EQ(ended.code, 0) << ended.err;
  const std::string html = read(file("grid.html"));
  for (const char* heading : {"0 Design card", "1 Coverage", "2 Response", "3 Sensitivity", "4 Precision",
                              "5 Robustness", "6 Anomalies", "7 Data dictionary", "8 Reproduce"}) {
    EXPECT_TRUE(has(html, std::string("<h2>") + heading + "</h2>")) << heading;
  }
  EXPECT_TRUE(has(html, "layered-safeguards less baseline: loses less in"));
  EXPECT_TRUE(has(html, "they need --design saltelli"));
  EXPECT_TRUE(has(html, "--vary velocity=0.5:4:3,log --vary review-capacity=0.5:2:3 --design grid"));
  EXPECT_TRUE(has(html, "cell_sum.<wbr>by_group"));
  EXPECT_FALSE(has(html, folder_.string()));
  EXPECT_FALSE(has(html, "http://") && !has(html, "http://www.w3.org/2000/svg"));
}

TEST_F(Researcher, SaysWhichCellsFailedAndWhy) {
  sweep_small_shop("failed",
                   {"--vary", "undetectable=0.5:3", "--design", "lhs", "--points", "8", "--policies", "baseline"});
  const Ended ended = page("failed");
  ASSERT_EQ(ended.code, 0) << ended.err;
  const std::string html = read(file("failed.html"));
  EXPECT_TRUE(has(html, "of 8 cells could not be run"));
  EXPECT_TRUE(has(html, "Failed cells by reason"));
  EXPECT_TRUE(has(html, "one policy was run"));
}

TEST_F(Researcher, RefusesResultsOfOneScenarioAndOthersRefuseSweeps) {
  sweep_small_shop("grid", {"--vary", "velocity=1:2:2", "--design", "grid"});
  ASSERT_EQ(run({"compare", scenario("small-shop"), "--replications", "4", "--quiet", "--out", file("run")}).code, 0);
  const Ended compared = page("run");
  EXPECT_EQ(compared.code, 3);
  EXPECT_TRUE(has(compared.err, "faultline sweep")) << compared.err;
  for (const char* reader : {"planner", "leadership"}) {
    const Ended swept = run({"report", file("grid"), "--for", reader, "-o", file("none.html")});
    EXPECT_EQ(swept.code, 3) << reader;
    EXPECT_TRUE(has(swept.err, "--for researcher")) << swept.err;
  }
  EXPECT_FALSE(std::filesystem::exists(file("none.html")));
  const Ended against = run({"report", file("grid"), "--for", "researcher", "--against", file("run")});
  EXPECT_EQ(against.code, 2) << against.err;
  EXPECT_EQ(page("nothing").code, 3);
}

}  // namespace
}  // namespace faultline
