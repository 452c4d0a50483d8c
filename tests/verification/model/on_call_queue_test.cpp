// Incidents that wait for responders are a queue: with Poisson incidents, exponential repairs and c responders it is
// M/M/c (published-answers, section 5.1). z < 4 on means over independent replications, standard errors below 5 %: a
// false alarm of the file at a new seed has probability about 1e-3.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/support/replication_means.h"
#include "tests/support/tiny_scenario.h"
#include "tests/verification/model/model_support.h"

namespace faultline {
namespace {

double erlang_c(int servers, double load) {
  double term = 1.0;
  double sum = 0.0;
  for (int k = 0; k < servers; ++k) {
    sum += term;
    term *= load / (k + 1);
  }
  const double waiting = term * servers / (servers - load);
  return waiting / (sum + waiting);
}

// Repairs are lognormal in the model; Pollaczek and Khinchine give the mean wait of M/G/1 with any of them:
// W = r E[S^2] / (2 (1 - r E[S])).
TEST(OnCallQueue, OneResponderIsPollaczekAndKhinchine) {
  constexpr double kMedian = 2.0;
  constexpr double kLogSd = 0.5;
  const double mean = kMedian * std::exp(kLogSd * kLogSd / 2.0);
  const double second = kMedian * kMedian * std::exp(2.0 * kLogSd * kLogSd);
  const double rate = 0.6 / mean;
  Scenario scenario =
      support::tiny_scenario(support::tiny_graph(1), support::tiny_time(0, 24.0 * 2000, 24.0 * 20), 1e3);
  scenario.background.per_day = 24.0 * rate;
  scenario.background.magnitude = {0.0, 0.0, 1.0, 1e4};
  scenario.response.detection.customers = {0.0, 0.0};
  scenario.response.mitigation.fix_forward = {kMedian, kLogSd};
  scenario.response.on_call = {0, 1};
  support::ReplicationMeans waits;
  for (std::uint32_t r = 0; r < 25; ++r) {
    verification::Recorder recorder;
    (void)verification::record(scenario, 0, recorder, r);
    double sum = 0.0;
    for (const double wait : recorder.responder_waits) sum += wait;
    waits.add(sum, static_cast<double>(recorder.responder_waits.size()));
  }
  const double exact = rate * second / (2.0 * (1.0 - rate * mean));
  support::expect_mean(waits, exact, 4.0, 0.05, "mean wait for the responder");
}

// Constant repairs and several responders: M/D/c waits half as long as M/M/c when everybody is busy, and c / (c + 1) as
// long when hardly anybody is (the shortest of c repairs under way has D / (c + 1) to go, against D / c).
TEST(OnCallQueue, MoreRespondersMakeItShorterAndEnoughEndIt) {
  Scenario scenario =
      support::tiny_scenario(support::tiny_graph(1), support::tiny_time(0, 24.0 * 1000, 24.0 * 20), 1e3);
  scenario.background.per_day = 24.0 * 0.8;
  scenario.background.magnitude = {0.0, 0.0, 1.0, 1e4};
  scenario.response.detection.customers = {0.0, 0.0};
  scenario.response.mitigation.fix_forward = {2.0, 0.0};
  double before = 1e300;
  for (const int responders : {2, 3, 5}) {
    scenario.response.on_call = {0, responders};
    const std::vector<Outcome> outcomes = verification::run_policy(scenario, 0, 4);
    const double wait = verification::Sample(outcomes, Metric::responder_wait_hours).mean / (24.0 * 1000 * 0.8);
    const double m_m_c = erlang_c(responders, 1.6) * 2.0 / (responders - 1.6);
    EXPECT_LT(wait, before);
    EXPECT_GT(wait, 0.4 * m_m_c) << responders;
    EXPECT_LT(wait, 0.9 * m_m_c) << responders;
    before = wait;
  }
  scenario.response.on_call = {0, 1000};
  EXPECT_EQ(verification::run_policy(scenario, 0, 1)[0][Metric::incidents_waiting], 0.0);
  scenario.response.on_call = {0, 0};
  scenario.feedback.on_call = false;
  EXPECT_EQ(verification::run_policy(scenario, 0, 1)[0][Metric::incidents_waiting], 0.0);
}

}  // namespace
}  // namespace faultline
