// k approvals by distinct people, each with independent exponential work of mean 1 (published-answers, section 5.5).
// Two reviewers who must both approve are the two-way fork-join queue, whose mean response is
// (12 - rho) / (8 (1 - rho)) (Flatto and Hahn 1984; Nelson and Tantawi 1988). With many idle reviewers the response is
// the largest of k exponentials, H_k. For eight reviewers and k = 2 there is no formula, only an independent
// simulation with its own standard error.
// 12 comparisons at z = 4 with 29 degrees of freedom (two-sided 4e-4): a false alarm of the file at a new seed has
// probability 0.005. Seeds are fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "models/core/samplers.h"
#include "tests/support/replication_means.h"
#include "tests/support/review_driver.h"

namespace faultline {
namespace {

using support::ReplicationMeans;

struct Responses : support::ReviewWatcher {
  const std::vector<Change>* table;
  double from_hours;
  double sum = 0.0;
  double changes = 0.0;
  std::uint32_t completed(std::uint32_t change, double now) {
    const double submitted = (*table)[change].submitted_hours;
    if (submitted >= from_hours) {
      sum += now - submitted;
      changes += 1.0;
    }
    return kNoSlot;
  }
};

/// Mean time from submission to the last approval.
ReplicationMeans simulate(int reviewers, int approvals, double per_hour, double warm_up, double observed) {
  Organisation organisation = support::always_open_team(reviewers);
  organisation.review.independent_work = true;
  const std::vector<Calendar> calendars{Calendar::always()};
  support::ReviewDriver driver(organisation, calendars, warm_up + observed);
  ReplicationMeans response;
  for (std::uint32_t replication = 0; replication < 30; ++replication) {
    const KeyedDraws draws(55, replication);
    const std::vector<Change> table =
        support::poisson_arrivals(draws, per_hour, warm_up + observed, [](double) { return 1.0; });
    Responses watcher;
    watcher.table = &table;
    watcher.from_hours = warm_up;
    driver.run(table, table.size(), approvals, draws, watcher);
    response.add(watcher.sum, watcher.changes);
  }
  return response;
}

class TwoOfTwo : public testing::TestWithParam<double> {};

TEST_P(TwoOfTwo, ResponseIsFlattoAndHahns) {
  const double rho = GetParam();
  const ReplicationMeans response = simulate(2, 2, rho, 3000.0, rho < 0.85 ? 30'000.0 : 150'000.0);
  support::expect_mean(response, (12.0 - rho) / (8.0 * (1.0 - rho)), 4.0, 0.02, "response");
}

INSTANTIATE_TEST_SUITE_P(Table, TwoOfTwo, testing::Values(0.1, 0.3, 0.5, 0.7, 0.8, 0.9));

TEST(TwoOfEight, ResponseIsThatOfAnIndependentSimulation) {
  struct Row {
    double per_hour;
    double mean;
    double standard_error;
  };
  for (const Row& row : {Row{2.8, 1.741, 0.006}, Row{3.2, 2.009, 0.012}}) {
    const ReplicationMeans response = simulate(8, 2, row.per_hour, 500.0, 10'000.0);
    EXPECT_NEAR(response.mean(), row.mean, 4.0 * std::hypot(row.standard_error, response.standard_error()))
        << row.per_hour << " an hour";
    EXPECT_LT(response.standard_error(), row.standard_error);
  }
}

TEST(ManyIdleReviewers, ResponseIsTheLargestOfKExponentials) {
  double harmonic = 0.0;
  for (int approvals = 1; approvals <= 4; ++approvals) {
    harmonic += 1.0 / approvals;
    const ReplicationMeans response = simulate(200, approvals, 1.0, 50.0, 5000.0);
    support::expect_mean(response, harmonic, 4.0, 0.02, "response");
  }
}

}  // namespace
}  // namespace faultline
