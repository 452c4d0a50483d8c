// Footers keep to the terminal, however long names and numbers are.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/report/conditional_means_text.h"
#include "analysis/report/loss_curve_text.h"
#include "tests/analysis/made_run.h"

namespace faultline::report {
namespace {

// UTF-8: a character is one byte that does not continue another.
std::ptrdiff_t columns(const std::string& line) {
  return std::count_if(line.begin(), line.end(),
                       [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; });
}

void expect_fits(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(columns(line), 80) << line;
}

stats::Estimate figure(double value) {
  stats::Estimate made;
  made.value = value;
  made.standard_error = value / 10;
  made.interval = stats::Interval{0.8 * value, 1.2 * value};
  made.n = 100'000;
  return made;
}

RunDescription run_of(const std::string& policy) {
  RunDescription run = test::made_run(40);
  run.policies.front().id = policy;
  return run;
}

TEST(TextWidth, Means) {
  for (const std::string& policy : {std::string("a"), std::string(40, 'p')}) {
    ConditionalMean mean;
    mean.policy = policy;
    mean.lost_orders = mean.lost_orders_net = mean.plain = figure(1'234'567);
    mean.saved_orders = figure(-1'234'567);
    mean.saved_fraction = figure(0.43);
    mean.worth_quarters = 123.0;
    expect_fits(conditional_means_table(run_of(policy), std::vector<ConditionalMean>{mean, mean}));
  }
}

TEST(TextWidth, IntervalsOfMeansStayInTheirColumn) {
  for (const auto& [orders, shown] : {std::pair(12.0, "9.6..14.4"), std::pair(420'000.0, "336,000..504,000"),
                                      std::pair(1'400'000.0, "1,120k..1,680k"), std::pair(3.0e9, "2,400M..3,600M")}) {
    ConditionalMean mean;
    mean.policy = "a";
    mean.lost_orders = mean.lost_orders_net = mean.plain = figure(orders);
    const std::string text = conditional_means_table(run_of("a"), std::vector<ConditionalMean>{mean});
    const auto end_of = [&text](std::string_view word) { return text.find(word) + word.size(); };
    const auto column = [&text](std::size_t at) { return at - (text.rfind('\n', at - 1) + 1); };
    EXPECT_NE(text.find(shown), std::string::npos) << text;
    EXPECT_EQ(column(end_of(shown)), column(end_of("lost orders"))) << text;
  }
}

TEST(TextWidth, LossCurve) {
  for (const double size : {1.0, 1e5, 1e9}) {
    LossCurve curve;
    curve.quarters = 100'000;
    curve.faults_per_quarter = 12'345.6;
    curve.mean = figure(size);
    curve.standard_deviation = 2 * size;
    curve.points = {{0.9, figure(size), figure(2 * size), figure(size)},
                    {0.999, figure(3 * size), figure(4 * size), figure(size)}};
    curve.points.back().tail_mean.interval.reset();
    const std::string text = loss_curve_table(run_of(std::string(40, 'p')), curve);
    EXPECT_NE(text.find("Not known:"), std::string::npos) << text;
    expect_fits(text);
  }
}

}  // namespace
}  // namespace faultline::report
