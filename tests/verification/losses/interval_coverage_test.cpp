// Every interval covers its truth as often as docs/methodology/statistics.md claims, on heavy-tailed quarters.
//
// Each check repeats an experiment 400 times or more and counts how often the interval holds the truth. It passes
// within three binomial standard errors of the claim: a chance of 0.0027 each to fail under a fresh seed (less for the
// one-sided ones), so about one fresh seed in 25 would fail one of the fifteen. Seeds are fixed.
#include <gtest/gtest.h>

#include <vector>

#include "analysis/stats/exceedance.h"
#include "analysis/stats/paired.h"
#include "analysis/stats/quantile.h"
#include "analysis/stats/simultaneous.h"
#include "tests/verification/losses/coverage.h"
#include "tests/verification/losses/loss_laws.h"

namespace faultline::verification {
namespace {

TEST(IntervalCoverage, MeanOfAThousandQuarters) {
  expect_coverage(Claim::kExactly, 0.92, 2000, [](std::uint64_t seed) {
    return holds(stats::mean_estimate(HeavyTail::draw(kQuarters, seed).total), HeavyTail::kExpectedLoss);
  });
}

TEST(IntervalCoverage, MeanOfTenThousandQuarters) {
  expect_coverage(Claim::kExactly, 0.944, 1000, [](std::uint64_t seed) {
    return holds(stats::mean_estimate(HeavyTail::draw(10000, seed).total), HeavyTail::kExpectedLoss);
  });
}

TEST(IntervalCoverage, ProportionOfRareQuarters) {
  expect_coverage(Claim::kExactly, 0.95, 2000, [](std::uint64_t seed) {
    const stats::SortedSample sample(HeavyTail::draw(kQuarters, seed).total);
    return holds(stats::exceedance_at(sample, 20)->probability, 0.0212253427);
  });
}

TEST(IntervalCoverage, PoissonRate) {
  expect_coverage(Claim::kAtLeast, 0.95, 2000, [](std::uint64_t seed) {
    const KeyedDraws draws(seed, 0);
    std::vector<double> counts;
    for (std::uint32_t i = 0; i < 50; ++i) {
      counts.push_back(poisson(draws.uniform(i, 1, 0), 0.8));
    }
    return holds(stats::rate_estimate(counts), 0.8);
  });
}

TEST(IntervalCoverage, RateOfOverDispersedCounts) {
  expect_coverage(Claim::kExactly, 0.95, 2000, [](std::uint64_t seed) {
    const KeyedDraws draws(seed, 0);
    std::vector<double> counts;
    for (std::uint32_t i = 0; i < kQuarters; ++i) {
      counts.push_back(poisson(draws.uniform(i, 1, 0), gamma_variate(draws, i, 2, 0, 0.5, 0.8)));
    }
    return holds(stats::rate_estimate(counts), 0.8);
  });
}

TEST(IntervalCoverage, ValueAtRisk) {
  for (const auto& [level, truth] : {std::pair{0.9, 6.207481}, std::pair{0.99, 31.085042}}) {
    expect_coverage(Claim::kAtLeast, 0.95, 1000, [level = level, truth = truth](std::uint64_t seed) {
      return holds(stats::value_at_risk(stats::SortedSample(HeavyTail::draw(kQuarters, seed).total), level), truth);
    });
  }
}

TEST(IntervalCoverage, TailMeanWithAThinTail) {
  expect_coverage(Claim::kExactly, 0.887, 1000, [](std::uint64_t seed) {
    return holds(stats::tail_mean(stats::SortedSample(HeavyTail::draw(kQuarters, seed).total), 0.95), 25.762047);
  });
}

TEST(IntervalCoverage, TailMeanWithSixHundredQuarters) {
  expect_coverage(Claim::kExactly, 0.93, 800, [](std::uint64_t seed) {
    return holds(stats::tail_mean(stats::SortedSample(HeavyTail::draw(12000, seed).total), 0.95), 25.762047);
  });
}

TEST(IntervalCoverage, DkwBandHoldsTheWholeCurve) {
  const std::vector<std::pair<double, double>> curve = {{0, 0.550671036}, {1, 0.344916297},   {2, 0.247718354},
                                                        {5, 0.123989775}, {10, 0.0575919085}, {20, 0.0212253427}};
  expect_coverage(Claim::kAtLeast, 0.95, 1000, [&curve](std::uint64_t seed) {
    const stats::SortedSample sample(HeavyTail::draw(kQuarters, seed).total);
    const double half = stats::dkw_half_width(kQuarters);
    for (const auto& [x, truth] : curve) {
      if (std::abs(stats::exceedance_at(sample, x)->probability.value - truth) > half) {
        return false;
      }
    }
    return true;
  });
}

TEST(IntervalCoverage, PairedDifference) {
  for (const auto& [n, claimed, experiments] : {Size{1000, 0.902, 2000}, Size{10000, 0.938, 400}}) {
    expect_coverage(Claim::kExactly, claimed, experiments, [n = n](std::uint64_t seed) {
      const auto policies = thinned(n, seed, std::vector<double>{0, 0.4});
      return holds(stats::paired_difference(policies[0], policies[1]), 0.4 * HeavyTail::kExpectedLoss);
    });
  }
}

TEST(IntervalCoverage, PercentageSavedByLogRatio) {
  for (const auto& [n, claimed, experiments] : {Size{1000, 0.939, 2000}, Size{10000, 0.949, 400}}) {
    expect_coverage(Claim::kExactly, claimed, experiments, [n = n](std::uint64_t seed) {
      const auto policies = thinned(n, seed, std::vector<double>{0, 0.4});
      return holds(stats::percentage_saved(policies[0], policies[1]), 0.4);
    });
  }
}

TEST(IntervalCoverage, PercentageSavedByFieller) {
  expect_coverage(Claim::kExactly, 0.96, 2000, [](std::uint64_t seed) {
    const auto policies = thinned(100, seed, std::vector<double>{0, 0.4});
    const auto saved = stats::percentage_saved(policies[0], policies[1]);
    // An unbounded set covers everything.
    return saved && (!saved->interval || holds(saved, 0.4));
  });
}

TEST(IntervalCoverage, ChanceThatOnePolicyLosesLess) {
  expect_coverage(Claim::kExactly, 0.95, 2000, [](std::uint64_t seed) {
    const auto policies = thinned(kQuarters, seed, std::vector<double>{0, 0.4});
    return holds(stats::loss_order(policies[0], policies[1])->b_loses_less, -std::expm1(-0.4 * HeavyTail::kRate));
  });
}

TEST(IntervalCoverage, RatioOfLossToDeployments) {
  for (const auto& [n, claimed, experiments] : {Size{1000, 0.919, 2000}, Size{10000, 0.94, 400}}) {
    expect_coverage(Claim::kExactly, claimed, experiments, [n = n](std::uint64_t seed) {
      const auto losses = HeavyTail::draw(n, seed).total;
      const KeyedDraws draws(seed, 9);
      std::vector<double> deployed;
      for (std::uint32_t i = 0; i < n; ++i) {
        deployed.push_back(poisson(draws.uniform(i, 9, 0), 50));
      }
      return holds(stats::ratio_estimate(losses, deployed), HeavyTail::kExpectedLoss / 50);
    });
  }
}

TEST(IntervalCoverage, AllPairsOfFourPoliciesAtOnce) {
  const std::vector<double> prevented = {0, 0.2, 0.4, 0.6};
  for (const auto& [n, claimed, experiments] : {Size{1000, 0.78, 400}, Size{10000, 0.908, 400}}) {
    expect_coverage(Claim::kExactly, claimed, experiments, [n = n, &prevented](std::uint64_t seed) {
      const auto policies = thinned(n, seed, prevented);
      const std::vector<std::span<const double>> spans(policies.begin(), policies.end());
      const auto all = stats::simultaneous_differences(spans).value();
      for (const auto& pair : all.pairs) {
        const double truth = (prevented[pair.b] - prevented[pair.a]) * HeavyTail::kExpectedLoss;
        if (!holds(pair.saving, truth)) {
          return false;
        }
      }
      return true;
    });
  }
}

// Two policies with unrelated quarters of one law: the truth is no difference.
TEST(IntervalCoverage, EquallyGoodPoliciesAreSeldomCalledDifferent) {
  expect_coverage(Claim::kAtLeast, 0.95, 2000, [](std::uint64_t seed) {
    const auto one = HeavyTail::draw(kQuarters, seed).total;
    const auto other = HeavyTail::draw(kQuarters, seed + 1000000).total;
    return holds(stats::paired_difference(one, other), 0);
  });
}

// Policy B's quarter is half of A's, or in one quarter of two half of an unrelated one: VaR_B = VaR_A / 2 at every
// level.
TEST(IntervalCoverage, QuantileDifference) {
  expect_coverage(Claim::kAtLeast, 0.95, 400, [](std::uint64_t seed) {
    const auto a = HeavyTail::draw(kQuarters, seed).total;
    auto b = HeavyTail::draw(kQuarters, seed + 1000000).total;
    for (std::size_t i = 0; i < b.size(); ++i) {
      b[i] = 0.5 * (i % 2 == 0 ? a[i] : b[i]);
    }
    return holds(stats::quantile_difference(a, b, 0.95), 0.5 * 11.149935);
  });
}

}  // namespace
}  // namespace faultline::verification
