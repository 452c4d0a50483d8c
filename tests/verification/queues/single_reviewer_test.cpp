// One reviewer with any law of work is M/G/1: mean wait rho E[S] (1 + cv^2) / (2 (1 - rho)) (Pollaczek and Khinchine).
// Figures: published-answers, section 5.3. Lognormal work has log-sd of at most 1: heavier tails do not converge.
// 12 comparisons at z = 4 with 29 degrees of freedom (two-sided 4e-4): a false alarm of the file at a new seed has
// probability 0.005. Seeds are fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ostream>
#include <vector>

#include "models/core/samplers.h"
#include "tests/support/replication_means.h"
#include "tests/support/review_driver.h"

namespace faultline {
namespace {

using support::ReplicationMeans;

struct WorkCase {
  const char* name;
  double utilisation;
  double log_sd;  // of lognormal work with mean 1; negative: exponential
  double mean_wait;
  double observed_hours;
};

void PrintTo(const WorkCase& given, std::ostream* out) { *out << given.name; }

struct MeanWait : support::ReviewWatcher {
  const std::vector<Change>* table;
  double from_hours;
  double sum = 0.0;
  double changes = 0.0;
  double queue_integral = 0.0;
  void passes(double from, double to, std::uint32_t waiting, std::size_t /*here*/) {
    if (to > from_hours) queue_integral += waiting * (to - std::max(from, from_hours));
  }
  void review_ended(const support::ReviewRecord& record) {
    const double submitted = (*table)[record.change].submitted_hours;
    if (submitted < from_hours) return;
    sum += record.begin_hours - submitted;
    changes += 1.0;
  }
};

class SingleReviewer : public testing::TestWithParam<WorkCase> {};

TEST_P(SingleReviewer, MeanWaitIsPollaczekAndKhinchines) {
  const WorkCase& given = GetParam();
  constexpr double kWarmUp = 5000.0;
  const double span = kWarmUp + given.observed_hours;
  const Organisation organisation = support::always_open_team(1);
  const std::vector<Calendar> calendars{Calendar::always()};
  support::ReviewDriver driver(organisation, calendars, span);
  const double median = std::exp(-0.5 * given.log_sd * given.log_sd);
  const auto work = [&](double u) {
    if (given.log_sd < 0.0) return exponential(u, 1.0);
    return given.log_sd > 0.0 ? lognormal(u, median, given.log_sd) : 1.0;
  };
  ReplicationMeans wait;
  ReplicationMeans queue;
  for (std::uint32_t replication = 0; replication < 30; ++replication) {
    const KeyedDraws draws(53, replication);
    const std::vector<Change> table = support::poisson_arrivals(draws, given.utilisation, span, work);
    MeanWait watcher;
    watcher.table = &table;
    watcher.from_hours = kWarmUp;
    driver.run(table, table.size(), 1, draws, watcher);
    wait.add(watcher.sum, watcher.changes);
    queue.add(watcher.queue_integral, given.observed_hours);
  }
  support::expect_mean(wait, given.mean_wait, 4.0, 0.03, "mean wait");
  support::expect_mean(queue, given.mean_wait * given.utilisation, 4.0, 0.03, "mean number waiting");
}

INSTANTIATE_TEST_SUITE_P(Table, SingleReviewer,
                         testing::Values(WorkCase{"deterministic", 0.8, 0.0, 2.0, 50'000.0},
                                         WorkCase{"exponential", 0.8, -1.0, 4.0, 50'000.0},
                                         WorkCase{"lognormal .5", 0.9, 0.5, 5.77811437509, 150'000.0},
                                         WorkCase{"lognormal 1 at .5", 0.5, 1.0, 1.35914091423, 50'000.0},
                                         WorkCase{"lognormal 1 at .8", 0.8, 1.0, 5.43656365692, 100'000.0},
                                         WorkCase{"lognormal 1 at .9", 0.9, 1.0, 12.2322682281, 250'000.0}));

}  // namespace
}  // namespace faultline
