// Laws of designs; nothing here is left to chance: every draw has a fixed key.
#include "analysis/sweep/design.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "models/core/input_error.h"

namespace faultline {
namespace {

// Whether every interval [j, j + 1) / n of a coordinate holds exactly one point.
bool one_in_each(const PointSet& points, std::size_t dimension) {
  std::set<std::size_t> cells;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double x = points.point(i)[dimension];
    EXPECT_GT(x, 0.0);
    EXPECT_LT(x, 1.0);
    cells.insert(static_cast<std::size_t>(x * static_cast<double>(points.size())));
  }
  return cells.size() == points.size();
}

double least_distance(const PointSet& points) {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      double square = 0.0;
      for (std::size_t d = 0; d < points.dimensions; ++d) {
        square += std::pow(points.point(i)[d] - points.point(j)[d], 2);
      }
      least = std::min(least, square);
    }
  }
  return std::sqrt(least);
}

SweepParameter parameter(const std::string& name, double low, double high, double base = 0.0) {
  SweepParameter made;
  made.name = name;
  made.low = low;
  made.high = high;
  made.base = base;
  return made;
}

TEST(LatinHypercube, OnePointInEachInterval) {
  for (const std::size_t count : {1U, 2U, 7U, 50U, 333U}) {
    for (const std::size_t dimensions : {1U, 3U, 12U}) {
      const PointSet points = latin_hypercube(count, dimensions, 7);
      ASSERT_EQ(points.size(), count);
      for (std::size_t d = 0; d < dimensions; ++d) {
        EXPECT_TRUE(one_in_each(points, d)) << count << " points, dimension " << d;
      }
    }
  }
}

TEST(LatinHypercube, SameSeedSameBits) {
  EXPECT_EQ(latin_hypercube(40, 5, 3).values, latin_hypercube(40, 5, 3).values);
  EXPECT_NE(latin_hypercube(40, 5, 3).values, latin_hypercube(40, 5, 4).values);
}

TEST(LatinHypercube, TriesSpreadThePoints) {
  // 20 points of a plane: one cube's closest pair is about 0.04 apart; the best of fifty, well above 0.07.
  EXPECT_GT(least_distance(latin_hypercube(20, 2, 1)), 0.07);
}

TEST(ScrambledSobol, EachCoordinateIsBalanced) {
  const PointSet points = scrambled_sobol(256, 40, 11);
  for (std::size_t d = 0; d < 40; ++d) {
    EXPECT_TRUE(one_in_each(points, d)) << d;
  }
}

TEST(ScrambledSobol, FirstTwoCoordinatesAreANetOfQualityZero) {
  const PointSet points = scrambled_sobol(256, 2, 5);
  for (std::uint32_t split = 0; split <= 8; ++split) {
    const double columns = std::exp2(split);
    const double rows = std::exp2(8 - split);
    std::set<std::pair<int, int>> boxes;
    for (std::size_t i = 0; i < points.size(); ++i) {
      boxes.emplace(static_cast<int>(points.point(i)[0] * columns), static_cast<int>(points.point(i)[1] * rows));
    }
    EXPECT_EQ(boxes.size(), 256U) << "boxes of 1 / " << columns << " by 1 / " << rows;
  }
}

TEST(ScrambledSobol, APrefixIsThePrefix) {
  const PointSet all = scrambled_sobol(64, 3, 9);
  const PointSet half = scrambled_sobol(32, 3, 9);
  EXPECT_TRUE(std::equal(half.values.begin(), half.values.end(), all.values.begin()));
  EXPECT_NE(scrambled_sobol(32, 3, 10).values, half.values);
}

TEST(ScrambledSobol, IntegratesASmoothFunctionBetterThanChance) {
  // Product of 1 + (x - 1/2) over five coordinates: mean 1; plain chance would err by about 0.02.
  const PointSet points = scrambled_sobol(1024, 5, 2);
  double sum = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    double product = 1.0;
    for (const double x : points.point(i)) {
      product *= 0.5 + x;
    }
    sum += product;
  }
  EXPECT_NEAR(sum / 1024.0, 1.0, 0.001);
}

TEST(Grid, EveryCombinationOnce) {
  SweepParameter a = parameter("a", 1, 3);
  SweepParameter b = parameter("b", 1, 100);
  a.levels = 3;
  b.levels = 3;
  b.logarithmic = true;
  const Design design = make_design(DesignKind::grid, 0, false, 1, {a, b});
  const std::vector<double> expected{1, 1, 1, 10, 1, 100, 2, 1, 2, 10, 2, 100, 3, 1, 3, 10, 3, 100};
  ASSERT_EQ(design.values.values.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(design.values.values[i], expected[i], 1e-12);
  }
  EXPECT_EQ(design.size, 9U);
}

TEST(Saltelli, MixedPointsTakeOneCoordinateFromTheOther) {
  const std::size_t k = 4;
  const PointSet points = saltelli_points(8, k, true, 3);
  const std::size_t stride = saltelli_stride(k, true);
  ASSERT_EQ(points.size(), 8 * stride);
  for (std::size_t row = 0; row < 8; ++row) {
    const auto a = points.point(row * stride);
    const auto b = points.point(row * stride + 1);
    for (std::size_t i = 0; i < k; ++i) {
      const auto ab = points.point(row * stride + 2 + i);
      const auto ba = points.point(row * stride + 2 + k + i);
      for (std::size_t d = 0; d < k; ++d) {
        EXPECT_EQ(ab[d], d == i ? b[d] : a[d]);
        EXPECT_EQ(ba[d], d == i ? a[d] : b[d]);
      }
    }
  }
  EXPECT_EQ(saltelli_points(8, k, false, 3).size(), 8 * (k + 2));
}

TEST(Morris, EachCoordinateMovesOnceByTheStep) {
  const std::size_t k = 6;
  const PointSet points = morris_points(20, k, 4);
  ASSERT_EQ(points.size(), 20 * (k + 1));
  for (std::size_t t = 0; t < 20; ++t) {
    std::set<std::size_t> moved;
    for (std::size_t s = 1; s <= k; ++s) {
      const auto before = points.point(t * (k + 1) + s - 1);
      const auto after = points.point(t * (k + 1) + s);
      int changes = 0;
      for (std::size_t d = 0; d < k; ++d) {
        const double level = 3 * after[d];
        EXPECT_NEAR(level, std::round(level), 1e-12);
        if (before[d] != after[d]) {
          EXPECT_NEAR(std::abs(after[d] - before[d]), kMorrisStep, 1e-12);
          moved.insert(d);
          ++changes;
        }
      }
      EXPECT_EQ(changes, 1);
    }
    EXPECT_EQ(moved.size(), k);
  }
}

TEST(Tornado, BaseFirstThenOneAtATime) {
  SweepParameter a = parameter("a", 0, 4, 1);
  a.levels = 3;
  SweepParameter b = parameter("b", 10, 20, 12);
  b.levels = 2;
  const Design design = make_design(DesignKind::tornado, 0, false, 1, {a, b});
  EXPECT_EQ(design.values.values, (std::vector<double>{1, 12, 0, 12, 2, 12, 4, 12, 1, 10, 1, 20}));
}

TEST(Ranges, EndsAreExactAndWholeValuesAreWhole) {
  SweepParameter log_range = parameter("x", 0.001, 0.3);
  log_range.logarithmic = true;
  EXPECT_EQ(value_at(log_range, 0), 0.001);
  EXPECT_EQ(value_at(log_range, 1), 0.3);
  SweepParameter people = parameter("people", 2, 9);
  people.whole = true;
  EXPECT_EQ(value_at(people, 0.51), 6);
}

TEST(Sizes, OthersThanPowersOfTwoAreRefusedWithTheNearest) {
  try {
    (void)make_design(DesignKind::saltelli, 100, false, 1, {parameter("a", 0, 1)});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("64 or 128"), std::string::npos) << error.what();
  }
  EXPECT_THROW((void)make_design(DesignKind::latin_hypercube, 1, false, 1, {parameter("a", 0, 1)}), InputError);
  SweepParameter many = parameter("a", 0, 1);
  many.levels = 10'000;
  EXPECT_THROW((void)make_design(DesignKind::grid, 0, false, 1, {many, many}), InputError);
}

TEST(Csv, NamesThenCells) {
  const Design design = read_design("\"/defects/beta\", reviewers\r\n0.001,4\r\n\r\n0.002, 5\n", "design.csv");
  ASSERT_EQ(design.parameters.size(), 2U);
  EXPECT_EQ(design.parameters[0].name, "/defects/beta");
  EXPECT_EQ(design.parameters[1].high, 5);
  EXPECT_EQ(design.values.values, (std::vector<double>{0.001, 4, 0.002, 5}));
}

TEST(Csv, EveryWrongLineIsNamed) {
  try {
    (void)read_design("a,b\n1,x\n2\n3,nan\n", "design.csv");
    FAIL() << "accepted";
  } catch (const InputError& error) {
    ASSERT_EQ(error.problems().size(), 3U);
    EXPECT_EQ(error.problems()[1].place, "line 3");
  }
  EXPECT_THROW((void)read_design("a,a\n1,2\n", "design.csv"), InputError);
  EXPECT_THROW((void)read_design("a,b\n", "design.csv"), InputError);
  EXPECT_THROW((void)read_design("", "design.csv"), InputError);
}

}  // namespace
}  // namespace faultline
