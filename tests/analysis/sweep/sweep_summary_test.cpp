// What a sweep says by itself, on losses that are made up. Nothing here is by chance.
#include "analysis/sweep/sweep_summary.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/analysis/sweep/made_sweep.h"

namespace faultline {
namespace {

using test::failed_cell;

class SweepAnswer : public test::SweepFolder {
 protected:
  static SweepDescription sweep() {
    SweepDescription made = test::made_sweep();
    made.replications = 4;
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

  [[nodiscard]] SweepFile stored(const SweepDescription& description, const std::vector<CellResult>& cells) const {
    SweepFile file = SweepFile::create(file_, description);
    for (const CellResult& cell : cells) {
      file.append(cell);
    }
    file.finish();
    return file;
  }

  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
};

TEST_F(SweepAnswer, CountsCellsThatFellShortOfThePrecision) {
  SweepDescription asked = sweep();
  asked.precision = {0.1, 4, 4};
  const SweepFile file = stored(asked, {losing({10, 10, 10, 10.1}), losing({1, 2, 30, 4}), failed_cell()});
  const SweepSummary summary = summarise(file);
  EXPECT_EQ(summary.short_of_precision, 1U);
  const std::string table = sweep_table(asked, summary);
  EXPECT_TRUE(has(table, "Asked for every mean to 10 %, within 4 quarters: 1 cell fell short.")) << table;
  const std::string json = sweep_json(asked, summary);
  EXPECT_TRUE(has(json, R"("most_replications": 4)")) << json;
  EXPECT_TRUE(has(json, R"("cells_short_of_precision": 1)")) << json;
}

TEST_F(SweepAnswer, SaysNothingOfAPrecisionThatWasNotAskedFor) {
  const SweepFile file = stored(sweep(), {losing({1, 2, 30, 4}), losing({1, 2, 30, 4}), failed_cell()});
  const SweepSummary summary = summarise(file);
  EXPECT_EQ(summary.short_of_precision, 0U);
  EXPECT_FALSE(has(sweep_table(sweep(), summary), "Asked for"));
  EXPECT_TRUE(has(sweep_json(sweep(), summary), R"("cells_short_of_precision": null)"));
}

TEST_F(SweepAnswer, HasNoFiguresWhereNoCellRan) {
  const SweepFile file = stored(sweep(), {failed_cell(), failed_cell(), failed_cell()});
  const std::string table = sweep_table(sweep(), summarise(file));
  const std::string line = table.substr(table.find("\nbaseline") + 1);
  EXPECT_EQ(line.substr(0, line.find('\n')),
            fmt::format("{:<28}{:>13}{:>13}{:>13}{:>13}", "baseline", "-", "-", "-", "-"));
  EXPECT_TRUE(has(sweep_json(sweep(), summarise(file)), R"("least": null)"));
}

TEST_F(SweepAnswer, OneOfAKindIsSingular) {
  SweepDescription one = sweep();
  one.replications = 1;
  const SweepFile file = stored(one, {losing({1}), failed_cell(), failed_cell()});
  const std::string table = sweep_table(one, summarise(file));
  EXPECT_TRUE(has(table, "made: 3 cells (grid), 1 quarter each; 2 could not be run")) << table;
  EXPECT_TRUE(has(table, " 1 cell\n")) << table;
}

TEST_F(SweepAnswer, TheMedianOfTwoCellsIsTheMeanOfBoth) {
  const SweepFile two = stored(sweep(), {losing({1, 1, 1, 1}), losing({4, 4, 4, 4}), failed_cell()});
  EXPECT_EQ(summarise(two).policies[0].median, 2.5);
  EXPECT_TRUE(has(sweep_table(sweep(), summarise(two)), " 2.5 "));
  EXPECT_TRUE(has(sweep_json(sweep(), summarise(two)), R"("median": 2.5)"));
}

TEST_F(SweepAnswer, TheMedianOfThreeCellsIsTheMiddleOne) {
  const SweepFile three = stored(sweep(), {losing({9, 9, 9, 9}), losing({1, 1, 1, 1}), losing({4, 4, 4, 4})});
  EXPECT_EQ(summarise(three).policies[0].median, 4);
}

TEST_F(SweepAnswer, SaysThatOnlyPoliciesThatDeliverAreCounted) {
  CellResult cell = losing({1, 2, 3, 4});
  cell.policies[1].means[3] = 1;  // freeze leaves something undelivered
  const SweepSummary summary = summarise(stored(sweep(), {cell, losing({1, 2, 3, 4}), failed_cell()}));
  EXPECT_EQ(summary.policies[0].best_in, 1U);
  EXPECT_EQ(summary.policies[1].held_out_of, 1U);
  const std::string note = "\"least in\" counts only policies that leave at most 5 % of their changes";
  EXPECT_TRUE(has(sweep_table(sweep(), summary), note)) << sweep_table(sweep(), summary);
  cell.policies[0].means[3] = 1;  // now none delivers, and all are counted
  const SweepSummary all_stuck = summarise(stored(sweep(), {cell, cell, failed_cell()}));
  EXPECT_EQ(all_stuck.policies[1].best_in, 2U);
  EXPECT_FALSE(has(sweep_table(sweep(), all_stuck), note));
}

TEST_F(SweepAnswer, NamesACellByItsValues) {
  SweepParameter second;
  second.name = "velocity";
  second.low = 1;
  second.high = 4;
  second.levels = 2;
  const Design design = make_design(DesignKind::grid, 0, false, 1, {sweep().design.parameters[0], second});
  EXPECT_EQ(cell_name(design, 3), "cell 3 (/defects/beta = 0.002, velocity = 4)");
}

TEST_F(SweepAnswer, NumbersAreWrittenOutAndNeverTouch) {
  for (const double size : {0.012, 4.8, 48'090.0, 1'234'567'000.0, 9.876e11, 9.876e13}) {
    const SweepFile file =
        stored(sweep(), {losing({size, size, size, size}), losing({size, size, size, size}), failed_cell()});
    const std::string table = sweep_table(sweep(), summarise(file));
    std::istringstream lines(table.substr(table.find("\nbaseline")));
    std::string line;
    std::getline(lines, line);
    std::getline(lines, line);
    EXPECT_LE(line.size(), 80U) << line;
    EXPECT_TRUE(size > 1e13 || !has(line, "e+")) << line;
    std::istringstream words(line);
    std::size_t count = 0;
    for (std::string word; words >> word;) ++count;
    EXPECT_EQ(count, 6U) << line;  // policy, three numbers, "0 cells"
  }
  const SweepFile file = stored(sweep(), {losing({48'090.0, 48'090.0, 48'090.0, 48'090.0}),
                                          losing({48'090.0, 48'090.0, 48'090.0, 48'090.0}), failed_cell()});
  EXPECT_TRUE(has(sweep_table(sweep(), summarise(file)), " 48,090 "));
}

}  // namespace
}  // namespace faultline
