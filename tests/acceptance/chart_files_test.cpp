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
    const std::string html = read(file("page.html"));
    const std::string begin = "<svg stroke-linejoin=\"round\" role=\"img\"";
    std::size_t charts = 0;
    for (std::size_t at = html.find(begin); at != std::string::npos; at = html.find(begin, at + 1), ++charts) {
      const std::string svg = html.substr(at, html.find("</svg>", at) - at);
      EXPECT_TRUE(drawn_.count(plain(svg)) == 1) << "no file holds what " << reader << " sees: " << svg.substr(0, 300);
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

TEST_F(ChartFiles, OptionsThatASweepHasNoPlaceForAreRefused) {
  sweep_small_shop("grid", {"--vary", "velocity=0.5:4:3,log", "--design", "grid"});
  const test::Ended refused = run({"export", file("grid"), "--charts", file("charts"), "--budget", "1000"});
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.err.find("it holds a sweep"), std::string::npos) << refused.err;
  EXPECT_EQ(run({"export", file("grid"), "--sweep", file("grid")}).code, 2) << "charts alone take it";
}

}  // namespace
}  // namespace faultline
