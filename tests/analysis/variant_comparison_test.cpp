// Outputs against variants: slopes, cliffs, and what is said of them.
#include "analysis/variant_comparison.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/report/html.h"
#include "analysis/report/table.h"
#include "analysis/report/variant_json.h"
#include "analysis/report/variant_page.h"
#include "analysis/report/variant_table.h"
#include "analysis/report/variant_text.h"
#include "tests/analysis/made_run.h"

namespace faultline {
namespace {

constexpr std::size_t kLost = 0;
constexpr std::size_t kPerDeployed = 1;
constexpr std::size_t kStamped = 4;
constexpr std::size_t kBypassed = 5;
constexpr std::size_t kUndelivered = 7;
constexpr std::size_t kBacklog = 8;

/// Changes one quarter of a variant: policy, replication, value of the variant.
using Change = std::function<void(Outcome&, std::size_t, std::uint32_t, double)>;

std::vector<VariantLabel> labels(const std::vector<double>& values) {
  std::vector<VariantLabel> all;
  for (const double value : values) {
    const std::string text = std::to_string(static_cast<int>(value));
    all.push_back({text + "x", "", value, {{"/defects/beta", text}}});
  }
  return all;
}

VariantComparison compared(const std::vector<VariantLabel>& variants, const Change& change,
                           std::uint32_t replications = 40,
                           const std::function<void(RunDescription&, std::size_t)>& describe = {}) {
  VariantComparisonBuilder builder(variants);
  for (std::size_t v = 0; v < variants.size(); ++v) {
    RunDescription run = test::made_run(replications, false);
    if (describe) {
      describe(run, v);
    }
    ComparisonBuilder outcomes(run);
    for (std::uint32_t b = 0; b < run.blocks(); ++b) {
      Block block = test::made_block(run, b);
      for (std::size_t i = 0; i < block.outcomes.size(); ++i) {
        const std::size_t policies = run.policies.size();
        change(block.outcomes[i], i % policies, block.first_replication + static_cast<std::uint32_t>(i / policies),
               variants[v].value.value_or(0));
      }
      outcomes.add(block);
    }
    builder.add(outcomes, outcomes.finish("hash of " + variants[v].id));
  }
  return builder.finish();
}

/// Lost orders with the value's first power, undelivered work under the second policy with its third from 2 on.
void typical(Outcome& outcome, std::size_t policy, std::uint32_t replication, double value) {
  outcome[Metric::lost_orders_gross] *= value;
  outcome[Metric::changes_submitted] = 1000 + 10 * test::made_luck(replication);
  outcome[Metric::changes_undelivered_horizon] =
      policy == 1 && value > 2 ? 20 * std::pow(value / 2, 3) * (1 + 0.01 * test::made_luck(replication + 5)) : 20;
}

TEST(VariantComparison, FindsTheCliffAndSaysWhereThereIsNone) {
  const VariantComparison comparison = compared(labels({1, 2, 4}), typical);
  const OutputCurve& lost = comparison.policies[0][kLost];
  EXPECT_NEAR(lost.slopes[0]->value, 1, 1e-12);
  EXPECT_NEAR(lost.slopes[1]->value, 1, 1e-12);
  EXPECT_EQ(lost.verdict, CliffVerdict::none);
  EXPECT_EQ(comparison.policies[0][kUndelivered].verdict, CliffVerdict::none);
  const OutputCurve& undelivered = comparison.policies[1][kUndelivered];
  EXPECT_EQ(undelivered.verdict, CliffVerdict::cliff);
  EXPECT_EQ(undelivered.step, 1U);
  EXPECT_NEAR(undelivered.slopes[1]->value, 3, 0.05);
  EXPECT_NEAR(undelivered.figures[2]->value, 0.16, 0.002);
  EXPECT_EQ(report::cliff_headline(comparison),
            "A cliff in undelivered share from 2x to 4x under controlled-friction.");
  EXPECT_EQ(report::output_finding(comparison, kUndelivered),
            "Undelivered share: cliff from 2x to 4x under controlled-friction");
  EXPECT_EQ(report::output_finding(comparison, kLost), "Lost orders: no cliff seen");
}

TEST(VariantComparison, TheSameVariantHasExactlyTheSameFigures) {
  const VariantComparison comparison = compared(labels({1, 2}), [](Outcome&, std::size_t, std::uint32_t, double) {});
  for (const auto& policy : comparison.policies) {
    for (const OutputCurve& curve : policy) {
      ASSERT_EQ(curve.figures[0].has_value(), curve.figures[1].has_value());
      if (curve.figures[0]) {
        EXPECT_EQ(curve.figures[0]->value, curve.figures[1]->value);
      }
      if (curve.slopes[0]) {
        EXPECT_EQ(curve.slopes[0]->value, 0);
      }
      EXPECT_NE(curve.verdict, CliffVerdict::cliff);
      EXPECT_NE(curve.verdict, CliffVerdict::not_settled);
    }
  }
  EXPECT_EQ(report::cliff_headline(comparison), "No cliff seen.");
}

TEST(VariantComparison, FiguresAreThoseOfEachVariantsOwnComparison) {
  const VariantComparison comparison =
      compared(labels({1, 2}), [](Outcome& outcome, std::size_t, std::uint32_t, double value) {
        outcome[Metric::changes_deployed] = 500 * value;
        outcome[Metric::approvals_given] = 200;
        outcome[Metric::approvals_stamped] = 50;
      });
  double lost = 0;
  for (std::uint32_t r = 0; r < 40; ++r) {
    lost += 0.9 * 1e6 * (0.5 + test::made_luck(r)) / 40;
  }
  EXPECT_NEAR(comparison.policies[0][kPerDeployed].figures[0]->value, lost / 500 * 1000, 1e-6);
  EXPECT_NEAR(comparison.policies[0][kPerDeployed].figures[1]->value, lost, 1e-6);
  EXPECT_NEAR(comparison.policies[0][kPerDeployed].slopes[0]->value, -1, 1e-9);
  EXPECT_EQ(comparison.policies[0][kStamped].figures[0]->value, 0.25);
  // Of all changes together, as the variant's own table has it: made_outcome() adds 4 h and luck.
  EXPECT_NEAR(comparison.policies[0][kLeadTimeMedian].figures[0]->value, 4.5, 0.1);
  EXPECT_EQ(comparison.policies[0][kBypassed].verdict, CliffVerdict::unknown) << "nothing is reviewed";
}

TEST(VariantComparison, ACliffNeedsASettledSlopeAndARiseThatMatters) {
  // Noise of its own in every variant: eight times the loss on average, nothing settled by four quarters.
  const Change noisy = [](Outcome& outcome, std::size_t, std::uint32_t replication, double value) {
    const double luck = test::made_luck(replication * 7 + static_cast<std::uint32_t>(value) * 131);
    outcome[Metric::lost_orders_gross] = std::pow(value, 3) * std::exp(8 * luck);
  };
  EXPECT_EQ(compared(labels({1, 2}), noisy, 4).policies[0][kLost].verdict, CliffVerdict::not_settled);
  EXPECT_EQ(compared(labels({1, 2}), noisy, 1).policies[0][kLost].verdict, CliffVerdict::not_settled);
  EXPECT_EQ(report::cliff_headline(compared(labels({1, 2}), noisy, 4)),
            "No cliff is settled. Not settled: lost orders.");
  // Ten times as steep as a cliff, and less than a percentage point.
  const Change small = [](Outcome& outcome, std::size_t, std::uint32_t, double value) {
    outcome[Metric::changes_undelivered_horizon] = value > 1 ? 9 : 0.001;
  };
  EXPECT_EQ(compared(labels({1, 2}), small).policies[0][kUndelivered].verdict, CliffVerdict::none);
  const Change from_nothing = [](Outcome& outcome, std::size_t, std::uint32_t, double value) {
    outcome[Metric::changes_undelivered_horizon] = value > 1 ? 500 : 0;
    outcome[Metric::peak_backlog] = std::pow(value, 2.5);
  };
  const VariantComparison risen = compared(labels({1, 2, 3}), from_nothing);
  EXPECT_EQ(risen.policies[0][kUndelivered].verdict, CliffVerdict::not_settled) << "no slope from 0";
  EXPECT_EQ(risen.policies[0][kUndelivered].step, 0U);
  EXPECT_EQ(risen.policies[0][kBacklog].verdict, CliffVerdict::cliff);
}

TEST(VariantComparison, WhatIsNoLongerDeliveredHasNoLeadTimeAndIsNotSettled) {
  const VariantComparison comparison =
      compared(labels({1, 2}), [](Outcome& outcome, std::size_t, std::uint32_t, double value) {
        if (value > 1) {
          outcome[Metric::lead_time_median_hours] = 0;
          outcome.lead_time_hours = {};
        }
      });
  EXPECT_FALSE(comparison.policies[0][kLeadTimeMedian].figures[1].has_value());
  EXPECT_EQ(comparison.policies[0][kLeadTimeMedian].verdict, CliffVerdict::not_settled);
}

TEST(VariantComparison, IntervalsOfSlopesHoldTogether) {
  const VariantComparison two = compared(labels({1, 2}), typical);
  const VariantComparison three = compared(labels({1, 2, 4}), typical);
  EXPECT_EQ(two.policies[0][kLost].slopes[0]->confidence, 0.95);
  EXPECT_EQ(three.policies[0][kLost].slopes[0]->confidence, 0.975);
}

TEST(VariantComparison, WithoutValuesThereAreNoSlopes) {
  std::vector<VariantLabel> named{{"office", "", {}, {}}, {"night", "", {}, {}}};
  const VariantComparison comparison = compared(named, typical);
  EXPECT_EQ(comparison.policies[0][kLost].verdict, CliffVerdict::unknown);
  EXPECT_EQ(report::cliff_headline(comparison), "No slopes: they need two variants and values above 0.");
  const std::string page = report::variant_page(comparison);
  EXPECT_NE(page.find(">office</text>"), std::string::npos) << "names stand at the axis";
  const VariantComparison negative = compared(labels({-1, 2}), typical);
  EXPECT_EQ(negative.policies[0][kLost].verdict, CliffVerdict::unknown);
}

TEST(VariantComparison, OrderIsThatOfTheValues) {
  const std::vector<VariantLabel> sorted = in_order(labels({5, 1, 2}));
  EXPECT_EQ(sorted[0].id, "1x");
  EXPECT_EQ(sorted[2].id, "5x");
  EXPECT_EQ(in_order({{"b", "", {}, {}}, {"a", "", {}, {}}})[0].id, "b");
}

TEST(VariantComparison, WarningsOfOneVariantBearItsName) {
  const VariantComparison comparison = compared(
      labels({1, 2}), [](Outcome&, std::size_t, std::uint32_t, double) {}, 40,
      [](RunDescription& run, std::size_t v) {
        if (v == 1) {
          run.warnings.push_back("too fast");
        }
      });
  EXPECT_EQ(std::count(comparison.warnings.begin(), comparison.warnings.end(), "a warning"), 1);
  EXPECT_EQ(std::count(comparison.warnings.begin(), comparison.warnings.end(), "2x: too fast"), 1);
}

TEST(VariantComparison, ShowsWhatIsSetWithItsMark) {
  const VariantComparison comparison = compared(
      labels({1, 2}), [](Outcome&, std::size_t, std::uint32_t, double) {}, 40,
      [](RunDescription& run, std::size_t v) {
        run.sources.push_back({"/defects/beta", std::to_string(v + 1), SourceStatus::evidence, "Z3", false});
      });
  ASSERT_EQ(comparison.variants[1].set.size(), 1U) << "not the default of the same name";
  EXPECT_EQ(comparison.variants[1].set[0].value, "2");
  EXPECT_EQ(comparison.variants[1].set[0].source, "Z3");
  EXPECT_NE(report::variant_page(comparison).find("<span class=\"mark evidence\">evidence</span>"), std::string::npos);
}

std::size_t widest(const std::string& text) {
  std::istringstream lines(text);
  std::size_t columns = 0;
  for (std::string line; std::getline(lines, line);) {
    columns = std::max(columns, report::display_columns(line));
  }
  return columns;
}

TEST(VariantTable, FitsEightyColumnsWithLongNamesAndHugeNumbers) {
  for (const double scale : {1e-9, 1.0, 1e6, 1e12}) {
    std::vector<VariantLabel> variants = labels({1, 2, 4});
    variants[1].id = std::string(100, 'v');
    const VariantComparison comparison = compared(
        variants,
        [scale](Outcome& outcome, std::size_t policy, std::uint32_t replication, double value) {
          typical(outcome, policy, replication, value);
          outcome[Metric::lost_orders_gross] *= scale;
          outcome[Metric::lost_orders_submitted] *= scale;
          outcome[Metric::peak_backlog] = 1e5 * scale;
        },
        40, [](RunDescription& run, std::size_t) { run.policies[1].id = std::string(200, 'p'); });
    const std::string table = report::variant_terminal_table(comparison);
    EXPECT_LE(widest(table), report::kTerminalColumns) << table;
  }
}

TEST(VariantTable, CsvHasALineForEachVariantPolicyAndOutput) {
  const std::string csv = report::variant_csv_table(compared(labels({1, 2, 4}), typical));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 3 * 2 * 9);
  EXPECT_NE(csv.find("\n\"4x\",4,\"controlled-friction\",undelivered_fraction,0.15998"), std::string::npos) << csv;
  EXPECT_NE(csv.find(",true\n"), std::string::npos);
  EXPECT_EQ(csv.find("nan"), std::string::npos);
}

TEST(VariantSummary, HoldsFiguresSlopesAndCliffs) {
  const std::string json = report::variant_summary_json(compared(labels({1, 2, 4}), typical));
  for (const char* part : {R"("id": "2x")", R"("results": "2x/results.sqlite")", R"("/defects/beta": 2)",
                           R"("verdict": "cliff",)", R"("from": "2x")", R"("simultaneous_ci95")",
                           R"("stamped_fraction": null)", R"("results_sha256": "hash of 4x")"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << '\n' << json;
  }
  EXPECT_EQ(json.find("nan"), std::string::npos);
}

TEST(VariantPage, HasAChartAndATableForEachOutputAndEscapesNames) {
  std::vector<VariantLabel> variants = labels({1, 2, 4});
  variants[0].title = "<script>alert(1)</script>";
  const std::string page = report::variant_page(compared(variants, typical));
  std::size_t charts = 0;
  for (std::size_t at = page.find("<svg"); at != std::string::npos; at = page.find("<svg", at + 1)) {
    ++charts;
  }
  EXPECT_EQ(charts, kVariantOutputCount);
  EXPECT_NE(page.find("<a href=\"4x/report.html\">4x</a>"), std::string::npos);
  EXPECT_NE(page.find("faultline compare made --variant 1x,2x,4x --policies baseline,controlled-friction"),
            std::string::npos);
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_EQ(page.find("not finite"), std::string::npos);
}

}  // namespace
}  // namespace faultline
