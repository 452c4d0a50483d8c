// Margins hold exactly, correlations within 4 standard errors (Fisher's z; of a rank correlation its variance is
// (1 + rho^2 / 2) / (n - 3): Bonett and Wright 2000, doi 10.1007/BF02294183).
#include "analysis/stats/stratified_copula.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace faultline::stats {
namespace {

std::vector<double> column(const std::vector<double>& points, std::size_t dimensions, std::size_t d) {
  std::vector<double> values;
  for (std::size_t i = d; i < points.size(); i += dimensions) {
    values.push_back(points[i]);
  }
  return values;
}

// Of points that are even in each dimension: their places are as good as their ranks.
double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  double product = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    product += (x[i] - 0.5) * (y[i] - 0.5);
  }
  return 12 * product / static_cast<double>(x.size());
}

void expect_rank_correlation(double found, double rho, std::size_t n) {
  const double truth = 6 / std::acos(-1.0) * std::asin(rho / 2);  // of ranks, for a Gaussian copula (Pearson 1907)
  const double error = std::sqrt((1 + truth * truth / 2) / static_cast<double>(n - 3));
  EXPECT_NEAR(std::atanh(found), std::atanh(truth), 4 * error);
}

TEST(StratifiedCopula, EveryIntervalHoldsOnePoint) {
  const std::vector<std::string> names{"/a", "/b", "/c"};
  const std::vector<ScorePair> pairs{{0, 2, -0.6}};
  constexpr std::size_t kPoints = 37;
  const std::vector<double> points = stratified_copula(names, pairs, kPoints, 5);
  for (std::size_t d = 0; d < names.size(); ++d) {
    std::vector<double> values = column(points, names.size(), d);
    std::sort(values.begin(), values.end());
    for (std::size_t i = 0; i < kPoints; ++i) {
      EXPECT_EQ(static_cast<std::size_t>(values[i] * kPoints), i);
    }
  }
}

TEST(StratifiedCopula, KeepsCorrelations) {
  const std::vector<std::string> names{"/a", "/b", "/c", "/d"};
  const std::vector<ScorePair> pairs{{1, 0, 0.7}, {0, 3, -0.5}};
  constexpr std::size_t kPoints = 4000;
  const std::vector<double> points = stratified_copula(names, pairs, kPoints, 5);
  const auto between = [&](std::size_t a, std::size_t b) {
    return correlation(column(points, 4, a), column(points, 4, b));
  };
  expect_rank_correlation(between(0, 1), 0.7, kPoints);
  expect_rank_correlation(between(0, 3), -0.5, kPoints);
  expect_rank_correlation(between(1, 3), 0, kPoints);
  expect_rank_correlation(between(0, 2), 0, kPoints);
}

TEST(StratifiedCopula, ANewNameLeavesTheOthersAlone) {
  const std::vector<std::string> few{"/a", "/c"};
  const std::vector<std::string> more{"/a", "/b", "/c"};
  const std::vector<ScorePair> before{{0, 1, 0.4}};
  const std::vector<ScorePair> after{{0, 2, 0.4}};
  const std::vector<double> old_points = stratified_copula(few, before, 50, 9);
  const std::vector<double> new_points = stratified_copula(more, after, 50, 9);
  EXPECT_EQ(column(old_points, 2, 0), column(new_points, 3, 0));
  EXPECT_EQ(column(old_points, 2, 1), column(new_points, 3, 2));
  EXPECT_NE(column(new_points, 3, 1), column(new_points, 3, 0));
  EXPECT_NE(old_points, stratified_copula(few, before, 50, 10));
}

TEST(StratifiedCopula, OneUnknownHasOneValue) {
  const std::vector<std::string> names{"/a", "/b", "/c"};
  const std::vector<ScorePair> pairs{{0, 2, 1.0}, {2, 1, -0.8}};
  EXPECT_TRUE(contradicting_pairs(pairs).empty());
  const std::vector<double> points = stratified_copula(names, pairs, 400, 1);
  EXPECT_EQ(column(points, 3, 0), column(points, 3, 2));
  expect_rank_correlation(correlation(column(points, 3, 0), column(points, 3, 1)), -0.8, 400);
}

TEST(StratifiedCopula, NamesPairsThatContradictEachOther) {
  EXPECT_TRUE(contradicting_pairs(std::vector<ScorePair>{{0, 1, 0.9}, {1, 2, 0.9}, {0, 2, 0.9}}).empty());
  EXPECT_EQ(contradicting_pairs(std::vector<ScorePair>{{5, 6, 0.2}, {0, 1, 0.9}, {1, 2, 0.9}, {0, 2, -0.9}}),
            (std::vector<std::size_t>{1, 2, 3}));
  // The same two unknowns, told differently; an unknown with itself.
  EXPECT_EQ(contradicting_pairs(std::vector<ScorePair>{{0, 1, 1.0}, {0, 2, 0.5}, {1, 2, 0.4}}),
            (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(contradicting_pairs(std::vector<ScorePair>{{0, 1, 1.0}, {1, 2, 1.0}, {0, 2, 0.5}}).size(), 3U);
}

}  // namespace
}  // namespace faultline::stats
