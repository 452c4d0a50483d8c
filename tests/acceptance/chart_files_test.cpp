// `export --charts` writes whatever the pages draw, and nothing drawn otherwise.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <pugixml.hpp>
#include <regex>
#include <set>
#include <string>

#include "analysis/report/page_charts.h"
#include "tests/acceptance/program.h"

namespace faultline {
namespace {

// The same whatever keeps numbers with their percent signs.
std::string plain(const std::string& svg) { return std::regex_replace(svg, std::regex("\u00A0"), " "); }

// A file as a page would hold it.
std::string in_page(const std::string& svg) {
  const std::string page = report::with_lean_charts("<style></style>" + svg);
  return page.substr(page.find("<svg"), page.rfind("</svg>") - page.find("<svg"));
}

class ChartFiles : public test::ProgramTest {
 protected:
  void draw(const std::string& results, const std::vector<std::string>& more = {}) {
    const test::Ended drawn = run({"export", file(results), "--charts", file("charts")}, more);
    ASSERT_EQ(drawn.code, 0) << drawn.err;
    read_charts();
  }
  void read_charts() {
    for (const auto& entry : std::filesystem::directory_iterator(file("charts"))) {
      if (entry.path().extension() == ".svg") {
        const std::string svg = read(entry.path().string());
        names_.insert(entry.path().stem().string());
        drawn_.insert(plain(in_page(svg)));
        pugi::xml_document document;
        EXPECT_TRUE(document.load_string(svg.c_str())) << entry.path();
        EXPECT_NE(svg.find("font-family"), std::string::npos) << entry.path();
        const std::string csv = read(std::filesystem::path(entry.path()).replace_extension(".csv").string());
        EXPECT_GT(std::count(csv.begin(), csv.end(), '\n'), 1) << entry.path();
      }
    }
  }
  /// How many charts a page has; all of them must be files.
  std::size_t expect_all(const std::string& results, const std::string& reader,
                         const std::vector<std::string>& more = {}) const {
    const test::Ended ended = run({"report", file(results), "--for", reader, "-o", file("page.html")}, more);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return expect_all_on(file("page.html"));
  }
  std::size_t expect_all_on(const std::string& page) const {
    const std::string html = read(page);
    const std::string begin = "<svg stroke-linejoin=\"round\" role=\"img\"";
    std::size_t charts = 0;
    for (std::size_t at = html.find(begin); at != std::string::npos; at = html.find(begin, at + 1), ++charts) {
      const std::string svg = html.substr(at, html.find("</svg>", at) - at);
      EXPECT_TRUE(drawn_.count(plain(svg)) == 1) << "no file holds what " << page << " shows: " << svg.substr(0, 300);
    }
    return charts;
  }

  std::set<std::string> names_;
  std::set<std::string> drawn_;
};

TEST_F(ChartFiles, OfAComparisonWithItsSweeps) {
  compare_small_shop(20);
  sweep_small_shop("tornado", {"--vary", "/defects/beta=0.001:0.004", "--design", "tornado"});
  sweep_small_shop("grid",
                   {"--vary", "velocity=0.5:4:3,log", "--vary", "review-capacity=0.5:2:3,log", "--design", "grid"});
  draw("run", {"--sweep", file("tornado"), "--sweep", file("grid"), "--budget", "5000"});
  EXPECT_GE(expect_all("run", "planner", {"--sweep", file("tornado"), "--sweep", file("grid"), "--budget", "5000"}),
            15U);
  EXPECT_EQ(expect_all("run", "leadership", {"--sweep", file("tornado"), "--budget", "5000"}), 4U);
  for (const std::string name : {"lead-times", "tornado", "leadership-front", "leadership-tornado",
                                 "velocity-lost-orders-1-baseline", "velocity-lead-time-1-baseline"}) {
    EXPECT_EQ(names_.count(name), 1U) << name;
  }
}

TEST_F(ChartFiles, OfAComparisonHeldAgainstHistory) {
  compare_small_shop(20);
  draw("run");
  const std::size_t without = expect_all("run", "planner");
  backtest_small_shop();
  draw("run", {"--history", file("backtest.json")});
  EXPECT_EQ(expect_all("run", "planner", {"--history", file("backtest.json")}), without + 2);
  for (const std::string name : {"history-1-incidents", "history-ranks-1-incidents"}) {
    EXPECT_EQ(names_.count(name), 1U) << name;
  }
}

TEST_F(ChartFiles, OfAGrid) {
  sweep_small_shop("grid", {"--vary", "velocity=0.5:4:3,log", "--vary", "demand=0.5:2:3", "--design", "grid"});
  draw("grid");
  EXPECT_EQ(expect_all("grid", "researcher"), names_.size());
  for (const std::string name :
       {"coverage", "best", "loss-1-baseline", "slice-1", "precision", "variance-split", "good-enough", "front"}) {
    EXPECT_EQ(names_.count(name), 1U) << name;
  }
}

TEST_F(ChartFiles, OfSobolIndicesAndOthers) {
  sweep_small_shop("saltelli",
                   {"--vary", "velocity=0.5:4", "--vary", "demand=0.2:4", "--design", "saltelli", "--points", "32"});
  draw("saltelli");
  EXPECT_EQ(expect_all("saltelli", "researcher"), names_.size());
  EXPECT_EQ(names_.count("sobol-mean-1-baseline"), 1U);
  for (const std::string design : {"morris", "tornado", "lhs"}) {
    std::filesystem::remove_all(file("charts"));
    names_.clear();
    sweep_small_shop(design, {"--vary", "velocity=0.5:4", "--vary", "demand=0.5:2", "--design", design});
    draw(design);
    EXPECT_EQ(expect_all(design, "researcher"), names_.size()) << design;
    EXPECT_EQ(names_.count((design == "lhs" ? "regression" : design) + "-mean-1-baseline"), 1U) << design;
  }
}

TEST_F(ChartFiles, OfDrawsOfParameters) {
  const test::Ended drawn = run({"compare", scenario("small-shop"), "--parameter-draws", "6", "--replications", "20",
                                 "--quiet", "--out", file("draws")});
  ASSERT_EQ(drawn.code, 0) << drawn.err;
  draw("draws");
  const std::size_t policies = expect_all_on(file("draws") + "/report.html") - 2;
  EXPECT_GE(policies, 2U);
  EXPECT_EQ(expect_all("draws", "researcher") + policies + 2, names_.size());
  for (const std::string name : {"draws-exceedance-1-baseline", "draws-ignorance", "draws-saved"}) {
    EXPECT_EQ(names_.count(name), 1U) << name;
  }
}

TEST_F(ChartFiles, OfVariants) {
  const std::vector<std::string> compare{
      "compare", scenario("velocity-trap"), "--replications", "2", "--policies", "baseline", "--quiet",
      "--out",   file("variants")};
  ASSERT_EQ(run(compare).code, 0);
  const test::Ended drawn = run(compare, {"--resume", "--charts", file("charts")});
  ASSERT_EQ(drawn.code, 0) << drawn.err;
  read_charts();
  EXPECT_EQ(expect_all_on(file("variants") + "/report.html"), names_.size());
  EXPECT_EQ(names_.count("variants-lead-time-p50-hours"), 1U);
  const test::Ended refused = run({"export", file("variants"), "--charts", file("charts")});
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.err.find("with --charts DIR"), std::string::npos) << refused.err;
}

TEST_F(ChartFiles, OfOneComparisonAreMadeFromItsResults) {
  const test::Ended refused =
      run({"compare", scenario("small-shop"), "--charts", file("charts"), "--out", file("none")});
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.err.find("run this without --charts, then draw the charts of its results: faultline export " +
                             file("none") + " --charts " + file("charts")),
            std::string::npos)
      << refused.err;
  EXPECT_FALSE(std::filesystem::exists(file("none")));
}

TEST_F(ChartFiles, OptionsThatASweepHasNoPlaceForAreRefused) {
  sweep_small_shop("grid", {"--vary", "velocity=0.5:4:3,log", "--design", "grid"});
  const test::Ended refused = run({"export", file("grid"), "--charts", file("charts"), "--budget", "1000"});
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.err.find("it holds a sweep"), std::string::npos) << refused.err;
  EXPECT_EQ(run({"export", file("grid"), "--sweep", file("grid")}).code, 2) << "charts alone take it";
}

}  // namespace
}  // namespace faultline
