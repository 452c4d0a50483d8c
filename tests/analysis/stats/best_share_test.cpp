// The share of resamples in which the best one wins.
#include "analysis/stats/best_share.h"

#include <gtest/gtest.h>

#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

// Normal figures around each mean; `shared` is luck that all candidates meet.
std::vector<std::vector<double>> made(const std::vector<double>& means, double shared, double alone,
                                      std::uint64_t key) {
  std::vector<std::vector<double>> values;
  for (std::size_t c = 0; c < means.size(); ++c) {
    std::vector<double>& own = values.emplace_back();
    for (std::uint32_t r = 0; r < 16; ++r) {
      const KeyedDraws draws(key, r);
      own.push_back(means[c] + shared * elementary::normal_quantile(draws.uniform(0, 3, 0)) +
                    alone * elementary::normal_quantile(draws.uniform(static_cast<std::uint32_t>(c + 1), 3, 0)));
    }
  }
  return values;
}

Best best(const std::vector<std::vector<double>>& values) {
  const std::vector<std::span<const double>> spans(values.begin(), values.end());
  return best_of(spans, 1);
}

TEST(BestShare, LuckThatAllMeetDoesNotBlur) {
  const Best clear = best(made({10, 9, 11}, 100, 0.1, 2));
  EXPECT_EQ(clear.candidate, 1U);
  EXPECT_EQ(clear.share, 1);
}

TEST(BestShare, OfEqualsSaysSo) {
  double sum = 0;
  for (std::uint64_t key = 1; key <= 100; ++key) {
    sum += best(made({10, 10}, 0, 1, key)).share;
  }
  EXPECT_NEAR(sum / 100, 0.75, 0.05) << "uniform from a half to 1";
}

TEST(BestShare, OneCandidateAndOneReplication) {
  EXPECT_EQ(best({{3, 4, 5}}).share, 1);
  const Best single = best({{3}, {2}});
  EXPECT_EQ(single.candidate, 1U);
  EXPECT_EQ(single.share, 0);
  EXPECT_EQ(best({{2, 2}, {2, 2}}).candidate, 0U);
}

}  // namespace
}  // namespace faultline::stats
