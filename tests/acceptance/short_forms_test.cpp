// Results for spreadsheets, CI servers, pull requests and print.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <set>
#include <string>

#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using nlohmann::json;
using test::Ended;

class ShortForms : public test::ProgramTest {
 protected:
  void SetUp() override {
    test::ProgramTest::SetUp();
    compare("now", {});
  }
  void compare(const std::string& folder, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"compare",   scenario("small-shop"), "--replications", "40", "--quiet", "--out",
                                       file(folder)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    ASSERT_EQ(run(arguments).code, 0);
  }
};

TEST_F(ShortForms, EveryNumberOfTheSpreadsheetIsThatOfTheDatabase) {
  ASSERT_EQ(run({"export", file("now"), "--format", "xlsx"}).code, 0);
  const Ended checked = shell("python3 " FAULTLINE_SOURCE_DIR "/tests/acceptance/spreadsheet_check.py '" +
                              file("now/results.sqlite") + "' '" + file("now/results.xlsx") + "'");
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_GT(std::stoi(checked.out), 1000);
}

TEST_F(ShortForms, BytesDoNotDependOnTheRun) {
  compare("again", {"--threads", "1"});
  for (const std::string folder : {"now", "again"}) {
    ASSERT_EQ(run({"export", file(folder), "--format", "xlsx"}).code, 0);
    ASSERT_EQ(run({"export", file(folder), "--charts", file(folder + "/charts")}).code, 0);
    ASSERT_EQ(run({"export", file(folder), "--format", "junit", "--max-mean-lost-orders", "1000000", "-o",
                   file(folder + "/gate.xml")})
                  .code,
              0);
  }
  for (const std::string name : {"results.xlsx", "gate.xml", "charts/exceedance.svg", "charts/backlog.csv"}) {
    EXPECT_TRUE(read(file("now/" + name)) == read(file("again/" + name))) << name;
    EXPECT_FALSE(read(file("now/" + name)).empty()) << name;
  }
}

TEST_F(ShortForms, EveryChartComesAsAPictureAndItsNumbers) {
  ASSERT_EQ(run({"export", file("now"), "--charts", file("charts")}).code, 0);
  std::set<std::string> pictures;
  for (const auto& entry : std::filesystem::directory_iterator(file("charts"))) {
    if (entry.path().extension() == ".svg") {
      pictures.insert(entry.path().stem().string());
      pugi::xml_document document;
      EXPECT_TRUE(document.load_file(entry.path().c_str())) << entry.path();
      const std::string csv = read(std::filesystem::path(entry.path()).replace_extension(".csv").string());
      EXPECT_GT(std::count(csv.begin(), csv.end(), '\n'), 1) << entry.path();
    }
  }
  // Of the reference and the policy that does best: its spread, and the quarters near three quantiles of its loss.
  const std::set<std::string> expected{"exceedance",
                                       "lead-times",
                                       "leadership-exceedance",
                                       "leadership-differences",
                                       "leadership-front",
                                       "paired-differences",
                                       "saving-2-two-person-review",
                                       "saving-3-layered-safeguards",
                                       "backlog",
                                       "radius",
                                       "blast-1",
                                       "blast-2",
                                       "blast-3",
                                       "incident-1-p50",
                                       "incident-1-p95",
                                       "incident-1-p99",
                                       "incident-3-p50",
                                       "incident-3-p95",
                                       "incident-3-p99"};
  EXPECT_EQ(pictures, expected);
}

TEST_F(ShortForms, LimitsSetTheExitCodeAndTheReport) {
  const Ended broken = run({"export", file("now"), "--format", "junit", "--max-mean-lost-orders", "1"});
  EXPECT_EQ(broken.code, 4);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(broken.out.c_str()));
  EXPECT_EQ(document.child("testsuites").attribute("failures").as_int(), 3);
  const Ended open = run({"export", file("now"), "--format", "junit", "--max-p99-lost-orders", "1000"});
  EXPECT_EQ(open.code, 6) << "too few replications for an interval";
  EXPECT_EQ(
      run({"export", file("now"), "--format", "junit", "--max-p99-lost-orders", "1000", "--undecided", "pass"}).code,
      0);
  const Ended without = run({"export", file("now"), "--format", "junit"});
  EXPECT_EQ(without.code, 2);
  EXPECT_NE(without.err.find("--max-mean-lost-orders"), std::string::npos);
  EXPECT_EQ(run({"export", file("now"), "--format", "npy", "--against", file("now")}).code, 2);
}

TEST_F(ShortForms, AgainstSaysWhatChanged) {
  compare("old", {"--set", "/defects/beta=0.004"});
  const Ended as_json = run({"export", file("now"), "--against", file("old")});
  ASSERT_EQ(as_json.code, 0) << as_json.err;
  const json against = json::parse(as_json.out)["against"];
  EXPECT_EQ(against["paired"], true);
  ASSERT_EQ(against["inputs"].size(), 1U);
  EXPECT_EQ(against["inputs"][0]["pointer"], "/defects/beta");
  EXPECT_EQ(against["inputs"][0]["before"], "0.004");
  ASSERT_EQ(against["answers"].size(), 3U);
  for (const json& answer : against["answers"]) {
    EXPECT_EQ(answer["verdict"], "settled better") << answer;
  }
  const Ended markdown = run({"export", file("now"), "--format", "markdown", "--against", file("old")});
  EXPECT_NE(markdown.out.find("/defects/beta | 0.004"), std::string::npos) << markdown.out;
  ASSERT_EQ(run({"report", file("now"), "--against", file("old"), "-o", file("page.html")}).code, 0);
  EXPECT_NE(read(file("page.html")).find("What changed since the last run?"), std::string::npos);
  const Ended itself = run({"export", file("now"), "--format", "markdown", "--against", file("now")});
  EXPECT_NE(itself.out.find("Nothing changed: both runs have the same results, bit for bit."), std::string::npos);
  EXPECT_EQ(run({"report", file("now"), "--against", file("nowhere")}).code, 3);
}

// The documented command, in a real browser.
TEST_F(ShortForms, ThePagePrintsToPdf) {
  if (shell("command -v chromium").code != 0) {
    GTEST_SKIP() << "no chromium on this machine";
  }
  const Ended printed = shell("cd '" + file("now") + "' && HOME='" + file(".") +
                              "' chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer "
                              "--print-to-pdf=report.pdf report.html");
  ASSERT_EQ(printed.code, 0) << printed.err;
  const std::string pdf = read(file("now/report.pdf"));
  EXPECT_EQ(pdf.substr(0, 5), "%PDF-");
  std::size_t pages = 0;
  for (std::size_t at = pdf.find("/Type /Page\n"); at != std::string::npos; at = pdf.find("/Type /Page\n", at + 1)) {
    ++pages;
  }
  EXPECT_GE(pages, 2U);
  EXPECT_LE(pages, 20U);
  EXPECT_NE(pdf.find("/MediaBox [0 0 594.95996 841.91998]"), std::string::npos) << "A4, upright";
}

TEST_F(ShortForms, ASpreadsheetNeedsAPlaceForTemporaryFiles) {
  const Ended ended = shell("TMPDIR=/proc/none \"$F\" export '" + file("now") + "' --format xlsx");
  EXPECT_EQ(ended.code, 5) << ended.err;
  EXPECT_NE(ended.err.find("set TMPDIR"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace faultline
