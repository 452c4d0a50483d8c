// Everything that a simulation needs to know, immutable once loaded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/business/demand.h"
#include "models/business/economics.h"
#include "models/business/journey.h"
#include "models/defects/defect.h"
#include "models/defects/stealth.h"
#include "models/graph/service_graph.h"
#include "models/organisation/calendar.h"
#include "models/organisation/team.h"
#include "models/policy/policy.h"
#include "models/response/response.h"
#include "models/uncertainty.h"

namespace faultline {

struct Marketplace {
  std::string id;
  DemandCurve demand;
};

/// Time frame of a replication: [0, warm_up) fills the queues under the baseline policy, then the horizon counts, then
/// changes submitted in the horizon are followed through the run-off. Hours since the start of the simulation.
struct TimeFrame {
  double warm_up_hours = 28.0 * 24.0;
  double horizon_hours = 90.0 * 24.0;
  double run_off_hours = 60.0 * 24.0;
  std::vector<bool> weekend_hours;  ///< by hour of the simulation, in the scenario's time zone; empty: no weekends
  std::string start_utc;            ///< of the simulation, ISO 8601

  [[nodiscard]] double horizon_begin() const { return warm_up_hours; }
  [[nodiscard]] double horizon_end() const { return warm_up_hours + horizon_hours; }
  [[nodiscard]] double end() const { return warm_up_hours + horizon_hours + run_off_hours; }
};

enum class SourceStatus : std::uint8_t { evidence, measured, estimated, assumed };

/// Where a number of the scenario comes from.
struct ParameterSource {
  std::string pointer;  ///< JSON pointer of the value in the resolved document
  std::string value;    ///< as written
  SourceStatus status = SourceStatus::assumed;
  std::string source;       ///< evidence row ("Z6"), or n and dates of a measurement, or the reason for an assumption
  bool is_default = false;  ///< the scenario does not give it: the field's default applies
  std::optional<Uncertainty> uncertainty{};  ///< where one is stated
};

/// Ways in which what happens changes what happens next; each can be switched off by its name. (model, section 6: P1
/// holds with all of them off)
struct Feedback {
  bool rework = true;                    ///< a caught change goes back to its author; off: it stays, without its defect
  bool rework_defects = true;            ///< mending a change may break it again
  bool displacement = true;              ///< slow delivery drives work out of band
  bool attention = true;                 ///< reviewers hurry when much is waiting
  bool bypass = true;                    ///< habit and impatience go round a review
  bool complacency = true;               ///< people look less closely after an agent has looked
  bool deterrence = true;                ///< audits deter bypass
  bool incidents_take_reviewers = true;  ///< who responds to a sev1 or sev2 incident does not review meanwhile
  bool on_call = true;                   ///< incidents wait when every responder is busy
  bool suspects = true;                  ///< the more was deployed lately, the longer the search
  bool documentation = true;             ///< undocumented changes are harder to find
};
/// All of them off.
inline constexpr Feedback kNoFeedback{false, false, false, false, false, false, false, false, false, false, false};

struct RunSettings {
  std::uint32_t replications = 1000;
  std::uint64_t seed = 1;
  std::uint32_t blast_samples = 4096;
  double smallest_difference_that_matters_fraction = 0.01;  ///< of the baseline's mean loss
};

struct Scenario {
  std::string id{};
  std::string title{};
  std::string description{};
  TimeFrame time{};
  ServiceGraph graph{{}, {}};
  std::vector<Journey> journeys{};
  std::vector<Marketplace> marketplaces{};
  std::vector<Calendar> calendars{};
  Organisation organisation{};
  DefectModel defects{};
  StealthModel stealth{};
  ResponseModel response{};
  BackgroundIncidents background{};
  Feedback feedback{};
  Economics economics{};
  std::vector<std::string> gate_ids{};  ///< by GateId; at most 64
  std::vector<Policy> policies{};
  PolicyId baseline{};  ///< rules during warm-up
  RunSettings run{};
  std::vector<ParameterSource> sources{};
  std::vector<ParameterCorrelation> correlations{};  ///< of numbers among `sources`; each pair once
};

}  // namespace faultline
