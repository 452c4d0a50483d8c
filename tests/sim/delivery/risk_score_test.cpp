// The binormal gate against its closed form and the published captures (published-answers, section 4; arXiv
// 2410.06351).
#include "sim/delivery/risk_score.h"

#include <gtest/gtest.h>

#include <cmath>

namespace faultline {
namespace {

TEST(BinormalFlag, CapturesWhatTheClosedFormSays) {
  struct Row {
    double d_prime;
    std::array<double, 5> captured;  // of the riskiest 1, 5, 10, 20, 50 %, defects rare
  };
  constexpr std::array<double, 5> kShares{0.01, 0.05, 0.10, 0.20, 0.50};
  constexpr std::array<Row, 4> kRows{{{0.70, {0.051938, 0.172367, 0.280434, 0.443690, 0.758036}},
                                      {0.80, {0.063462, 0.199096, 0.315062, 0.483400, 0.788145}},
                                      {1.00, {0.092362, 0.259511, 0.389144, 0.562921, 0.841345}},
                                      {1.10, {0.110034, 0.292927, 0.427967, 0.601943, 0.864334}}}};
  for (const Row& row : kRows) {
    for (std::size_t i = 0; i < kShares.size(); ++i) {
      const RiskFlag flag = binormal_flag(row.d_prime, kShares[i], 0.0);
      EXPECT_NEAR(flag.defective, row.captured[i], 5e-7);
      EXPECT_NEAR(flag.good, kShares[i], 1e-12);
    }
  }
}

TEST(BinormalFlag, KnowsThatDefectsAreNotRare) {
  const std::array<std::pair<double, double>, 5> cases{
      {{0.0011, 0.31458}, {0.004, 0.31333}, {0.01, 0.31073}, {0.05, 0.29390}, {0.20, 0.23850}}};
  for (const auto& [share, captured] : cases) {
    const RiskFlag flag = binormal_flag(0.8, 0.10, share);
    EXPECT_NEAR(flag.defective, captured, 2e-5) << share;
    EXPECT_NEAR((1.0 - share) * flag.good + share * flag.defective, 0.10, 1e-12);
  }
}

// d' implied by the published captures reproduces them: regression and the risk-aligned language model.
TEST(BinormalFlag, ReproducesThePublishedCaptures) {
  struct Point {
    double flagged, captured, d_prime;
  };
  for (const Point& point : {Point{0.05, 0.187, 0.7558}, Point{0.10, 0.279, 0.6957}, Point{0.50, 0.846, 1.0194},
                             Point{0.05, 0.2618, 1.0071}, Point{0.10, 0.4241, 1.0901}, Point{0.50, 0.8883, 1.2175}}) {
    EXPECT_NEAR(binormal_flag(point.d_prime, point.flagged, 0.0).defective, point.captured, 1e-4);
  }
}

// A second source: an area under the curve of 0.895, Phi(d' / sqrt 2), and a gate on the riskiest 30 % that stops 86.4
// % of defects. The two agree where about 8 % of changes are harmful (arXiv 2511.21964).
TEST(BinormalFlag, AgreesWithASecondSourceWhereDefectsAreNotRare) {
  constexpr double kDPrime = 1.7728;
  EXPECT_NEAR(0.5 * std::erfc(-kDPrime / 2.0), 0.895, 5e-5);
  EXPECT_NEAR(binormal_flag(kDPrime, 0.30, 0.0).defective, 0.894, 5e-4);
  EXPECT_NEAR(binormal_flag(kDPrime, 0.30, 0.05).defective, 0.877, 5e-4);
  EXPECT_NEAR(binormal_flag(kDPrime, 0.30, 0.10).defective, 0.856, 5e-4);
  EXPECT_NEAR(binormal_flag(kDPrime, 0.30, 0.08).defective, 0.864, 2e-3);
}

TEST(BinormalFlag, EndsAreEnds) {
  EXPECT_EQ(binormal_flag(0.8, 0.0, 0.01).defective, 0.0);
  EXPECT_EQ(binormal_flag(0.8, 1.0, 0.01).good, 1.0);
  EXPECT_NEAR(binormal_flag(0.0, 0.3, 0.2).defective, 0.3, 1e-12) << "a score that knows nothing";
}

}  // namespace
}  // namespace faultline
