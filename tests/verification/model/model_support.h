// Runs whole replications and keeps what the log tells.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/replication.h"
#include "tests/support/silent_log.h"

namespace faultline::verification {

inline std::vector<Outcome> run_policy(const Scenario& scenario, int policy, std::uint32_t replications,
                                       std::uint64_t seed = 1) {
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, seed);
  const PolicyCase one{PolicyId{policy}, SecondReviewer::central};
  std::vector<Outcome> outcomes(replications, make_outcome(scenario));
  for (std::uint32_t r = 0; r < replications; ++r) runner.run(r, {&one, 1}, {&outcomes[r], 1});
  return outcomes;
}

/// Mean and spread of one metric over replications.
struct Sample {
  Sample(const std::vector<Outcome>& outcomes, Metric metric) {
    const auto n = static_cast<double>(outcomes.size());
    for (const Outcome& outcome : outcomes) mean += outcome[metric] / n;
    for (const Outcome& outcome : outcomes) variance += (outcome[metric] - mean) * (outcome[metric] - mean) / (n - 1.0);
    standard_error = std::sqrt(variance / n);
  }
  double mean = 0.0;
  double variance = 0.0;
  double standard_error = 0.0;
};

/// Keeps what a test asks about.
class Recorder final : public support::SilentLog {
 public:
  struct Exposed {
    LoggedChange change;
    double time_hours;
    double fraction;
  };
  struct Began {
    LoggedIncident incident;
    bool by_change;
    bool documented;
    double time_hours;
  };
  std::vector<LoggedChange> submitted;
  std::vector<Exposed> exposed;
  std::vector<Began> began;
  std::vector<IncidentEnd> ended;
  struct Freeze {
    double time_hours;
    bool begins;
  };
  std::vector<Freeze> freezes;
  std::vector<double> responder_waits;
  double audits_found = 0.0;

  /// The log tells the warm-up anew for every policy.
  void policy_begins(PolicyId, std::uint32_t) override { *this = Recorder{}; }
  void change_submitted(const LoggedChange& change) override { submitted.push_back(change); }
  void change_exposed(const LoggedChange& change, double time_hours, double fraction) override {
    exposed.push_back({change, time_hours, fraction});
  }
  void incident_began(const LoggedIncident& incident, const LoggedChange* change, double time_hours) override {
    began.push_back({incident, change != nullptr, change != nullptr && change->documented, time_hours});
  }
  void incident_phase(std::uint32_t incident, IncidentPhase phase, double time_hours) override {
    if (phase == IncidentPhase::detected) {
      detected_.resize(std::max<std::size_t>(detected_.size(), incident + 1));
      detected_[incident] = time_hours;
    }
    if (phase == IncidentPhase::responding) responder_waits.push_back(time_hours - detected_[incident]);
  }
  void incident_ended(std::uint32_t, const IncidentEnd& end) override { ended.push_back(end); }
  void change_audited(const LoggedChange&, double, GateId, bool found) override { audits_found += found ? 1.0 : 0.0; }
  void budget_freeze(TeamId, double time_hours, GateId, bool begins) override {
    freezes.push_back({time_hours, begins});
  }

 private:
  std::vector<double> detected_;
};

inline Outcome record(const Scenario& scenario, int policy, Recorder& recorder, std::uint32_t replication = 0) {
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, 1);
  const PolicyCase one{PolicyId{policy}, SecondReviewer::central};
  Outcome outcome = make_outcome(scenario);
  runner.run(replication, {&one, 1}, {&outcome, 1}, &recorder);
  return outcome;
}

}  // namespace faultline::verification
