// Cliffs of curves whose slopes are known, and of noise, which has none. Draws are keyed.
#include "analysis/stats/cliff.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

constexpr std::size_t kGroups = 16;

std::vector<double> levels(std::size_t count) {
  std::vector<double> x;
  for (std::size_t i = 0; i < count; ++i) {
    x.push_back(std::pow(10.0, static_cast<double>(i) / static_cast<double>(count - 1)));
  }
  return x;
}

// Luck with coefficient of variation `noise`: half of it the same at every level.
std::vector<std::vector<double>> figures(const std::vector<double>& x, double noise,
                                         const std::function<double(double)>& f, std::uint64_t key = 4) {
  std::vector<std::vector<double>> result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<double>& own = result.emplace_back();
    for (std::size_t g = 0; g < kGroups; ++g) {
      const KeyedDraws draws(key, static_cast<std::uint32_t>(g));
      const double shared = elementary::normal_quantile(draws.uniform(0, 5, 0));
      const double alone = elementary::normal_quantile(draws.uniform(static_cast<std::uint32_t>(i + 1), 5, 0));
      own.push_back(f(x[i]) * (1 + noise * (shared + alone) / 2));
    }
  }
  return result;
}

TEST(Cliff, StandsWhereTheSlopeIsSteep) {
  const std::vector<double> x = levels(40);
  const auto curve = [](double v) { return v < 3 ? v : v < 4 ? 3 * std::pow(v / 3, 6) : 3 * std::pow(4.0 / 3, 6); };
  const Cliff cliff = find_cliff(x, figures(x, 0.02, curve), {});
  EXPECT_EQ(cliff.finding, CliffFinding::cliff);
  EXPECT_GE(x[cliff.from], 2.7);
  EXPECT_LE(x[cliff.to], 4.4);
  EXPECT_GE(x[cliff.to] / x[cliff.from], 1.25);
  ASSERT_TRUE(cliff.slope);
  EXPECT_NEAR(cliff.slope->value, 6, 0.6);
}

TEST(Cliff, IsTheSameOnAFinerGrid) {
  const auto curve = [](double v) { return 1 + 9 / (1 + std::pow(4 / v, 12)); };
  for (const std::size_t count : {20U, 40U, 80U}) {
    const std::vector<double> x = levels(count);
    const Cliff cliff = find_cliff(x, figures(x, 0.02, curve), {});
    EXPECT_EQ(cliff.finding, CliffFinding::cliff) << count;
    EXPECT_NEAR(std::sqrt(x[cliff.from] * x[cliff.to]), 3.5, 0.5) << count;
  }
}

TEST(Cliff, NoneOfAGrowthInStep) {
  const std::vector<double> x = levels(40);
  EXPECT_EQ(find_cliff(x, figures(x, 0.02, [](double v) { return v; }), {}).finding, CliffFinding::none);
  EXPECT_EQ(find_cliff(x, figures(x, 0.02, [](double v) { return 1 / v; }), {}).finding, CliffFinding::none);
  EXPECT_EQ(find_cliff(x, figures(x, 0, [](double) { return 0.0; }), {}).finding, CliffFinding::unknown);
}

TEST(Cliff, AsksForARiseThatMatters) {
  const std::vector<double> x = levels(40);
  const auto tiny = figures(x, 0.02, [](double v) { return 1e-4 * v * v * v; });
  EXPECT_EQ(find_cliff(x, tiny, {}).finding, CliffFinding::cliff);
  EXPECT_EQ(find_cliff(x, tiny, {2, 1.25, 1}).finding, CliffFinding::none);
}

TEST(Cliff, OfNoiseIsSeldomSettled) {
  const std::vector<double> x = levels(40);
  int settled = 0;
  for (std::uint64_t key = 1; key <= 200; ++key) {
    settled += find_cliff(x,
                          figures(
                              x, 0.3, [](double v) { return v; }, key),
                          {})
                   .finding == CliffFinding::cliff;
  }
  EXPECT_LE(settled, 10) << "5 % of 200 lines at slope 1, less where 2 is asked for";
  EXPECT_EQ(find_cliff(x, figures(x, 0.8, [](double v) { return v; }), {}).finding, CliffFinding::not_settled);
}

TEST(Cliff, LeavesOutLevelsThatDoNotExist) {
  const std::vector<double> x = levels(40);
  auto own = figures(x, 0.02, [](double v) { return v; });
  own[7].clear();
  EXPECT_EQ(find_cliff(x, own, {}).finding, CliffFinding::none);
  EXPECT_EQ(find_cliff(std::span(x).first(1), std::span(own).first(1), {}).finding, CliffFinding::unknown);
}

}  // namespace
}  // namespace faultline::stats
