// From made sweeps, whose answers are known, to what the page says of them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "analysis/report/chart_format.h"
#include "analysis/researcher/page.h"
#include "analysis/researcher/sections.h"
#include "analysis/store/sqlite.h"
#include "models/core/elementary.h"
#include "models/core/input_error.h"
#include "models/core/philox.h"
#include "tests/support/hostile_names.h"

namespace faultline::researcher {
namespace {

// Lost orders of a policy at a point, given the quarter's luck.
using Loss = std::function<double(std::span<const double> point, std::size_t policy, double luck)>;
// Changes of 100 that a policy does not deliver at a point.
using Undelivered = std::function<double(std::span<const double> point, std::size_t policy)>;

double nearly_all_delivered(std::span<const double> /*point*/, std::size_t policy) { return policy == 0 ? 0 : 1; }

class ResearcherPage : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static SweepDescription described(DesignKind kind, std::uint32_t size, std::vector<SweepParameter> parameters) {
    SweepDescription sweep;
    sweep.tool_version = "0.1.0";
    sweep.scenario_id = "made";
    sweep.scenario_sha256 = "c0ffee";
    sweep.horizon_days = 90;
    sweep.replications = 32;
    sweep.seed = 5;
    sweep.policies = {{"baseline", ""}, {"other", ""}};
    sweep.design = make_design(kind, size, kind == DesignKind::saltelli, 3, std::move(parameters));
    return sweep;
  }
  static std::vector<SweepParameter> two() {
    return {{"x", 1, 3, 2.0, 3, false, false}, {"y", 1, 4, 2.0, 4, true, false}};
  }
  static double luck(std::uint32_t replication) {
    return elementary::normal_quantile(KeyedDraws(7, replication).uniform(0, 3, 0));
  }
  static CellResult cell(std::span<const double> point, const SweepDescription& sweep, const Loss& loss,
                         const Undelivered& undelivered) {
    CellAccumulator accumulator(sweep.policies.size());
    for (std::uint32_t r = 0; r < sweep.replications; ++r) {
      std::vector<Outcome> outcomes(sweep.policies.size());
      for (std::size_t p = 0; p < outcomes.size(); ++p) {
        const auto set = [&](Metric metric, double value) {
          outcomes[p].metrics[static_cast<std::size_t>(metric)] = value;
        };
        set(Metric::lost_orders_gross, loss(point, p, luck(r)));
        set(Metric::changes_submitted, 100);
        set(Metric::changes_undelivered_horizon, undelivered(point, p));
        set(Metric::lead_time_median_hours, p == 0 ? 2 : 5);
      }
      accumulator.add(outcomes);
    }
    CellResult result;
    result.policies = std::move(accumulator).finish();
    return result;
  }
  [[nodiscard]] Facts made(const SweepDescription& sweep, const Loss& loss, const std::set<std::size_t>& failed = {},
                           const Undelivered& undelivered = nearly_all_delivered) const {
    SweepFile file = SweepFile::create(folder_ / "results.sqlite", sweep);
    for (std::size_t c = 0; c < sweep.design.cells(); ++c) {
      CellResult failure;
      failure.failure = "made <to> fail";
      file.append(failed.contains(c) ? failure : cell(sweep.design.values.point(c), sweep, loss, undelivered));
    }
    file.finish();
    return read_facts(file);
  }
  static void expect_finite(const std::string& html) {
    for (const char* bad : {">nan", "\"nan", " nan", "-nan", "not finite", "\"inf", ">inf"}) {
      EXPECT_FALSE(has(html, bad)) << html.substr(html.find(bad) - 80, 160);
    }
  }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("faultline-researcher-" + std::to_string(getpid()));
};

// The reference loses 100 x, the other 250, both with the same luck: the other is best from x = 3 on.
double crossing(std::span<const double> point, std::size_t policy, double luck) {
  return (policy == 0 ? 100 * point[0] : 250) + 10 * luck;
}

TEST_F(ResearcherPage, KnowsMeansDifferencesAndRegretsOfAGrid) {
  const Facts facts = made(described(DesignKind::grid, 0, two()), crossing);
  ASSERT_EQ(facts.ran.size(), 12U);
  EXPECT_EQ(facts.cells[0].best, 0U);
  EXPECT_EQ(facts.cells[11].best, 1U);
  EXPECT_NEAR(facts.cells[11].policies[1].difference->value, -50, 1e-9);
  EXPECT_TRUE(facts.cells[11].best_settled);
  EXPECT_NEAR(facts.regrets[0].most, 50, 1e-9);
  EXPECT_NEAR(facts.regrets[1].most, 150, 1e-9);
  EXPECT_NEAR(facts.regrets[1].mean, (150.0 + 50.0) / 3.0, 1e-9);
  EXPECT_EQ(facts.regrets[0].best_in, 8U);
  EXPECT_EQ(facts.best_counts[0].cells, 8U);
  EXPECT_EQ(facts.best_counts[0].settled, 8U) << "all luck is shared: every difference is certain";
  EXPECT_EQ(facts.best_counts[1].cells, 4U);
  EXPECT_FALSE(facts.precision[1].reduction.paired > 1e-9) << "all luck is shared";
}

// Between points: the variance of 100 x over x = 1, 2, 3; between quarters: 100 times that of the luck.
TEST_F(ResearcherPage, SplitsAKnownVariance) {
  const Facts facts = made(described(DesignKind::grid, 0, two()), crossing);
  ASSERT_TRUE(facts.precision[0].split);
  const double between = 10000.0 * 2.0 / 3.0 * 12.0 / 11.0;
  EXPECT_NEAR(facts.precision[0].split->ignorance_variance, between, 1e-6 * between);
  EXPECT_NEAR(facts.precision[1].split->ignorance_variance, 0, 1e-9);
  std::vector<double> lucks;
  for (std::uint32_t r = 0; r < 32; ++r) {
    lucks.push_back(10 * luck(r));
  }
  const double sd = *stats::mean_estimate(lucks)->standard_error;
  EXPECT_NEAR(facts.precision[0].split->luck_variance, 32 * sd * sd, 1e-9 * sd);
}

TEST_F(ResearcherPage, ShowsEverySectionOfEveryDesign) {
  for (const auto& [kind, size] :
       {std::pair(DesignKind::grid, 0U), std::pair(DesignKind::latin_hypercube, 12U), std::pair(DesignKind::sobol, 16U),
        std::pair(DesignKind::saltelli, 16U), std::pair(DesignKind::morris, 4U), std::pair(DesignKind::tornado, 0U)}) {
    const std::string html = page(made(described(kind, size, two()), crossing));
    for (const char number : std::string("012345678")) {
      EXPECT_TRUE(has(html, std::string("<h2>") + number + " ")) << number;
    }
    expect_finite(html);
    EXPECT_FALSE(has(html, "`"));
    EXPECT_TRUE(has(html, sweep_command(described(kind, size, two()))));
  }
}

// At half of 16 rows and at all of them: fewer than 8 say nothing. The last are the indices themselves, and those of
// the first rows are what a sweep of half the size has, since Sobol's points go on where they were.
TEST_F(ResearcherPage, IndicesConvergeOnTheFirstRows) {
  const Facts whole = made(described(DesignKind::saltelli, 16, two()), crossing);
  const Facts half = made(described(DesignKind::saltelli, 8, two()), crossing);
  const OutputSensitivity& output = whole.sensitivity.value().outputs.front();
  ASSERT_EQ(output.convergence.size(), 2U);
  EXPECT_EQ(output.convergence[0].rows, 8U);
  EXPECT_EQ(output.convergence[1].rows, 16U);
  EXPECT_EQ(output.convergence[1].indices.total[0].value, output.sobol->total[0].value);
  EXPECT_EQ(output.convergence[0].indices.total[0].value,
            half.sensitivity.value().outputs.front().sobol->total[0].value);
  const auto moved = [&output](std::size_t p) {
    return std::abs(output.convergence[1].indices.total[p].value - output.convergence[0].indices.total[p].value);
  };
  EXPECT_TRUE(has(page(whole), "from 8 rows to 16 no total index moves by more than " +
                                   report::format_number(std::max(moved(0), moved(1)), 2)));
}

TEST_F(ResearcherPage, CoverageSaysWhetherAnythingIsLeftOut) {
  for (const auto& [kind, size, title] :
       {std::tuple{DesignKind::grid, 0, "<title>Every level meets every other: "},
        std::tuple{DesignKind::morris, 4, "<title>One parameter moves at a time: 12 points over 2 parameters</title>"},
        std::tuple{DesignKind::tornado, 0, "<title>One parameter moves at a time: "},
        std::tuple{DesignKind::latin_hypercube, 10,
                   "<title>10 points over 2 parameters lie more evenly than chance would put them"},
        std::tuple{DesignKind::saltelli, 8,
                   "<title>16 points of rows A and B over 2 parameters lie more evenly than chance would put them"}}) {
    EXPECT_TRUE(has(page(made(described(kind, static_cast<std::size_t>(size), two()), crossing)), title)) << title;
  }
}

// What cannot be told from luck is no index of 0.
TEST_F(ResearcherPage, DrawsNoIndicesThatAreNotSettled) {
  Facts facts = made(described(DesignKind::saltelli, 16, two()), crossing);
  OutputSensitivity& output = facts.sensitivity.value().outputs.front();
  output.convergence[0].indices.settled = false;
  const std::string html = page(facts);
  EXPECT_TRUE(has(html, "Not drawn: at 8 rows"));
  EXPECT_TRUE(has(html, "not settled"));
  output.sobol->settled = false;
  EXPECT_TRUE(has(page(facts), "baseline, mean loss: no indices are shown."));
}

TEST_F(ResearcherPage, CountsFailedCellsByReasonAndEscapesIt) {
  const Facts facts = made(described(DesignKind::latin_hypercube, 12, two()), crossing, {3, 7, 8});
  const std::string html = page(facts);
  EXPECT_TRUE(has(html, "3 of 12 cells could not be run"));
  EXPECT_TRUE(has(html, "made &lt;to&gt; fail"));
  EXPECT_FALSE(has(html, "made <to> fail"));
}

TEST_F(ResearcherPage, RefusesASweepOfWhichNothingRan) {
  std::set<std::size_t> all;
  for (std::size_t c = 0; c < 12; ++c) {
    all.insert(c);
  }
  EXPECT_THROW((void)made(described(DesignKind::grid, 0, two()), crossing, all), InputError);
}

// A policy that does not deliver has no regret to show, and is never best.
TEST_F(ResearcherPage, LeavesOutPoliciesThatDoNotDeliver) {
  const Facts facts = made(described(DesignKind::latin_hypercube, 12, two()), crossing, {},
                           [](std::span<const double>, std::size_t policy) { return policy == 0 ? 0.0 : 50.0; });
  EXPECT_EQ(facts.regrets[1].states, 0U);
  EXPECT_EQ(facts.regrets[0].best_in, 12U);
  EXPECT_TRUE(has(page(facts), "it delivers nowhere"));
}

// From x = 2 on no policy delivers: each can be compared everywhere, and yet none delivers in every cell.
TEST_F(ResearcherPage, SaysWhereNoPolicyDelivers) {
  const Facts facts = made(described(DesignKind::grid, 0, two()), crossing, {},
                           [](std::span<const double> point, std::size_t) { return point[0] < 2 ? 0.0 : 50.0; });
  EXPECT_EQ(facts.regrets[0].states, 12U);
  EXPECT_FALSE(delivers_everywhere(facts, 0));
  const std::string html = page(facts);
  EXPECT_TRUE(has(html, "No policy delivers in every cell. In 8 of 12 cells none does"));
  EXPECT_FALSE(has(html, "Of the policies that deliver in every cell"));
}

// Nothing is a share of nothing: where a policy never lost anything its precision is not known.
TEST_F(ResearcherPage, KnowsNoPrecisionWithoutALoss) {
  SweepDescription sweep = described(DesignKind::grid, 0, two());
  sweep.precision = {0.5, 32, 64};
  const Facts facts = made(sweep, [](std::span<const double> point, std::size_t policy, double luck) {
    return policy == 0 ? crossing(point, 0, luck) : 0.0;
  });
  EXPECT_TRUE(facts.cells[0].lost_nothing);
  EXPECT_FALSE(facts.cells[0].short_of_precision);
  EXPECT_FALSE(facts.precision[0].widths.empty());
  EXPECT_TRUE(facts.precision[1].widths.empty());
  EXPECT_TRUE(has(page(facts), "In 12 cells some policy lost nothing"));
}

// Where both policies have the same luck, large as it is, their difference never varies; elsewhere luck is half shared.
TEST_F(ResearcherPage, FactorsLieBetweenTheirLeastAndGreatest) {
  const Facts facts =
      made(described(DesignKind::grid, 0, two()), [](std::span<const double> point, std::size_t policy, double luck) {
        return 1000 + (point[0] < 2 ? 100 * luck : policy == 0 ? luck : (point[1] + 1) * luck);
      });
  const PolicyPrecision& own = facts.precision[1];
  EXPECT_EQ(own.never_varies, 4U);
  const double together = own.reduction.factor().value();
  EXPECT_GE(together, own.least_factor.value());
  EXPECT_LE(together, own.most_factor.value());
  // var a + var b over var (a - b) of luck and (y + 1) luck: (1 + (y + 1)^2) / y^2, least at y = 4.
  EXPECT_NEAR(*own.least_factor, 26.0 / 16.0, 1e-9);
  EXPECT_NEAR(*own.most_factor, 5.0, 1e-9);
  EXPECT_TRUE(has(page(facts), "takes at least 1.63 times fewer replications"));
}

// Losses have nothing to do with the parameters: no box is shown, and the share of all cells stands beside.
TEST_F(ResearcherPage, ShowsNoBoxInNoise) {
  const SweepDescription sweep = described(DesignKind::latin_hypercube, 64, two());
  std::map<double, double> level;
  for (std::uint32_t c = 0; c < 64; ++c) {
    level[sweep.design.values.point(c)[0]] = 100 + 50 * luck(1000 + c);
  }
  const std::string html = page(made(sweep, [&](std::span<const double> point, std::size_t policy, double luck) {
    return 1000 + level.at(point[0]) + (policy == 0 ? 0 : 10) + luck;
  }));
  EXPECT_TRUE(has(html, "none that luck does not make as well"));
  EXPECT_TRUE(has(html, "32 of 64 (50\u00A0%)"));
  EXPECT_FALSE(has(html, "x from")) << "a bound";
}

// Points of a file and draws are not called even, and not held against an even cover.
TEST_F(ResearcherPage, TakesPointsOfOthersForNoEvenCover) {
  SweepDescription sweep = described(DesignKind::latin_hypercube, 12, two());
  sweep.design.kind = DesignKind::table;
  const std::string of_file = page(made(sweep, crossing));
  sweep.design.kind = DesignKind::draws;
  sweep.design.size = 11;
  const std::string drawn = page(made(sweep, crossing));
  for (const std::string& html : {of_file, drawn}) {
    EXPECT_FALSE(has(html, "unif"));
    EXPECT_FALSE(has(html, "Centred discrepancy"));
    EXPECT_FALSE(has(html, "even in logarithms"));
    EXPECT_FALSE(has(html, "Ranges are what was asked for"));
    expect_finite(html);
  }
  EXPECT_TRUE(has(of_file, "as in the file"));
  EXPECT_TRUE(has(drawn, "by its own law"));
  EXPECT_TRUE(has(page(made(described(DesignKind::latin_hypercube, 12, two()), crossing)), "unif"));
}

TEST_F(ResearcherPage, LivesWithPoliciesThatLoseNothing) {
  const auto nothing = [](std::span<const double>, std::size_t, double) { return 0.0; };
  const std::string html = page(made(described(DesignKind::grid, 0, two()), nothing));
  EXPECT_TRUE(has(html, "Cells without any loss have no interval that means something"));
  expect_finite(html);
}

TEST_F(ResearcherPage, TakesAnyName) {
  SweepDescription sweep = described(DesignKind::latin_hypercube, 8, two());
  sweep.policies.clear();
  for (const std::string& name : test::hostile_names()) {
    sweep.policies.push_back({name, name});
  }
  sweep.scenario_title = "</script><script>alert(1)</script>";
  sweep.design.parameters[0].name = "</code><img src=x onerror=alert(1)>";
  const std::string html = page(made(sweep, crossing));
  EXPECT_FALSE(has(html, "<img"));
  EXPECT_EQ(html.find("<script>"), html.rfind("<script>")) << "the page's own alone";
  EXPECT_FALSE(has(html, "<script>alert"));
}

// The dictionary has every table and column of the file, and no other.
TEST_F(ResearcherPage, DictionaryIsThatOfTheFile) {
  for (const DesignKind kind : {DesignKind::grid, DesignKind::latin_hypercube}) {
    const SweepDescription sweep = described(kind, 8, two());
    (void)made(sweep, crossing);
    store::Database database(folder_ / "results.sqlite", store::OpenMode::read_only);
    std::set<std::string> stored{"(database).application_id", "(database).user_version"};
    store::Statement select(database,
                            "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c "
                            "WHERE m.type = 'table'");
    while (select.step()) {
      stored.insert(select.text_at(0) + "." + select.text_at(1));
    }
    std::set<std::string> said;
    for (const DictionaryRow& row : dictionary(sweep.design)) {
      said.insert(std::string(row.table) + "." + std::string(row.column));
    }
    EXPECT_EQ(said, stored);
  }
}

// A title names one parameter only where its interval lies above that of the next.
TEST(Leader, IsSettledWhereIntervalsAreApart) {
  SweepDescription sweep;
  sweep.design.parameters = {{"x", 0, 1}, {"y", 0, 1}, {"z", 0, 1}};
  const auto of = [](double value, double half) {
    stats::Estimate estimate;
    estimate.value = value;
    estimate.interval = stats::Interval{value - half, value + half};
    return estimate;
  };
  EXPECT_EQ(leader(sweep, {of(0.2, 0.1), of(0.8, 0.2), of(0.4, 0.1)}, "carries most"), "y carries most");
  EXPECT_EQ(leader(sweep, {of(0.2, 0.1), of(0.8, 0.2), of(0.55, 0.1)}, "carries most"),
            "y or z carries most, which is not settled");
}

TEST(SweepCommand, QuotesWhatAShellWouldRead) {
  SweepDescription sweep;
  sweep.scenario_id = "it's";
  sweep.replications = 10;
  sweep.seed = 7;
  sweep.policies = {{"a b", ""}};
  sweep.design.kind = DesignKind::latin_hypercube;
  sweep.design.size = 12;
  sweep.design.parameters = {{"/x", 0.1, 2, {}, 0, true, false}};
  EXPECT_EQ(
      sweep_command(sweep),
      "faultline sweep 'it'\\''s' --vary /x=0.1:2,log --design lhs --points 12 --policies 'a b' --replications 10 "
      "--seed 7");
}

}  // namespace
}  // namespace faultline::researcher
