// Exports of a run made by hand: shapes, order and figures.
#include "analysis/store/export.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "analysis/store/csv.h"
#include "tests/analysis/made_comparison.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;
using test::made_run;

class ExportTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("faultline-export-" + std::to_string(getpid()) + "-" +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  ResultsFile stored(const RunDescription& run) const {
    ResultsFile file = ResultsFile::create(folder_ / "results.sqlite", run);
    for (std::uint32_t b = 0; b < run.blocks(); ++b) {
      file.append(test::made_block(run, b));
    }
    return file;
  }

  fs::path folder_;
};

const std::string& content_of(const std::vector<ExportedFile>& files, const std::string& name) {
  const auto found = std::find_if(files.begin(), files.end(), [&](const ExportedFile& f) { return f.name == name; });
  if (found == files.end()) {
    throw std::runtime_error("no " + name);
  }
  return found->content;
}

// Values of a NumPy file, whose header is checked elsewhere.
double value_at(const std::string& npy, std::size_t i) {
  const std::size_t header = static_cast<unsigned char>(npy[8]) + 256U * static_cast<unsigned char>(npy[9]);
  double value = 0;
  std::memcpy(&value, npy.data() + 10 + header + 8 * i, sizeof value);
  return value;
}

bool has_shape(const std::string& npy, const std::string& shape) {
  return npy.find("'shape': " + shape) != std::string::npos;
}

TEST_F(ExportTest, NumpyArraysComeByPolicyThenReplication) {
  const RunDescription run = made_run(25);
  const auto files = npy_files(stored(run));
  const std::string& losses = content_of(files, "losses.npy");
  EXPECT_TRUE(has_shape(losses, "(2, 25, )"));
  EXPECT_EQ(value_at(losses, 0), test::made_loss(0, 0));
  EXPECT_EQ(value_at(losses, 24), test::made_loss(24, 0));
  EXPECT_EQ(value_at(losses, 25 + 3), test::made_loss(3, 1));
  const std::string& backlog = content_of(files, "backlog_by_day.npy");
  EXPECT_TRUE(has_shape(backlog, "(2, 25, 150, )"));
  EXPECT_EQ(value_at(backlog, (25 + 7) * 150 + 30), test::made_backlog(7, 1, 30));
  const std::string& waterfall = content_of(files, "waterfall.npy");
  EXPECT_TRUE(has_shape(waterfall, "(2, 25, 6, )"));
  EXPECT_EQ(value_at(waterfall, (25 + 7) * 6 + 5),
            test::made_waterfall(test::made_loss(7, 0) - test::made_loss(7, 1)).caught[1]);
  const std::string& flow = content_of(files, "gate_flow.npy");
  EXPECT_TRUE(has_shape(flow, "(2, 25, 2, 3, )"));
  EXPECT_EQ(value_at(flow, 4), 40) << "replication 0 of the baseline, peer review, bypassed";
  EXPECT_TRUE(has_shape(content_of(files, "loss_by_gate_miss.npy"), "(2, 25, 2, 3, )"));
  EXPECT_TRUE(has_shape(content_of(files, "review_hours_by_desk.npy"), "(2, 25, 3, )"));
  EXPECT_TRUE(has_shape(content_of(files, "lost_orders_by_week.npy"), "(2, 25, 13, )"));
  EXPECT_TRUE(has_shape(content_of(files, "metrics.npy"), "(2, 25, " + std::to_string(kMetricCount) + ", )"));
}

TEST_F(ExportTest, TablesHaveOneLineForEachThing) {
  const RunDescription run = made_run(25);
  const auto files = csv_files(stored(run), test::compared(run));
  const auto lines = [&](const std::string& name) {
    const std::string& text = content_of(files, name);
    return std::count(text.begin(), text.end(), '\n');
  };
  EXPECT_EQ(lines("gates.csv"), 1 + 2 * 2);
  EXPECT_EQ(lines("desks.csv"), 1 + 2 * 3);
  EXPECT_EQ(lines("backlog.csv"), 1 + 2 * 150);
  EXPECT_EQ(lines("weeks.csv"), 1 + 2 * 13);
  EXPECT_EQ(lines("waterfall.csv"), 1 + 6);
  EXPECT_EQ(lines("replications.csv"), 1 + 2 * 25 + 2 * 10);
  EXPECT_EQ(lines("pairs.csv"), 1 + 2);
  EXPECT_NE(content_of(files, "gates.csv").find("\"baseline\",\"peer-review\",800,0.05,2,5.4,"), std::string::npos);
  EXPECT_NE(content_of(files, "weeks.csv").find("settled better"), std::string::npos);
  for (const ExportedFile& file : files) {
    const auto columns = [](std::string_view text) { return std::count(text.begin(), text.end(), ','); };
    const std::string_view text = file.content;
    const auto expected = columns(text.substr(0, text.find('\n')));
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = text.find('\n', begin);
      EXPECT_EQ(columns(text.substr(begin, end - begin)), expected) << file.name;
      begin = end + 1;
    }
  }
}

TEST(CsvField, IsNeverAFormula) {
  for (const std::string begin : {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF20"}) {
    EXPECT_EQ(csv_field(begin + "1+1"), "\"'" + begin + "1+1\"");
  }
  EXPECT_EQ(csv_field("two-person"), "\"two-person\"");
  EXPECT_EQ(csv_field("a \"b\", c"), "\"a \"\"b\"\", c\"");
  EXPECT_EQ(csv_number(std::nullopt), "");
}

}  // namespace
}  // namespace faultline
