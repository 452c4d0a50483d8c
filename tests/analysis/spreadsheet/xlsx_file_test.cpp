// The file as another program reads it: unpacked by Python, parsed by pugixml.
#include "analysis/spreadsheet/xlsx_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <pugixml.hpp>

#include "analysis/report/html.h"
#include "analysis/spreadsheet/comparison_sheets.h"
#include "tests/analysis/made_comparison.h"
#include "tests/support/hostile_names.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCreated = "2026-03-01T00:00:00Z";

class XlsxFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("faultline-xlsx-" + std::to_string(getpid()) + "-" +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void unpack(const std::string& bytes) const {
    std::ofstream(folder_ / "book.xlsx", std::ios::binary) << bytes;
    const std::string command =
        "python3 -m zipfile -e '" + (folder_ / "book.xlsx").string() + "' '" + (folder_ / "book").string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }

  // Well-formed, or the test fails.
  pugi::xml_document part(const std::string& name) const {
    pugi::xml_document document;
    const auto result =
        document.load_file((folder_ / "book" / name).c_str(), pugi::parse_default | pugi::parse_ws_pcdata);
    EXPECT_TRUE(result) << name << ": " << result.description();
    return document;
  }

  std::vector<std::string> strings() const {
    std::vector<std::string> texts;
    const pugi::xml_document shared = part("xl/sharedStrings.xml");  // outlives its nodes
    for (const pugi::xml_node item : shared.child("sst").children("si")) {
      texts.emplace_back(item.child("t").text().get());
    }
    return texts;
  }

  fs::path folder_;
};

TEST_F(XlsxFile, NamesStayTextThatCannotBecomeAFormula) {
  Sheet sheet{"Names", {{"name"}}, {}};
  const std::vector<std::string> names = test::hostile_names();
  for (const std::string& name : names) {
    sheet.rows.push_back({name});
  }
  unpack(xlsx_file(std::vector<Sheet>{sheet}, "=title", kCreated));
  const auto document = part("xl/worksheets/sheet1.xml");
  EXPECT_TRUE(document.select_nodes("//f").empty()) << "no cell is a formula";
  for (const auto& cell : document.select_nodes("//c")) {
    EXPECT_STREQ(cell.node().attribute("t").value(), "s");
  }
  const std::vector<std::string> texts = strings();
  ASSERT_EQ(texts.size(), names.size() + 1);
  for (const std::string& text : texts) {
    EXPECT_EQ(std::string("=+-@\t\r\n").find(text[0]), std::string::npos) << text;
    EXPECT_NE(text.substr(0, 3), "\uFF1D");
  }
  EXPECT_EQ(texts[1], "'=HYPERLINK(\"http://example.org\",\"click\")");
  EXPECT_EQ(texts[3], "'-2+3");
  EXPECT_EQ(texts[8], "</script><script>alert(1)</script>");
  EXPECT_EQ(texts[9], "]]>");
  EXPECT_EQ(texts[13], "two\nlines");
  EXPECT_EQ(texts[14],
            "bell\uFFFD escape\uFFFD nul\uFFFD"
            "end");
  EXPECT_EQ(texts[15], "_x005F_x003D_HYPERLINK(1)") << "readers undo the escape and see the name";
  EXPECT_STREQ(part("docProps/core.xml").child("cp:coreProperties").child("dc:title").text().get(), "'=title");
}

TEST_F(XlsxFile, NumbersAreNumbers) {
  Sheet sheet{"Numbers", {{"n", 10, NumberForm::share}, {"text"}}, {}};
  sheet.rows = {{0.1, "0.1"}, {1234567.891, Cell{}}, {std::numeric_limits<double>::quiet_NaN(), ""}};
  unpack(xlsx_file(std::vector<Sheet>{sheet}, "t", kCreated));
  const auto document = part("xl/worksheets/sheet1.xml");
  const auto cell = [&document](const char* name) {
    return document.select_node((std::string("//c[@r='") + name + "']").c_str()).node();
  };
  EXPECT_STREQ(cell("A2").attribute("t").value(), "");
  EXPECT_EQ(cell("A2").child("v").text().as_double(), 0.1);
  EXPECT_STREQ(cell("B2").attribute("t").value(), "s") << "a text that looks like a number stays text";
  EXPECT_EQ(cell("A3").child("v").text().as_double(), 1234567.891);
  EXPECT_FALSE(cell("A4")) << "what does not exist is an empty cell";
  EXPECT_STREQ(document.select_node("//pane").node().attribute("state").value(), "frozen");
}

TEST_F(XlsxFile, TheSameSheetsGiveTheSameBytes) {
  const std::vector<Sheet> sheets = comparison_sheets(test::compared(test::made_run(40)), {}, nullptr);
  const std::string first = xlsx_file(sheets, "t", kCreated);
  usleep(1'100'000);  // a clock that counts seconds would show
  EXPECT_TRUE(first == xlsx_file(sheets, "t", kCreated));
  unpack(first);
  EXPECT_STREQ(part("docProps/core.xml").child("cp:coreProperties").child("dcterms:created").text().get(),
               "2026-03-01T00:00:00Z");
}

TEST_F(XlsxFile, DatesThatAreNoneStillNeedNoClock) {
  for (const std::string_view date : {"", "nonsense", "1970-01-01T00:00:00Z", "2026-13-45T00:00:00Z"}) {
    unpack(xlsx_file(std::vector<Sheet>{{"S", {{"h"}}, {}}}, "t", date));
    EXPECT_LT(std::string(part("docProps/core.xml").child("cp:coreProperties").child("dcterms:created").text().get()),
              "1981")
        << date;
    fs::remove_all(folder_ / "book");
  }
}

TEST_F(XlsxFile, ALongTextIsCutAndKept) {
  unpack(xlsx_file(std::vector<Sheet>{{"S", {{"h"}}, {{std::string(40'000, 'x')}}}}, "t", kCreated));
  EXPECT_LT(strings().back().size(), 32'768U);
  EXPECT_GT(strings().back().size(), 30'000U);
}

TEST(ComparisonSheets, HaveEverySheetWithItsFigures) {
  const Comparison comparison = test::compared(test::made_run(40));
  const std::vector<Sheet> sheets = comparison_sheets(comparison, {}, nullptr);
  std::vector<std::string> names;
  for (const Sheet& sheet : sheets) {
    names.push_back(sheet.name);
    for (const auto& row : sheet.rows) {
      EXPECT_LE(row.size(), sheet.columns.size()) << sheet.name;
    }
  }
  EXPECT_EQ(names, (std::vector<std::string>{"Summary", "Policies", "Differences", "Exceedance", "Services", "Inputs",
                                             "Provenance"}));
  EXPECT_EQ(sheets[1].rows[0].size(), sheets[1].columns.size());
  EXPECT_EQ(std::get<double>(sheets[1].rows[1][2]), comparison.policies[1].lost_orders.mean.value);
  EXPECT_EQ(std::get<double>(sheets[2].rows[0][4]), comparison.pairs[0].saving.orders.value);
  EXPECT_EQ(std::get<double>(sheets[5].rows[0][1]), 0.0025) << "inputs that are numbers are numbers";
  EXPECT_EQ(std::get<std::string>(sheets[5].rows[0][2]), "assumed");
}

TEST(ComparisonSheets, APolicyThatLosesNothingHasNoLineInTheLogarithmicChart) {
  const Comparison comparison = test::compared(test::made_run(40), [](Outcome& outcome, std::size_t c) {
    if (c == 1 || c == 3) {
      outcome[Metric::lost_orders_gross] = 0;
    }
  });
  EXPECT_EQ(exceedance_sheet(comparison).chart->series.size(), 1U);
}

}  // namespace
}  // namespace faultline
