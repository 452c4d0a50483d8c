// From a stored grid to its cliffs and its best policies, on figures that are made up: lead time gives way where x is 3
// times y; policy 0 loses 100 x, policy 1 loses 300 plus luck that all cells share.
#include "analysis/grid/grid.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "models/core/elementary.h"
#include "models/core/input_error.h"
#include "models/core/philox.h"

namespace faultline {
namespace {

class Grid : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static CellResult cell_at(double x, double y, std::uint32_t replications) {
    CellAccumulator accumulator(2);
    for (std::uint32_t r = 0; r < replications; ++r) {
      const double luck = elementary::normal_quantile(KeyedDraws(7, r).uniform(0, 3, 0));
      std::vector<Outcome> outcomes(2);
      for (std::size_t p = 0; p < 2; ++p) {
        Outcome& own = outcomes[p];
        const auto set = [&](Metric metric, double value) { own.metrics[static_cast<std::size_t>(metric)] = value; };
        set(Metric::lost_orders_gross, (p == 0 ? 100 * x : 300) + 10 * luck);
        set(Metric::lost_orders_submitted, 80 * x);
        set(Metric::changes_submitted, 1000 * x);
        set(Metric::changes_undelivered_horizon, 10 * x);
        set(Metric::changes_defective, 20 * x);
        set(Metric::changes_escaped, 10 * x);
        set(Metric::approvals_given, 500 * x);
        set(Metric::approvals_stamped, 100 * x);
        set(Metric::review_hours_worked, 10 * x);
        set(Metric::review_hours_available, 40 * y);
        set(Metric::lead_time_median_hours, (4 + 20 / (1 + std::pow(3 * y / x, 12))) * (1 + 0.01 * luck));
      }
      accumulator.add(outcomes);
    }
    CellResult result;
    result.policies = std::move(accumulator).finish();
    return result;
  }

  [[nodiscard]] SweepFile made(DesignKind kind, std::vector<SweepParameter> parameters, std::size_t failed = SIZE_MAX,
                               bool all_fail = false) const {
    SweepDescription sweep;
    sweep.scenario_id = "made";
    sweep.replications = 40;
    sweep.policies = {{"baseline", ""}, {"other", ""}};
    sweep.design = make_design(kind, 16, false, 3, std::move(parameters));
    SweepFile file = SweepFile::create(folder_ / "results.sqlite", sweep);
    for (std::size_t c = 0; c < sweep.design.cells(); ++c) {
      const std::span<const double> point = sweep.design.values.point(c);
      const double y = point.size() > 1 ? point[turned_ ? 0 : 1] : 1;
      CellResult failure;
      failure.failure = "made to fail";
      file.append(c == failed || all_fail ? failure : cell_at(point[turned_ ? 1 : 0], y, sweep.replications));
    }
    file.finish();
    return file;
  }

  static std::vector<SweepParameter> two() {
    return {{"velocity", 1, 10, 1, 24, true, false}, {"review-capacity", 0.5, 2, 1, 6, true, false}};
  }

  static const GridCliffs& cliffs_of(const GridReport& report, std::string_view output, std::size_t along) {
    for (const GridCliffs& cliffs : report.cliffs) {
      if (cliffs.policy == 0 && kGridOutputs[cliffs.output].name == output && cliffs.along == along) {
        return cliffs;
      }
    }
    throw std::logic_error("no such output");
  }

  bool turned_ = false;  // x is the second parameter
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("faultline-grid-" + std::to_string(getpid()));
};

TEST_F(Grid, FindsTheCliffOnEveryLineBothWays) {
  const GridReport report = read_grid(made(DesignKind::grid, two()));
  const GridCliffs& rising = cliffs_of(report, "lead_time_p50_hours", 0);
  EXPECT_FALSE(rising.falling);
  EXPECT_EQ(rising.settled, 6U);
  for (std::size_t line = 0; line < 6; ++line) {
    const stats::Cliff& cliff = rising.lines[line];
    EXPECT_NEAR(std::sqrt(report.levels[0][cliff.from] * report.levels[0][cliff.to]), 2.7 * report.levels[1][line],
                0.4 * report.levels[1][line]);
  }
  const GridCliffs& falling = cliffs_of(report, "lead_time_p50_hours", 1);
  EXPECT_TRUE(falling.falling) << "lead time rises as capacity falls";
  EXPECT_GT(falling.settled, 5U);
  EXPECT_EQ(cliffs_of(report, "lost_orders", 0).settled, 0U);
  EXPECT_EQ(cliffs_of(report, "stamped_fraction", 0).settled, 0U);
}

TEST_F(Grid, SaysOfWhatDoesNotMoveThatItDoesNot) {
  const GridReport report = read_grid(made(DesignKind::grid, two()));
  const GridCliffs& still = cliffs_of(report, "lost_orders", 1);
  EXPECT_FALSE(still.moves);
  EXPECT_TRUE(cliffs_of(report, "lost_orders", 0).moves);
  EXPECT_TRUE(cliffs_of(report, "lead_time_p50_hours", 1).moves);
  EXPECT_FALSE(cliffs_of(report, "stamped_fraction", 0).moves);
  EXPECT_EQ(cliff_finding(report, still), "Lost orders of baseline: does not move as review-capacity moves");
  const std::string table = grid_table(report);
  const std::string title = "  lost orders, as review-capacity moves\n";
  const std::size_t at = table.find(title);
  ASSERT_NE(at, std::string::npos) << table;
  const std::string finding = table.substr(at + title.size(), table.find('\n', at + title.size()) - at - title.size());
  EXPECT_NE(finding.find("does not move"), std::string::npos) << finding;
  EXPECT_EQ(finding.find("steepest"), std::string::npos) << finding;
  const nlohmann::json json = nlohmann::json::parse(grid_json(report));
  for (const auto& cliffs : json["cliffs"]) {
    EXPECT_EQ(
        cliffs["moves"].get<bool>(),
        cliffs["output"] == "lead_time_p50_hours" || cliffs["output"] == "review_utilisation" ||
            (cliffs["output"] == "lost_orders" && cliffs["policy"] == "baseline" && cliffs["along"] == "velocity"))
        << cliffs["policy"] << cliffs["output"] << cliffs["along"];
  }
}

TEST_F(Grid, TitlesAMapByTheParameterAlongWhichItMoves) {
  turned_ = true;
  const GridReport report = read_grid(made(DesignKind::grid, {two()[1], two()[0]}));
  EXPECT_FALSE(cliffs_of(report, "lost_orders", 0).moves);
  const std::vector<GridFigure> figures = grid_figures(report);
  const auto map = std::find_if(figures.begin(), figures.end(),
                                [](const GridFigure& figure) { return figure.name == "lost_orders-baseline"; });
  ASSERT_NE(map, figures.end());
  EXPECT_NE(map->svg.find("as velocity rises"), std::string::npos);
  EXPECT_EQ(map->svg.find("does not move"), std::string::npos);
}

TEST_F(Grid, SaysWhichPolicyIsBestAndHowSurely) {
  const GridReport report = read_grid(made(DesignKind::grid, two()));
  for (std::size_t c = 0; c < report.cells.size(); ++c) {
    const double x = report.sweep.design.values.point(c)[0];
    EXPECT_EQ(report.cells[c].best.candidate, x < 3 ? 0U : 1U);
    EXPECT_EQ(report.cells[c].best.share, 1) << "luck is the same for both";
  }
}

TEST_F(Grid, FactorsMultiplyToTheLoss) {
  const GridReport report = read_grid(made(DesignKind::grid, two()));
  for (std::size_t c = 0; c < report.cells.size(); ++c) {
    const LossFactors& factors = report.cells[c].policies[0].factors;
    EXPECT_NEAR(factors[0] * factors[1] * factors[2] * factors[3], 80 * report.sweep.design.values.point(c)[0], 1e-9);
    EXPECT_NEAR(report.cells[c].policies[0].outputs[1], 0.2, 1e-12);
  }
}

TEST_F(Grid, WritesTextJsonCsvAndFigures) {
  const GridReport report = read_grid(made(DesignKind::grid, two(), 7));
  EXPECT_EQ(report.failed_cells, 1U);
  std::istringstream lines(grid_table(report));
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
  }
  const nlohmann::json json = nlohmann::json::parse(grid_json(report));
  EXPECT_EQ(json["cells"].size(), 144U);
  EXPECT_EQ(json["cells"][7]["failed"], true);
  EXPECT_EQ(json["cliffs"][0]["lines_with_cliff"], 6);
  const std::string csv = grid_csv(report);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 2 * 143);
  const std::vector<GridFigure> figures = grid_figures(report);
  ASSERT_EQ(figures.size(), 1 + 2 * kGridOutputs.size());
  EXPECT_EQ(figures[0].name, "best");
  EXPECT_NE(figures[1].svg.find("review hours = demand"), std::string::npos);
}

TEST_F(Grid, OverOneNumberHasNoMap) {
  const GridReport report = read_grid(made(DesignKind::grid, {two()[0]}));
  EXPECT_EQ(cliffs_of(report, "lead_time_p50_hours", 0).settled, 1U);
  EXPECT_TRUE(grid_figures(report).empty());
  EXPECT_NE(grid_table(report).find("cliff, at 2."), std::string::npos) << grid_table(report);
}

TEST_F(Grid, RefusesASweepThatNowhereRan) {
  try {
    (void)read_grid(made(DesignKind::grid, two(), SIZE_MAX, true));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("none of its cells could be run"), std::string::npos) << error.what();
  }
}

TEST_F(Grid, RefusesWhatIsNoGrid) {
  try {
    (void)read_grid(made(DesignKind::sobol, two()));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("is no grid over one or two numbers"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace faultline
