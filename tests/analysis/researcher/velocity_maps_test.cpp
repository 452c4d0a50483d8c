// Maps of a sweep over velocity and review capacity, on figures that are made up: policy 0 loses 100 v, policy 1 250,
// both with the same luck.
#include "analysis/researcher/velocity_maps.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "analysis/grid/grid_maps.h"
#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::researcher {
namespace {

constexpr std::array<std::size_t, 2> kBoth{0, 1};

class VelocityMaps : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // Velocity 1, 2, 4 and capacity 0.5, 1, 2, unless other parameters are given. `v` is the place of the velocity.
  [[nodiscard]] Facts made(std::vector<SweepParameter> parameters, std::size_t v = 0) const {
    SweepDescription sweep;
    sweep.scenario_id = "made";
    sweep.replications = 32;
    sweep.seed = 5;
    sweep.policies = {{"baseline", ""}, {"other", ""}};
    sweep.design = make_design(DesignKind::grid, 0, false, 3, std::move(parameters));
    SweepFile file = SweepFile::create(folder_ / "results.sqlite", sweep);
    for (std::size_t c = 0; c < sweep.design.cells(); ++c) {
      const std::span<const double> point = sweep.design.values.point(c);
      CellAccumulator accumulator(2);
      for (std::uint32_t r = 0; r < sweep.replications; ++r) {
        const double luck = elementary::normal_quantile(KeyedDraws(7, r).uniform(0, 3, 0));
        std::vector<Outcome> outcomes(2);
        for (std::size_t p = 0; p < 2; ++p) {
          const auto set = [&](Metric metric, double value) {
            outcomes[p].metrics[static_cast<std::size_t>(metric)] = value;
          };
          set(Metric::lost_orders_gross, (p == 0 ? 100 * point[v] : 250) + 30 * luck);
          set(Metric::changes_submitted, 100);
          set(Metric::review_hours_worked, 10 * point[v]);
          set(Metric::review_hours_available, 40 * point[1 - v]);
          set(Metric::lead_time_median_hours, 2 * point[v] / point[1 - v]);
        }
        accumulator.add(outcomes);
      }
      CellResult result;
      result.policies = std::move(accumulator).finish();
      file.append(result);
    }
    file.finish();
    return read_facts(file);
  }
  static SweepParameter velocity() { return {"velocity", 1, 4, 1.0, 3, true, false}; }
  static SweepParameter capacity() { return {"review-capacity", 0.5, 2, 1.0, 3, true, false}; }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("faultline-velocity-" + std::to_string(getpid()));
};

TEST_F(VelocityMaps, ShowLossAndLeadTimeOfBothOnOneScale) {
  const std::vector<report::VelocityMap> maps = velocity_maps(made({velocity(), capacity()}), kBoth, std::nullopt, "");
  ASSERT_EQ(maps.size(), 4U);
  const double luck = maps[0].chart.cells[0].value.value() - 100;
  EXPECT_LT(std::abs(luck), 30);
  EXPECT_NEAR(maps[0].chart.cells[2].value.value(), 400 + luck, 1e-9) << "the highest velocity, the least capacity";
  EXPECT_NEAR(maps[1].chart.cells[2].value.value(), 250 + luck, 1e-9);
  EXPECT_NEAR(maps[2].chart.cells[2].value.value(), 2 * 4 / 0.5, 1e-9);
  EXPECT_EQ(maps[0].chart.shared->low, maps[1].chart.shared->low);
  EXPECT_NEAR(maps[1].chart.shared->high, 400 + luck, 1e-9) << "the most of either";
  EXPECT_NEAR(maps[3].chart.shared->high, 16, 1e-9);
  EXPECT_EQ(maps[1].policy, 1U);
  for (const report::VelocityMap& map : maps) {
    EXPECT_EQ(map.chart.marked->x, 1.0);
    EXPECT_EQ(map.chart.marked->y, 1.0);
    EXPECT_FALSE(map.chart.title.empty());
    EXPECT_NE(report::heatmap(map.chart).find("today"), std::string::npos);
  }
}

// Up to twice the velocity the reference loses 150 or 50 fewer, at four times 150 more, with all luck shared.
TEST_F(VelocityMaps, SayWhereTheOtherIsSettledToLoseLess) {
  const std::vector<report::VelocityMap> maps = velocity_maps(made({velocity(), capacity()}), kBoth, std::nullopt, "");
  EXPECT_EQ(maps[1].chart.title, "other loses fewer orders than baseline in 3 of 9 cells, more in 6, not settled in 0");
}

TEST_F(VelocityMaps, DrawTheLimitAndHatchWhatItLeavesOpen) {
  const Facts facts = made({velocity(), capacity()});
  const double mean = facts.cells[3].policies[0].lost.value;  // at velocity 2
  const std::vector<report::VelocityMap> maps = velocity_maps(facts, kBoth, mean, "limit");
  const report::Heatmap& chart = maps[0].chart;
  for (std::size_t place = 0; place < 9; ++place) {
    EXPECT_EQ(chart.cells[place].open, place % 3 == 1) << place;
  }
  EXPECT_EQ(chart.open_means, "not settled on which side of the limit");
  const report::HeatLine& line = chart.lines.back();
  EXPECT_TRUE(line.name.starts_with("mean lost orders = limit of "));
  ASSERT_FALSE(line.points.empty());
  for (const report::Point& point : line.points) {
    EXPECT_TRUE(std::isnan(point.x) || std::abs(point.x - 2) < 1e-6) << point.x;
  }
  EXPECT_TRUE(chart.title.starts_with("baseline loses less than the limit of ")) << chart.title;
  EXPECT_TRUE(chart.title.ends_with(" orders in 3 of 9 cells, more in 3, not settled in 3")) << chart.title;
  EXPECT_EQ(velocity_maps(facts, kBoth, 1e9, "limit")[0].chart.notes.back(),
            "Means lie below the limit of 1 G lost orders in 9 of 9 cells.");
}

TEST_F(VelocityMaps, KnowCapacityThatMeetsDemandWhicheverAxisComesFirst) {
  for (const std::size_t v : {0U, 1U}) {
    std::vector<SweepParameter> parameters{velocity(), capacity()};
    if (v == 1) {
      std::swap(parameters[0], parameters[1]);
    }
    const report::Heatmap chart = velocity_maps(made(std::move(parameters), v), kBoth, std::nullopt, "")[0].chart;
    const auto line = std::find_if(chart.lines.begin(), chart.lines.end(), [](const report::HeatLine& own) {
      return own.name == "review hours = demand of baseline";
    });
    ASSERT_NE(line, chart.lines.end());
    // Work takes 10 hours at velocity 1, and reviewers have 40 at capacity 1.
    const report::Point& end = line->points.back();
    EXPECT_NEAR(v == 0 ? end.x : end.y, 4, 1e-9);
    EXPECT_NEAR(v == 0 ? end.y : end.x, 1, 1e-9);
  }
}

TEST_F(VelocityMaps, SayWhenTodayIsElsewhere) {
  SweepParameter fast = velocity();
  fast.low = 2;
  for (const report::VelocityMap& map : velocity_maps(made({fast, capacity()}), kBoth, std::nullopt, "")) {
    EXPECT_FALSE(map.chart.marked.has_value());
    EXPECT_NE(report::heatmap(map.chart).find("lies outside of this map"), std::string::npos);
  }
}

TEST_F(VelocityMaps, OfOnePolicyAreTwo) {
  const std::vector<report::VelocityMap> maps =
      velocity_maps(made({velocity(), capacity()}), std::span(kBoth).first(1), std::nullopt, "");
  EXPECT_EQ(maps.size(), 2U);
}

TEST(Contour, CrossesBetweenMiddlesAndSkipsWhatDidNotRun) {
  report::Heatmap map;
  map.x.levels = {0, 1, 2};
  map.y.levels = {0, 1};
  map.cells = {{0.0, false}, {10.0, false}, {20.0, false}, {0.0, false}, {10.0, false}, {std::nullopt, false}};
  const std::vector<report::Point> points = contour(map, 4);
  ASSERT_EQ(points.size(), 3U);
  EXPECT_NEAR(points[0].x, 0.4, 1e-12);
  EXPECT_NEAR(points[1].x, 0.4, 1e-12);
  EXPECT_TRUE(std::isnan(points[2].x));
  EXPECT_TRUE(contour(map, 30).empty());
  EXPECT_EQ(contour(map, 15).size(), 0U) << "only at the bottom, next to the cell that is missing";
}

TEST(VelocityAxes, AreFoundInEitherOrderOfAGridOfTwo) {
  Design design;
  design.parameters = {{"review-capacity", 1, 2, 1.0, 2, false, false}, {"velocity:human", 1, 2, 1.0, 2, false, false}};
  EXPECT_EQ(grid::velocity_axes(design)->velocity, 1U);
  design.parameters[0].name = "demand";
  EXPECT_FALSE(grid::velocity_axes(design).has_value());
  design.parameters[0].name = "review-capacity";
  design.kind = DesignKind::latin_hypercube;
  EXPECT_FALSE(grid::velocity_axes(design).has_value());
  design.kind = DesignKind::grid;
  design.parameters.push_back({"demand", 1, 2, 1.0, 2, false, false});
  EXPECT_FALSE(grid::velocity_axes(design).has_value());
}

}  // namespace
}  // namespace faultline::researcher
