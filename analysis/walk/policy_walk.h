// One change on its way through the gates of a policy, gate by gate and without a draw: who looks, for how long, with
// what chance of finding a defect that is still there, and how the change may go round it.
// (docs/methodology/policy-walk.md)
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario.h"
#include "sim/service_facts.h"

namespace faultline {

/// The change that is walked. It carries a defect: chances are about that.
struct WalkedChange {
  Origin origin = Origin::human;
  ChangeKind kind = ChangeKind::code;
  Channel channel = Channel::pipeline;
  double lines = 24.0;
  bool documented = true;  ///< an out-of-band change is not, whatever this says
  bool touches_pricing = false;
  bool wide_scope = false;  ///< acts on the whole fleet at once
  bool emergency = false;   ///< a hotfix on the emergency path
  ServiceId service;
};

/// Why a gate never sees a change of that kind.
enum class Exemption : std::uint8_t {
  none,
  origin,
  kind,
  service,
  lines,
  pricing,
  emergency,
  no_emergency,
  channel,
  documented,
  narrow,
  not_demanded
};
inline constexpr std::array<std::string_view, 12> kExemptionNames{
    "",          "origin",       "kind",    "service",    "lines",  "touches_pricing",
    "emergency", "no_emergency", "channel", "documented", "narrow", "not_demanded"};

/// How a change that a gate may see goes round it.
enum class WayRound : std::uint8_t {
  not_adopted,       ///< its team does not have the gate yet
  outside,           ///< it goes to production by another way
  not_demanded,      ///< no earlier gate has asked for this one
  documented,        ///< it has an audit trail by now
  narrow,            ///< it does not act on the whole fleet any more
  habit,             ///< people who merge unreviewed whatever waits
  nobody_to_review,  ///< the team has too few reviewers besides the author
};
inline constexpr std::size_t kWayRoundCount = 7;
inline constexpr std::array<std::string_view, kWayRoundCount> kWayRoundNames{
    "not_adopted", "outside", "not_demanded", "documented", "narrow", "habit", "nobody_to_review"};

/// What happens at one gate. Shares named `mass` are of all changes of this kind that were written with a defect.
struct GateStep {
  const Gate* gate = nullptr;
  std::size_t phase = 0;       ///< of the policy; a freeze lets go in a later one
  double arriving_mass = 0.0;  ///< come here with the defect
  double met_mass = 0.0;       ///< and do not go round the gate
  double caught_mass = 0.0;    ///< and lose the defect here
  double acted_mass = 0.0;     ///< flagged, sent into the pipeline, confined, or blocked, by the gate's kind
  double left_mass = 0.0;      ///< still on their way with the defect
  std::array<double, kWayRoundCount> round_mass{};
  double own_hours = 0.0;                ///< of one look: median of its law, mean of one full review
  std::optional<double> expected_hours;  ///< mean time at the gate, where it is known without a simulation
  bool queues = false;                   ///< waits for people, agents, a token or a budget: a simulation must tell

  /// Chance that the gate finds the defect, given that it is still there and the change meets the gate.
  [[nodiscard]] double catch_chance() const { return met_mass > 0.0 ? caught_mass / met_mass : 0.0; }
  [[nodiscard]] double met_share() const { return arriving_mass > 0.0 ? met_mass / arriving_mass : 0.0; }
  [[nodiscard]] double acted_share() const { return met_mass > 0.0 ? acted_mass / met_mass : 0.0; }
};

struct ExemptGate {
  const Gate* gate;
  Exemption why;
};

/// What the runtime comparison of a rollout can see.
struct RolloutSight {
  struct Stage {
    double traffic_fraction;
    double bake_hours;
    /// Smallest share of failing requests, visible to metrics, that is noticed by the stage's end at the horizon's mean
    /// traffic; absent when even a total failure is not.
    std::optional<double> smallest_noticed;
  };
  std::vector<Stage> stages;
  double visible_fraction = 0.0;  ///< of defects that come here: metrics can show them at all
  double stopped_fraction = 0.0;  ///< of defects that come here: rolled back before full exposure (drawn faults)
  double stopped_standard_error = 0.0;
};

/// One phase of a policy, seen by changes that set out in it.
struct PhaseWalk {
  std::size_t phase = 0;
  double from_hours = 0.0;  ///< within the horizon or after it
  double to_hours = 0.0;
  std::vector<GateStep> steps;
  std::vector<ExemptGate> exempt;
  std::optional<GateStep> audit;  ///< after deployment
  double reaches_mass = 0.0;      ///< with the defect in production
  double out_of_band_mass = 0.0;  ///< of those, round the pipeline
  double wide_mass = 0.0;         ///< of those, acting on the whole fleet at once
  double staged_mass = 0.0;       ///< of those, by a rollout's stages
  double never_ships_mass = 0.0;  ///< stopped for good with the defect, or without anybody to let it pass
  std::optional<RolloutSight> rollout;
};

/// Walks a change through every phase of a policy that is in force in the horizon or after it. Reviewers have nothing
/// else waiting: no haste, but the share of stamps and of habit that even an idle team has. Where gates come into force
/// team by team, chances are means over the teams and the phase. `second_reviewer_ratio` is Z10's.
[[nodiscard]] std::vector<PhaseWalk> walk_policy(const Scenario& scenario, const ServiceFacts& facts,
                                                 const Policy& policy, const WalkedChange& change,
                                                 double second_reviewer_ratio);

/// The team that owns a service; not valid when nobody does.
[[nodiscard]] TeamId owner_of(const Scenario& scenario, ServiceId service);

}  // namespace faultline
