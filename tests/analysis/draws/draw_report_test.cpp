// From a stored file of draws to its report, on losses that are made up: policy 0 loses 20 + 12 x, policy 1 loses 4
// less, plus luck that all draws share and some that they do not. Ignorance of x is known: 12^2 / 12.
#include "analysis/draws/draw_report.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <sstream>

#include "analysis/draws/draw_charts.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/html.h"
#include "models/core/elementary.h"
#include "models/core/input_error.h"
#include "models/core/philox.h"

namespace faultline {
namespace {

double normal(std::size_t cell, std::size_t replication) {
  const KeyedDraws draws(9, static_cast<std::uint32_t>(replication));
  return elementary::normal_quantile(draws.uniform(static_cast<std::uint32_t>(cell), 5, 0));
}

Scenario scenario(double rho = 0.0) {
  Scenario made;
  for (const char* name : {"/x", "/inert"}) {
    ParameterSource source;
    source.pointer = name;
    source.value = "0.5";
    source.uncertainty = Uncertainty{UncertaintyKind::uniform, 0.5, 0.0, 1.0, 0.0, 1.0, false, false};
    made.sources.push_back(source);
  }
  made.sources.push_back({"/fixed", "3", SourceStatus::assumed, "", true});
  made.sources.push_back({"/published", "3", SourceStatus::evidence, "Z3"});
  if (rho != 0.0) {
    made.correlations.push_back({"/x", "/inert", rho, ""});
  }
  return made;
}

class DrawReports : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // The first `failed` draws could not be run.
  [[nodiscard]] SweepFile made(const ParameterDraws& draws, std::size_t failed = 0) const {
    SweepDescription sweep;
    sweep.scenario_id = "made";
    sweep.replications = 40;
    sweep.horizon_days = 90;
    sweep.policies = {{"baseline", ""}, {"other", ""}};
    sweep.design = draws.design;
    SweepFile file = SweepFile::create(folder_ / "results.sqlite", sweep);
    for (std::size_t cell = 0; cell < sweep.design.cells(); ++cell) {
      CellResult result;
      if (cell >= 1 && cell <= failed) {
        result.failure = "made to fail";
        file.append(result);
        continue;
      }
      result.policies.resize(2);
      for (CellPolicy& policy : result.policies) {
        policy.outputs.resize(kKeptOutputs.size());
      }
      for (std::size_t r = 0; r < sweep.replications; ++r) {
        const double x = sweep.design.values.point(cell)[1];  // parameters stand by pointer
        const double luck = 5 * normal(0, r) + 2 * normal(cell + 1, r);
        for (std::size_t p = 0; p < 2; ++p) {
          const double lost = 20 + 12 * x + luck - (p == 1 ? 4 : 0);
          result.policies[p].lost_orders.push_back(lost);
          for (std::vector<double>& output : result.policies[p].outputs) {
            output.push_back(2 * lost);
          }
        }
      }
      file.append(result);
    }
    file.finish();
    return file;
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("faultline-draws-" + std::to_string(getpid()));
};

TEST_F(DrawReports, TellLuckFromIgnorance) {
  const ParameterDraws draws = draw_parameters(scenario(), "made.json", 200, 1);
  ASSERT_EQ(draws.parameters.size(), 2U);
  EXPECT_EQ(draws.not_drawn.assumed_defaults, 1U);
  EXPECT_EQ(draws.not_drawn.evidence, 1U);
  EXPECT_EQ(draws.not_drawn.all(), 2U);
  const DrawReport report = analyse_draws(made(draws), draws);
  EXPECT_EQ(report.draws_run, 200U);
  const SplitFigure& lost = report.policies[0].figures.front();
  ASSERT_TRUE(lost.split && lost.band && lost.central);
  // Strata make the draws' variance 12^2 / 12 up to 1 / 200 of itself; luck left in it: 2^2 / 40 a mean. A variance of
  // luck from 40 shared values has a relative standard error of sqrt(2 / 39).
  EXPECT_NEAR(lost.split->ignorance_variance, 12, 12.0 / 200 + 4 * 2 * std::sqrt(12 * 0.1 / 200));
  EXPECT_NEAR(lost.split->luck_variance, 29,
              4 * (25 * std::sqrt(2.0 / 39) + 4 * std::sqrt(2.0 / 7800) + 2 * std::sqrt(25 * 4 / 7800.0)));
  EXPECT_LT(lost.split->p_value, 1e-6);
  EXPECT_LT(lost.band->low, lost.split->mean - 4.5);
  EXPECT_GT(lost.band->high, lost.split->mean + 4.5);
  // Twice the figure has four times the variance: outputs are read as they were written.
  const SplitFigure& net = report.policies[0].figures[2];
  EXPECT_EQ(net.name, "lost_orders_net");
  EXPECT_NEAR(net.split->ignorance_variance, 4 * lost.split->ignorance_variance, 1e-9);
  EXPECT_FALSE(report.policies[0].figures[1].split);  // 40 quarters hold no two groups of 100
  EXPECT_NE(report.policies[0].figures[1].absence, "");
}

TEST_F(DrawReports, ComparePoliciesWithinEachDraw) {
  const ParameterDraws draws = draw_parameters(scenario(), "made.json", 50, 1);
  const DrawReport report = analyse_draws(made(draws), draws);
  ASSERT_EQ(report.pairs.size(), 1U);
  const DrawnPair& pair = report.pairs.front();
  EXPECT_EQ(pair.b_loses_less.value, 1);
  EXPECT_EQ(pair.settled_better, 50U);
  // The difference is 4 whatever x is and whatever the quarter: nothing but rounding is left of either.
  EXPECT_NEAR(pair.saved.front().split->mean, 4, 1e-12);
  EXPECT_NEAR(pair.saved.front().split->ignorance_variance, 0, 1e-20);
  ASSERT_FALSE(report.policies[0].drivers.empty());
  EXPECT_EQ(report.drawn.parameters[report.policies[0].drivers[0].parameter].source.pointer, "/x");
  EXPECT_TRUE(report.policies[0].drivers[0].beyond_chance);
  EXPECT_FALSE(report.policies[0].drivers[1].beyond_chance);
}

TEST_F(DrawReports, TitlesStateFindings) {
  const ParameterDraws draws = draw_parameters(scenario(), "made.json", 50, 1);
  const DrawReport report = analyse_draws(made(draws), draws);
  const stats::ExceedanceCurve& central = *report.policies[0].central_curve;
  const auto half = exceeded_loss(central, 0.5);
  ASSERT_TRUE(half);
  EXPECT_FALSE(exceeded_loss(central, 0.1)) << "10 of 40 quarters must lie beyond";
  EXPECT_EQ(draw_exceedance_chart(report, 0).title.find("baseline: half of all quarters lose more than " +
                                                        report::format_number(*half) + " orders; "),
            0U)
      << draw_exceedance_chart(report, 0).title;
  EXPECT_EQ(drawn_savings_chart(report).title,
            "other saves most against baseline: 4 orders a quarter on the average of the draws");
  EXPECT_EQ(ignorance_chart(report).title.find("Ignorance of the parameters is "), 0U);
}

TEST_F(DrawReports, NameWhatFailed) {
  const ParameterDraws draws = draw_parameters(scenario(), "made.json", 5, 1);
  const SweepFile file = made(draws, 2);
  const DrawReport report = analyse_draws(file, draws);
  EXPECT_EQ(report.draws_run, 3U);
  ASSERT_EQ(report.failures.size(), 2U);
  for (const std::string& text :
       {draw_table(report), draw_markdown(report), draw_json(report), draw_page(report), draw_csv(file)}) {
    EXPECT_NE(text.find("made to fail"), std::string::npos) << text;
  }
}

TEST_F(DrawReports, NeedTwoDraws) {
  const ParameterDraws draws = draw_parameters(scenario(), "made.json", 5, 1);
  const SweepFile file = made(draws, 4);
  EXPECT_THROW((void)analyse_draws(file, draws), InputError);
}

TEST_F(DrawReports, FillATerminalOf80Columns) {
  const ParameterDraws draws = draw_parameters(scenario(0.5), "made.json", 5, 1);
  std::istringstream lines(draw_table(analyse_draws(made(draws), draws)));
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(report::display_columns(line), 80U) << line;
  }
}

TEST(ParameterDraws, CentralFirstAndTheSameAgain) {
  const ParameterDraws draws = draw_parameters(scenario(0.9), "made.json", 20, 7);
  EXPECT_EQ(draws.design.cells(), 21U);
  EXPECT_EQ(draws.design.values.point(0)[0], 0.5);
  EXPECT_EQ(draws.design.values.values, draw_parameters(scenario(0.9), "made.json", 20, 7).design.values.values);
  ASSERT_EQ(draws.pairs.size(), 1U);
}

TEST(ParameterDraws, RefuseAScenarioWithoutUncertainty) {
  Scenario certain = scenario();
  for (ParameterSource& source : certain.sources) {
    source.uncertainty.reset();
  }
  try {
    (void)draw_parameters(certain, "made.json", 5, 1);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("states no uncertainty"), std::string::npos) << error.what();
  }
}

TEST(ParameterDraws, NameCorrelationsThatContradictEachOther) {
  Scenario made = scenario();
  ParameterSource third = made.sources.front();
  third.pointer = "/y";
  made.sources.push_back(third);
  made.correlations = {{"/x", "/y", 0.9, ""}, {"/inert", "/y", 0.9, ""}, {"/x", "/inert", -0.9, ""}};
  try {
    (void)draw_parameters(made, "made.json", 5, 1);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems().size(), 3U);
    EXPECT_NE(std::string(error.what()).find("/inert with /y"), std::string::npos) << error.what();
  }
}

TEST(ParameterDraws, SayWhichCorrelationHasNoEffect) {
  Scenario made = scenario();
  made.correlations = {{"/x", "/fixed", 0.9, ""}};
  const ParameterDraws draws = draw_parameters(made, "made.json", 5, 1);
  ASSERT_EQ(draws.warnings.size(), 1U);
  EXPECT_NE(draws.warnings[0].find("/fixed states no uncertainty"), std::string::npos) << draws.warnings[0];
}

}  // namespace
}  // namespace faultline
