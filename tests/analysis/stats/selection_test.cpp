#include "analysis/stats/selection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::stats {
namespace {

constexpr std::uint32_t kExperiments = 500;
constexpr std::size_t kFirstBatches = 20;

// One candidate's true means.
struct Truth {
  double objective = 0;
  std::vector<double> limited{};
};

// Turns a standard normal into noise of mean 0.
using Noise = std::function<double(double)>;
const Noise kNormal = [](double z) { return 2.0 * z; };

// Candidates whose batches share part of their luck. Limited figures are shifted by the same luck as the objective.
class Problem {
 public:
  Problem(std::vector<Truth> truth, double shared, Noise noise)
      : truth_(std::move(truth)), shared_(shared), noise_(std::move(noise)) {}

  // Of candidate i.
  SelectionSeries batches(std::size_t i, std::uint32_t experiment, std::size_t from, std::size_t to) const {
    const KeyedDraws draws(20261, experiment);
    SelectionSeries series;
    series.limited.resize(truth_[i].limited.size());
    for (std::size_t b = from; b < to; ++b) {
      const auto draw = [&](std::size_t candidate, std::uint32_t figure) {
        const double u = draws.uniform(static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(candidate), figure);
        return elementary::normal_quantile(u);
      };
      const auto luck = [&](std::uint32_t figure) {
        return noise_(std::sqrt(shared_) * draw(1000, 0) + std::sqrt(1.0 - shared_) * draw(i, figure));
      };
      series.objective.push_back(truth_[i].objective + luck(0));
      for (std::size_t l = 0; l < truth_[i].limited.size(); ++l) {
        series.limited[l].push_back(truth_[i].limited[l] + luck(1 + static_cast<std::uint32_t>(l)));
      }
    }
    return series;
  }

  std::vector<SelectionSeries> first_stage(std::uint32_t experiment) const {
    std::vector<SelectionSeries> series;
    for (std::size_t i = 0; i < truth_.size(); ++i) {
      series.push_back(batches(i, experiment, 0, kFirstBatches));
    }
    return series;
  }

  Selection run(const SelectionRules& rules, std::uint32_t experiment) const {
    Selection selection(rules, first_stage(experiment));
    while (!selection.finished()) {
      std::vector<SelectionSeries> next(truth_.size());
      for (std::size_t i = 0; i < truth_.size(); ++i) {
        if (selection.wants(i)) {
          next[i] = batches(i, experiment, selection.batches(i), selection.wanted());
        }
      }
      selection.add(next);
    }
    return selection;
  }

  // Share of experiments in which what is selected (nothing: candidates' number) passes.
  double share(const SelectionRules& rules, const std::function<bool(std::size_t)>& right) const {
    std::uint32_t good = 0;
    for (std::uint32_t e = 0; e < kExperiments; ++e) {
      good += right(run(rules, e).selected().value_or(truth_.size())) ? 1 : 0;
    }
    return static_cast<double>(good) / kExperiments;
  }

 private:
  std::vector<Truth> truth_;
  double shared_;
  Noise noise_;
};

// Three standard errors below 95 % of kExperiments.
const double kLeastShare = 0.95 - 3.0 * std::sqrt(0.95 * 0.05 / kExperiments);

std::vector<Truth> slippage(std::size_t candidates, std::size_t best) {
  std::vector<Truth> truth(candidates, Truth{1.0, {}});
  truth[best].objective = 0.0;
  return truth;
}

TEST(Selection, FindsTheBestInTheLeastFavourableConfiguration) {
  const SelectionRules rules{0.95, 1.0, {}};
  for (const double shared : {0.0, 0.8}) {
    const Problem problem(slippage(8, 5), shared, kNormal);
    EXPECT_GE(problem.share(rules, [](std::size_t i) { return i == 5; }), kLeastShare) << shared;
  }
}

TEST(Selection, NeedsItsBoundaryInTheLeastFavourableConfiguration) {
  // The same problem decided by the first stage's means alone: were it this easy, the test above could not fail.
  const Problem problem(slippage(8, 5), 0.0, [](double z) { return 4.0 * z; });
  std::uint32_t right = 0;
  for (std::uint32_t e = 0; e < kExperiments; ++e) {
    const auto series = problem.first_stage(e);
    std::vector<double> sums;
    for (const SelectionSeries& own : series) {
      sums.push_back(mean_estimate(own.objective)->value);
    }
    right += std::min_element(sums.begin(), sums.end()) - sums.begin() == 5 ? 1 : 0;
  }
  EXPECT_LT(static_cast<double>(right) / kExperiments, 0.6);
  const SelectionRules rules{0.95, 1.0, {}};
  EXPECT_GE(problem.share(rules, [](std::size_t i) { return i == 5; }), kLeastShare);
}

TEST(Selection, CommonLuckSparesBatches) {
  const SelectionRules rules{0.95, 0.5, {}};
  std::size_t batches[2] = {0, 0};
  for (std::uint32_t e = 0; e < 100; ++e) {
    const Selection apart = Problem(slippage(8, 5), 0.0, kNormal).run(rules, e);
    const Selection together = Problem(slippage(8, 5), 0.9, kNormal).run(rules, e);
    for (std::size_t i = 0; i < 8; ++i) {
      batches[0] += apart.batches(i);
      batches[1] += together.batches(i);
    }
  }
  EXPECT_LT(2 * batches[1], batches[0]);
}

TEST(Selection, IsWithinTheIndifferenceZoneOfTheBestOnRandomProblems) {
  const SelectionRules rules{0.95, 1.0, {}};
  std::uint32_t good = 0;
  for (std::uint32_t e = 0; e < kExperiments; ++e) {
    const KeyedDraws draws(7, e);
    std::vector<Truth> truth(10);
    double best = 1e9;
    for (std::uint32_t i = 0; i < truth.size(); ++i) {
      truth[i].objective = 5.0 * draws.uniform(i, 1, 0);
      best = std::min(best, truth[i].objective);
    }
    const auto selected = Problem(truth, 0.5, kNormal).run(rules, e).selected();
    ASSERT_TRUE(selected);
    good += truth[*selected].objective < best + 1.0 ? 1 : 0;
  }
  EXPECT_GE(static_cast<double>(good) / kExperiments, kLeastShare);
}

TEST(Selection, EndsOnTies) {
  const SelectionRules rules{0.95, 1.0, {}};
  const Problem alike(std::vector<Truth>(6, Truth{3.0, {}}), 0.0, kNormal);
  EXPECT_EQ(alike.share(rules, [](std::size_t i) { return i < 6; }), 1.0);
}

TEST(Selection, TakesTheFirstOfCandidatesThatAreTheSame) {
  const SelectionRules rules{0.95, 1.0, {}};
  const std::vector<double> same{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  Selection selection(rules, {{same, {}}, {same, {}}, {same, {}}});
  while (!selection.finished()) {
    const SelectionSeries more{std::vector<double>(selection.wanted() - selection.batches(0), 1.0), {}};
    selection.add({more, more, more});
  }
  EXPECT_EQ(selection.selected(), 0U);
  EXPECT_EQ(selection.states()[2].beaten_by, 0U);
}

TEST(Selection, KeepsTheLimitsInTheLeastFavourableConfiguration) {
  // Cheapest: 0 and 1, which lose exactly as much as is allowed; then 2, which keeps the limits by their whole margins.
  const SelectionRules rules{0.95, 1.0, {{10.0, 2.0}, {5.0, 2.0}}};
  const std::vector<Truth> truth{
      {0.0, {10.0, 3.0}}, {0.0, {8.0, 5.0}}, {1.0, {8.0, 3.0}}, {2.0, {8.0, 3.0}}, {2.0, {0.0, 0.0}}};
  for (const double shared : {0.0, 0.8}) {
    const Problem problem(truth, shared, kNormal);
    EXPECT_GE(problem.share(rules, [](std::size_t i) { return i == 2; }), kLeastShare) << shared;
  }
}

TEST(Selection, SelectsNothingWhereNothingKeepsTheLimits) {
  const SelectionRules rules{0.95, 1.0, {{10.0, 2.0}}};
  const Problem problem({{0.0, {12.0}}, {1.0, {13.0}}}, 0.5, kNormal);
  EXPECT_GE(problem.share(rules, [](std::size_t i) { return i == 2; }), kLeastShare);
}

TEST(Selection, SaysWhoBeatWhomAndWhen) {
  const SelectionRules rules{0.95, 1.0, {{10.0, 2.0}}};
  const Problem problem({{0.0, {20.0}}, {5.0, {0.0}}, {20.0, {0.0}}}, 0.0, kNormal);
  const Selection selection = problem.run(rules, 1);
  EXPECT_EQ(selection.selected(), 1U);
  EXPECT_TRUE(selection.states()[0].breaks_limit());
  EXPECT_FALSE(selection.states()[0].beaten_by);
  EXPECT_EQ(selection.states()[2].beaten_by, 1U);
  EXPECT_GE(selection.states()[2].out_after, kFirstBatches);
}

TEST(Selection, LetsTheWorseSleepUntilTheBetterIsOut) {
  // 1 is much dearer than 0, whose limit takes long to be seen broken: 1 has no more than the first stage until then.
  const SelectionRules rules{0.95, 1.0, {{10.0, 1.0}}};
  const Problem problem({{0.0, {10.2}}, {20.0, {0.0}}, {40.0, {0.0}}}, 0.0, kNormal);
  const Selection selection = problem.run(rules, 3);
  EXPECT_EQ(selection.selected(), 1U);
  EXPECT_GT(selection.batches(0), 2 * kFirstBatches);
  EXPECT_EQ(selection.batches(1), kFirstBatches);
  EXPECT_EQ(selection.batches(2), kFirstBatches);
}

TEST(Selection, GoesOnWithASleeperThatIsNeeded) {
  // Both break the limit or keep it narrowly, so the second must catch up once the first is out.
  const SelectionRules rules{0.95, 1.0, {{10.0, 1.0}}};
  const Problem problem({{0.0, {10.5}}, {20.0, {9.1}}}, 0.0, kNormal);
  const Selection selection = problem.run(rules, 4);
  EXPECT_EQ(selection.selected(), 1U);
  EXPECT_GT(selection.batches(1), kFirstBatches);
}

// Means of 10 lognormal losses of log standard deviation 1.5 (mean 1 each), whose ten losses a batch derives from one
// z.
double heavy_batch(double z) {
  const KeyedDraws draws(static_cast<std::uint64_t>(std::llround((z + 40.0) * 1e12)), 3);
  double sum = 0.0;
  for (std::uint32_t q = 0; q < 10; ++q) {
    sum += std::exp(1.5 * elementary::normal_quantile(draws.uniform(q, 2, 0)) - 1.125);
  }
  return sum / 10.0 - 1.0;
}

TEST(Selection, HoldsWhatItsPageSaysUnderHeavyTails) {
  // docs/methodology/optimize.md: 94 % and 91 % right selections were measured where 95 % are claimed.
  const double error = 3.0 * std::sqrt(0.95 * 0.05 / kExperiments);
  const SelectionRules rules{0.95, 0.25, {}};
  std::vector<Truth> truth(8, Truth{0.25, {}});
  truth[5].objective = 0.0;
  const double unlimited = Problem(truth, 0.0, heavy_batch).share(rules, [](std::size_t i) { return i == 5; });
  RecordProperty("unlimited", std::to_string(unlimited));
  EXPECT_GE(unlimited, 0.94 - error);
  const SelectionRules limited{0.95, 0.25, {{1.0, 0.5}}};
  const Problem problem({{0.0, {1.0}}, {0.25, {0.5}}, {0.5, {0.5}}}, 0.0, heavy_batch);
  const double kept = problem.share(limited, [](std::size_t i) { return i == 1; });
  RecordProperty("limited", std::to_string(kept));
  EXPECT_GE(kept, 0.91 - error);
}

}  // namespace
}  // namespace faultline::stats
