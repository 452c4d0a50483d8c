#include "analysis/report/chart_format.h"

#include <gtest/gtest.h>

#include <limits>

namespace faultline::report {
namespace {

TEST(FormatNumber, ThreeSignificantDigits) {
  EXPECT_EQ(format_number(1060.4), "1,060");
  EXPECT_EQ(format_number(-836.4), "-836");
  EXPECT_EQ(format_number(999.6), "1,000");
  EXPECT_EQ(format_number(12345678), "12,300,000");
  EXPECT_EQ(format_number(0.025), "0.025");
  EXPECT_EQ(format_number(0.0251234), "0.0251");
  EXPECT_EQ(format_number(0), "0");
  EXPECT_EQ(format_number(-0.0), "0");
  EXPECT_EQ(format_number(2), "2");
  EXPECT_EQ(format_number(1.5e-7), "1.50e-07");
  EXPECT_EQ(format_number(std::numeric_limits<double>::quiet_NaN()), "not finite");
}

TEST(FormatBrief, UnitsAsLetters) {
  EXPECT_EQ(format_brief(0.0), "0");
  EXPECT_EQ(format_brief(-0.0), "0");
  EXPECT_EQ(format_brief(0.025), "0.025");
  EXPECT_EQ(format_brief(-836), "-836");
  EXPECT_EQ(format_brief(999.4), "999");
  EXPECT_EQ(format_brief(999.6), "1k");
  EXPECT_EQ(format_brief(994.0, 2), "990");
  EXPECT_EQ(format_brief(996.0, 2), "1k");
  EXPECT_EQ(format_brief(-12'345'678.0), "-12.3M");
  EXPECT_EQ(format_brief(1'600'000.0), "1.6M");
  EXPECT_EQ(format_brief(2.5e12), "2.5T");
  EXPECT_EQ(format_brief(std::numeric_limits<double>::infinity()), "not finite");
}

TEST(FormatWithError, DigitsFollowTheError) {
  EXPECT_EQ(format_with_error(1061.3, 144), "1,060");
  EXPECT_EQ(format_with_error(579.4, 125), "580");
  EXPECT_EQ(format_with_error(0.02512, 0.004), "0.0251");
  EXPECT_EQ(format_with_error(12.3456, 0.5), "12.3");
  EXPECT_EQ(format_with_error(3, 1440), "0");
  EXPECT_EQ(format_with_error(1234.5, std::nullopt), "1,230");
  EXPECT_EQ(format_with_error(0, 0), "0");
}

TEST(FormatRange, WithinColumns) {
  EXPECT_EQ(format_range_within(711'000, 728'000, 4'300, 16), "711,000..728,000");
  EXPECT_EQ(format_range_within(1'390'000, 1'420'000, 6'000, 16), "1,390k..1,420k");
  EXPECT_EQ(format_range_within(1'390'000, 1'420'000, 6'000, 20), "1,390,000..1,420,000");
  EXPECT_EQ(format_range_within(1'390'000, 1'420'000, 6'000, 12), "1.39M..1.42M");
  EXPECT_EQ(format_range_within(-1.5e6, 1.5e6, std::nullopt, 12), "-1.5M..1.5M");
  EXPECT_EQ(format_range_within(2e15, 3e15, 1e14, 4), "2,000T..3,000T") << "as short as it gets";
}

TEST(FormatRange, BothEndsAtOnePlace) {
  using Ends = std::pair<std::string, std::string>;
  EXPECT_EQ(format_range(0.9789, 1.3112, 0.084), (Ends{"0.98", "1.31"}));
  EXPECT_EQ(format_range(-9.4, 10.2, 4.8), (Ends{"-9.4", "10.2"}));
  EXPECT_EQ(format_range(3, 1200, 300), (Ends{"0", "1,200"}));
  EXPECT_EQ(format_range(0, 0, 0), (Ends{"0", "0"}));
  EXPECT_EQ(format_range(0.0251, 12.3, std::nullopt), (Ends{"0.0251", "12.3"}));
}

TEST(FormatChance, SmallChancesAreOneInSo) {
  EXPECT_EQ(format_chance(0.08), "about 8 in 100");
  EXPECT_EQ(format_chance(0.05), "about 5 in 100");
  EXPECT_EQ(format_chance(0.025), "about 1 in 40");
  EXPECT_EQ(format_chance(0.00043), "about 1 in 2,300");
  EXPECT_EQ(format_chance(0), "never seen");
  EXPECT_EQ(format_chance(0.999), "over 99 in 100");
  EXPECT_EQ(format_chance(1), "every time");
}

TEST(FormatTick, LettersForThousands) {
  EXPECT_EQ(format_tick(0), "0");
  EXPECT_EQ(format_tick(0.001), "0.001");
  EXPECT_EQ(format_tick(500), "500");
  EXPECT_EQ(format_tick(20000), "20k");
  EXPECT_EQ(format_tick(-2.5e6), "-2.5M");
}

TEST(FormatPercent, OfAShare) { EXPECT_EQ(format_percent(0.125), "12.5\u00A0%"); }

}  // namespace
}  // namespace faultline::report
