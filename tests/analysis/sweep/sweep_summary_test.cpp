// What a sweep says by itself, on losses that are made up. Nothing here is by chance.
#include "analysis/sweep/sweep_summary.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace faultline {
namespace {

class SweepAnswer : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static SweepDescription sweep() {
    SweepDescription made;
    made.tool_version = "0.1.0";
    made.scenario_id = "made";
    made.replications = 4;
    made.policies = {{"baseline", ""}, {"freeze", ""}};
    SweepParameter parameter;
    parameter.name = "/defects/beta";
    parameter.low = 0.001;
    parameter.high = 0.003;
    parameter.levels = 3;
    made.design = make_design(DesignKind::grid, 0, false, made.seed, {parameter});
    return made;
  }

  // Losses of baseline; freeze loses nothing.
  static CellResult losing(std::vector<double> losses) {
    CellResult result;
    result.policies.resize(2);
    result.policies[1].lost_orders.resize(losses.size());
    result.policies[0].lost_orders = std::move(losses);
    return result;
  }

  static CellResult failed() {
    CellResult result;
    result.failure = "/defects/beta: must be at most 1";
    return result;
  }

  [[nodiscard]] SweepFile stored(const SweepDescription& description, const std::vector<CellResult>& cells) const {
    SweepFile file = SweepFile::create(folder_ / "results.sqlite", description);
    for (const CellResult& cell : cells) {
      file.append(cell);
    }
    file.finish();
    return file;
  }

  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("faultline-sweep-answer-" + std::to_string(getpid()));
};

TEST_F(SweepAnswer, CountsCellsThatFellShortOfThePrecision) {
  SweepDescription asked = sweep();
  asked.precision = {0.1, 4, 4};
  const SweepFile file = stored(asked, {losing({10, 10, 10, 10.1}), losing({1, 2, 30, 4}), failed()});
  const SweepSummary summary = summarise(file);
  EXPECT_EQ(summary.short_of_precision, 1U);
  const std::string table = sweep_table(asked, summary);
  EXPECT_TRUE(has(table, "Asked for every mean to 10 %, within 4 quarters: 1 cell fell short.")) << table;
  const std::string json = sweep_json(asked, summary);
  EXPECT_TRUE(has(json, R"("most_replications": 4)")) << json;
  EXPECT_TRUE(has(json, R"("cells_short_of_precision": 1)")) << json;
}

TEST_F(SweepAnswer, SaysNothingOfAPrecisionThatWasNotAskedFor) {
  const SweepFile file = stored(sweep(), {losing({1, 2, 30, 4}), losing({1, 2, 30, 4}), failed()});
  const SweepSummary summary = summarise(file);
  EXPECT_EQ(summary.short_of_precision, 0U);
  EXPECT_FALSE(has(sweep_table(sweep(), summary), "Asked for"));
  EXPECT_TRUE(has(sweep_json(sweep(), summary), R"("cells_short_of_precision": null)"));
}

TEST_F(SweepAnswer, HasNoFiguresWhereNoCellRan) {
  const SweepFile file = stored(sweep(), {failed(), failed(), failed()});
  const std::string table = sweep_table(sweep(), summarise(file));
  const std::string line = table.substr(table.find("\nbaseline") + 1);
  EXPECT_EQ(line.substr(0, line.find('\n')),
            fmt::format("{:<28}{:>13}{:>13}{:>13}{:>13}", "baseline", "-", "-", "-", "-"));
  EXPECT_TRUE(has(sweep_json(sweep(), summarise(file)), R"("least": null)"));
}

TEST_F(SweepAnswer, OneOfAKindIsSingular) {
  SweepDescription one = sweep();
  one.replications = 1;
  const SweepFile file = stored(one, {losing({1}), failed(), failed()});
  const std::string table = sweep_table(one, summarise(file));
  EXPECT_TRUE(has(table, "made: 3 cells (grid), 1 quarter each; 2 could not be run")) << table;
  EXPECT_TRUE(has(table, " 1 cell\n")) << table;
  EXPECT_EQ(how_many(1, "cell"), "1 cell");
  EXPECT_EQ(how_many(0, "cell"), "0 cells");
}

}  // namespace
}  // namespace faultline
