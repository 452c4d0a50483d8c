// The review queue with careful reviewers who are always there, exponential work and one approval is M/M/c.
// Figures: published-answers, section 5.1, from Erlang's C formula. Standard errors come from independent replications,
// each started empty and observed after more than ten relaxation times 1 / (sqrt c - sqrt a)^2.
// About 45 comparisons at z = 4 with 24 degrees of freedom or more (two-sided 5.3e-4): a false alarm of the file at a
// new seed has probability about 0.024. Seeds are fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "models/core/samplers.h"
#include "tests/support/replication_means.h"
#include "tests/support/review_driver.h"

namespace faultline {
namespace {

using support::ReplicationMeans;
using support::ReviewDriver;
using support::ReviewRecord;

constexpr double kZ = 4.0;
constexpr std::uint32_t kReplications = 25;
constexpr std::array<double, 4> kShareTimes{0.25, 1.0, 2.0, 4.0};  // in mean waits of those who wait

struct QueueCase {
  const char* name;
  int servers;
  double utilisation;
  double p_wait;
  double mean_wait;
  double warm_up_hours;
  double observed_hours;
};

void PrintTo(const QueueCase& given, std::ostream* out) { *out << given.name; }

/// Waits of changes submitted after the warm-up.
struct Waits : support::ReviewWatcher {
  const std::vector<Change>* table;
  double from_hours;
  double slowest_rate;  // (c - a): waits of those who wait are exponential
  double changes = 0.0;
  double waited = 0.0;
  double sum = 0.0;
  double queue_integral = 0.0;
  std::array<double, kShareTimes.size()> beyond{};

  void passes(double from, double to, std::uint32_t waiting, std::size_t /*here*/) {
    if (to > from_hours) queue_integral += waiting * (to - std::max(from, from_hours));
  }
  void review_ended(const ReviewRecord& record) {
    const double submitted = (*table)[record.change].submitted_hours;
    if (submitted < from_hours) return;
    const double wait = record.begin_hours - submitted;
    changes += 1.0;
    sum += wait;
    if (wait > 1e-7) waited += 1.0;  // begin = end - work: zero up to rounding
    for (std::size_t i = 0; i < kShareTimes.size(); ++i) beyond[i] += wait > kShareTimes[i] / slowest_rate ? 1.0 : 0.0;
  }
};

class ErlangC : public testing::TestWithParam<QueueCase> {};

TEST_P(ErlangC, WaitsFollowTheExactDistribution) {
  const QueueCase& given = GetParam();
  const double offered = given.servers * given.utilisation;
  const double span = given.warm_up_hours + given.observed_hours;
  const Organisation organisation = support::always_open_team(given.servers);
  const std::vector<Calendar> calendars{Calendar::always()};
  ReviewDriver driver(organisation, calendars, span);
  ReplicationMeans p_wait;
  ReplicationMeans mean_wait;
  ReplicationMeans queue;
  std::array<ReplicationMeans, kShareTimes.size()> beyond;
  for (std::uint32_t replication = 0; replication < kReplications; ++replication) {
    const KeyedDraws draws(51, replication);
    const std::vector<Change> table =
        support::poisson_arrivals(draws, offered, span, [](double u) { return exponential(u, 1.0); });
    Waits waits;
    waits.table = &table;
    waits.from_hours = given.warm_up_hours;
    waits.slowest_rate = given.servers - offered;
    driver.run(table, table.size(), 1, draws, waits);
    p_wait.add(waits.waited, waits.changes);
    mean_wait.add(waits.sum, waits.changes);
    queue.add(waits.queue_integral, given.observed_hours);
    for (std::size_t i = 0; i < beyond.size(); ++i) beyond[i].add(waits.beyond[i], waits.changes);
  }
  support::expect_mean(p_wait, given.p_wait, kZ, 0.03, "share who wait");
  support::expect_mean(mean_wait, given.mean_wait, kZ, 0.04, "mean wait");
  support::expect_mean(queue, given.mean_wait * offered, kZ, 0.04, "mean number waiting");
  for (std::size_t i = 0; i < beyond.size(); ++i) {
    support::expect_mean(beyond[i], given.p_wait * std::exp(-kShareTimes[i]), kZ, 0.1,
                         "share who wait beyond " + std::to_string(kShareTimes[i]) + " conditional means");
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, ErlangC,
    testing::Values(QueueCase{"1 at .9", 1, 0.9, 0.9, 9.0, 4000.0, 200'000.0},
                    QueueCase{"2 at .9", 2, 0.9, 0.852631578947, 4.263157894737, 2000.0, 100'000.0},
                    QueueCase{"3 at .8", 3, 0.8, 0.647191011236, 1.078651685393, 500.0, 40'000.0},
                    QueueCase{"8 at .5", 8, 0.5, 0.0590439946953, 0.0147609986738, 100.0, 40'000.0},
                    QueueCase{"8 at .8", 8, 0.8, 0.457644925442, 0.286028078401, 150.0, 20'000.0},
                    QueueCase{"8 at .9", 8, 0.9, 0.701532990146, 0.876916237683, 600.0, 30'000.0},
                    QueueCase{"20 at .9", 20, 0.9, 0.550769004816, 0.275384502408, 300.0, 12'000.0}));

/// Integral of the number of changes waiting or under review.
struct InSystem : support::ReviewWatcher {
  double from_hours = 0.0;
  double integral = 0.0;
  void passes(double from, double to, std::uint32_t /*waiting*/, std::size_t here) {
    if (to > from_hours) integral += static_cast<double>(here) * (to - std::max(from, from_hours));
  }
};

// Whitt (Management Science 35, 1989): the time average of the number in an M/M/1 over T has variance
// 2 rho (1 + rho) / ((1 - rho)^4 T). Both the mean and the spread of replications must agree with it.
TEST(ErlangCRunLength, SpreadOfReplicationsIsWhitts) {
  constexpr double kRho = 0.8;
  constexpr double kWarmUp = 2000.0;
  constexpr double kObserved = 20'000.0;
  constexpr std::uint32_t kRuns = 40;
  const Organisation organisation = support::always_open_team(1);
  const std::vector<Calendar> calendars{Calendar::always()};
  ReviewDriver driver(organisation, calendars, kWarmUp + kObserved);
  ReplicationMeans in_system;
  for (std::uint32_t replication = 0; replication < kRuns; ++replication) {
    const KeyedDraws draws(52, replication);
    const std::vector<Change> table =
        support::poisson_arrivals(draws, kRho, kWarmUp + kObserved, [](double u) { return exponential(u, 1.0); });
    InSystem watcher;
    watcher.from_hours = kWarmUp;
    driver.run(table, table.size(), 1, draws, watcher);
    in_system.add(watcher.integral / kObserved);
  }
  const double variance = 2.0 * kRho * (1.0 + kRho) / (std::pow(1.0 - kRho, 4) * kObserved);
  const double error = std::sqrt(variance / kRuns);
  EXPECT_NEAR(in_system.mean(), kRho / (1.0 - kRho), kZ * error);
  // Chi-square with 39 degrees of freedom over 39: [0.366, 2.06] at 1e-4 each side (Wilson and Hilferty).
  const double ratio = std::pow(in_system.standard_error() / error, 2);
  EXPECT_GT(ratio, 0.366);
  EXPECT_LT(ratio, 2.06);
}

}  // namespace
}  // namespace faultline
