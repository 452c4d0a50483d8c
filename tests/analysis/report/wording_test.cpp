// Where a saving comes from, in words: settled steps alone.
#include "analysis/report/wording.h"

#include <gtest/gtest.h>

#include "tests/analysis/made_comparison.h"

namespace faultline::report {
namespace {

using test::compared;
using test::made_run;

// The shares of tests/analysis/made_run.h: 10, 20, 50, 15, 10 and -5 %.
TEST(SavingSources, LargestFirstAndWhatCostsLast) {
  EXPECT_EQ(saving_sources(compared(made_run(40)), 1),
            "Saved by controlled-friction: 50 % caught by peer-review, 20 % caught by tests, 15 % contained, 10 % not "
            "shipped; lost again: 5 % interaction; 10 % small or not settled.");
}

TEST(SavingSources, WhatCostsOrdersIsNamedForWhatItIs) {
  const std::string text = saving_sources(compared(made_run(40, false),
                                                   [](Outcome& outcome, std::size_t) {
                                                     const double whole = outcome.waterfall.not_shipped / 0.1;
                                                     outcome.waterfall.recovered -= 0.3 * whole;
                                                     outcome.waterfall.contained += 0.3 * whole;
                                                   }),
                                          1);
  EXPECT_EQ(text,
            "Saved by controlled-friction: 50 % caught by peer-review, 45 % contained, 20 % caught by tests, 10 % not "
            "shipped; lost again: 20 % recovered later; -5 % small or not settled.");
}

TEST(SavingSources, StepsThatAreNotSettledAreNotNamed) {
  std::size_t outcomes = 0;
  const std::string text = saving_sources(compared(made_run(40, false),
                                                   [&](Outcome& outcome, std::size_t) {
                                                     // Large, and as often one way as the other.
                                                     const double noise = outcomes++ / 2 % 2 == 0 ? 1e6 : -1e6;
                                                     outcome.waterfall.caught[1] += noise;
                                                     outcome.waterfall.contained -= noise;
                                                   }),
                                          1);
  EXPECT_EQ(
      text,
      "Saved by controlled-friction: 20 % caught by tests, 10 % not shipped, 10 % recovered sooner; lost again: 5 % "
      "interaction; 65 % small or not settled.");
}

TEST(SavingSources, NothingIsSaidWithoutASettledSaving) {
  const Comparison comparison = compared(made_run(40));
  EXPECT_EQ(saving_sources(comparison, 0), "") << "the reference";
  EXPECT_EQ(saving_sources(compared(made_run(1)), 1), "") << "one replication";
  EXPECT_EQ(saving_sources(compared(made_run(40), [](Outcome& outcome, std::size_t) { outcome.waterfall = {}; }), 1),
            "");
  RunDescription same = made_run(40, false);
  same.cases[1].policy = 0;
  EXPECT_EQ(saving_sources(compared(same), 1), "");
}

TEST(SavingSources, SaysWhenNoStepIsSettled) {
  std::size_t outcomes = 0;
  const std::string text = saving_sources(compared(made_run(40, false),
                                                   [&](Outcome& outcome, std::size_t c) {
                                                     const std::size_t replication = outcomes++ / 2;
                                                     Waterfall& waterfall = outcome.waterfall;
                                                     const double saved = c == 0 ? 0 : waterfall.not_shipped / 0.1;
                                                     const double noise = replication % 2 == 0 ? 1e7 : -1e7;
                                                     waterfall = {};
                                                     if (c == 1) {
                                                       waterfall.contained = saved + noise;
                                                       waterfall.recovered = -noise;
                                                     }
                                                   }),
                                          1);
  EXPECT_EQ(text, "Where the saving of controlled-friction comes from is not settled.");
}

TEST(Wording, OneOfAKindIsSingular) {
  EXPECT_EQ(how_many(1, "cell"), "1 cell");
  EXPECT_EQ(how_many(0, "cell"), "0 cells");
  EXPECT_EQ(how_many(40, "cell"), "40 cells");
}

}  // namespace
}  // namespace faultline::report
