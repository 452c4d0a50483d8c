#include "analysis/walk/policy_walk.h"

#include <algorithm>
#include <limits>

#include "analysis/walk/branch.h"
#include "analysis/walk/gate_server.h"
#include "analysis/walk/gate_times.h"
#include "analysis/walk/rollout_sight.h"
#include "analysis/walk/survival.h"

namespace faultline {
namespace {

constexpr double kNoEnd = std::numeric_limits<double>::infinity();

bool stands_aside(const Gate& gate) {
  return gate.kind == GateKind::channel_closing || gate.kind == GateKind::scope_limit || gate.kind == GateKind::audit;
}

/// The commonest reason why no branch at all met a gate; none when a way round is worth telling as such.
Exemption never_met(const GateStep& step) {
  const auto most = std::max_element(step.round_mass.begin(), step.round_mass.end()) - step.round_mass.begin();
  switch (static_cast<WayRound>(most)) {
    case WayRound::outside:
      return Exemption::channel;
    case WayRound::documented:
      return Exemption::documented;
    case WayRound::narrow:
      return Exemption::narrow;
    case WayRound::not_demanded:
      return Exemption::not_demanded;
    default:
      return Exemption::none;
  }
}

/// Walks one phase. The engine's order: the channel is closed as a change sets out, a scope is limited as it goes to
/// production, audits come after.
class Walker {
 public:
  Walker(const Scenario& scenario, const ServiceFacts& facts, const Policy& policy, const WalkedChange& change,
         const DefectSurvival& survival, std::size_t phase)
      : scenario_(scenario),
        facts_(facts),
        policy_(policy),
        change_(change),
        survival_(survival),
        server_(scenario, change, survival) {
    walk_.phase = phase;
    walk_.from_hours = std::max(policy.phases[phase].from_hours, scenario.time.horizon_begin());
    walk_.to_hours = std::min(end_of(phase), scenario.time.end());
    const TeamId owner = owner_of(scenario, change.service);
    const Organisation& organisation = scenario.organisation;
    const ActivityProfile* profile = nullptr;
    if (owner.valid() && organisation.teams[owner.index()].activity_profile < organisation.activity.size()) {
      profile = &organisation.activity[organisation.teams[owner.index()].activity_profile];
    }
    arriving_ = arrivals(profile, walk_.from_hours, walk_.to_hours);
  }

  PhaseWalk walk() && {
    std::vector<Branch> branches =
        setting_out(scenario_, policy_.phases[walk_.phase], change_, walk_.from_hours, walk_.to_hours);
    if (change_.channel == Channel::out_of_band) branches = close_channel(branches);
    for (std::size_t phase = walk_.phase; phase < policy_.phases.size() && !branches.empty(); ++phase) {
      const PolicyPhase& now = policy_.phases[phase];
      if (phase > walk_.phase) {
        branches = split_by_adoption(scenario_, now, branches, now.from_hours, now.from_hours);
      }
      branches = pass_phase(phase, std::move(branches));
    }
    walk_.never_ships_mass += total(branches);  // frozen for ever
    if (const Gate* limit = last_of(GateKind::scope_limit)) confine(*limit);
    walk_.steps.insert(walk_.steps.end(), rollouts_.begin(), rollouts_.end());
    reach_production();
    if (const Gate* audit = last_of(GateKind::audit)) hold_audit(*audit);
    return std::move(walk_);
  }

 private:
  [[nodiscard]] double end_of(std::size_t phase) const {
    return phase + 1 < policy_.phases.size() ? policy_.phases[phase + 1].from_hours : kNoEnd;
  }
  [[nodiscard]] double total(const std::vector<Branch>& branches) const {
    double sum = 0.0;
    for (const Branch& branch : branches) sum += server_.mass(branch);
    return sum;
  }
  [[nodiscard]] const Gate* last_of(GateKind kind) const {
    const Gate* found = nullptr;
    for (const Gate& gate : policy_.phases[walk_.phase].gates) found = gate.kind == kind ? &gate : found;
    return found;
  }

  /// Notes a gate that the change never meets, unless it is known already.
  void exempt(const Gate& gate, Exemption why) {
    const auto step = [&](const GateStep& other) { return other.gate->index == gate.index; };
    const auto noted = [&](const ExemptGate& other) { return other.gate->index == gate.index; };
    if (why != Exemption::none && std::none_of(walk_.steps.begin(), walk_.steps.end(), step) &&
        std::none_of(walk_.exempt.begin(), walk_.exempt.end(), noted)) {
      walk_.exempt.push_back({&gate, why});
    }
  }

  /// A step at a gate of this phase that may see the change; otherwise notes why not.
  std::optional<GateStep> step_at(const Gate& gate, std::size_t phase) {
    if (const Exemption why = exemption(gate, change_); why != Exemption::none) {
      exempt(gate, why);
      return std::nullopt;
    }
    GateStep step;
    step.gate = &gate;
    step.phase = phase;
    return step;
  }

  /// Out-of-band work is sent into the pipeline as it sets out, but for the leakage. There it acts on the whole fleet
  /// only as often as pipeline changes do.
  std::vector<Branch> close_channel(const std::vector<Branch>& branches) {
    const Gate* closing = last_of(GateKind::channel_closing);
    std::optional<GateStep> step = closing != nullptr ? step_at(*closing, walk_.phase) : std::nullopt;
    const ScopeLaw& scope = scenario_.defects.scope;
    const double stays_wide = scope.fleet_fraction_out_of_band > 0.0
                                  ? std::min(1.0, scope.fleet_fraction_pipeline / scope.fleet_fraction_out_of_band)
                                  : 1.0;
    std::vector<Branch> after;
    for (Branch branch : branches) {
      const double here = server_.mass(branch);
      if (step) step->arriving_mass += here;
      if (step && server_.meets(*closing, branch, *step)) {
        step->met_mass += here;
        step->acted_mass += (1.0 - closing->leakage_fraction) * here;
        Branch inside = branch;
        inside.outside = false;
        inside.weight *= 1.0 - closing->leakage_fraction;
        Branch narrow = inside;
        narrow.wide = false;
        narrow.weight *= branch.wide ? 1.0 - stays_wide : 0.0;
        inside.weight *= branch.wide ? stays_wide : 1.0;
        add_branch(after, inside);
        add_branch(after, narrow);
        branch.weight *= closing->leakage_fraction;
      }
      branch.documented = false;
      add_branch(after, branch);
    }
    if (step) {
      step->left_mass = step->arriving_mass;
      step->expected_hours = 0.0;
      walk_.steps.push_back(*step);
    }
    return after;
  }

  /// Takes every branch through the gates of a phase. Returns those that a freeze holds until the next.
  std::vector<Branch> pass_phase(std::size_t phase, std::vector<Branch> branches) {
    std::vector<Branch> frozen;
    for (const Gate& gate : policy_.phases[phase].gates) {
      if (stands_aside(gate)) continue;
      std::optional<GateStep> step = step_at(gate, phase);
      if (!step) continue;
      std::vector<Branch> after;
      for (const Branch& branch : branches) {
        if ((branch.passed & bit_of(gate)) != 0) {
          add_branch(after, branch);
          continue;
        }
        step->arriving_mass += server_.mass(branch);
        if (!server_.meets(gate, branch, *step)) {
          add_branch(after, branch);
        } else {
          std::vector<Branch>& out = gate.kind == GateKind::freeze    ? frozen
                                     : gate.kind == GateKind::rollout ? released_
                                                                      : after;
          walk_.never_ships_mass += server_.serve(gate, branch, *step, out);
        }
      }
      branches = std::move(after);
      if (!(step->arriving_mass > 0.0)) continue;
      if (!(step->met_mass > 0.0) && never_met(*step) != Exemption::none) {
        exempt(gate, never_met(*step));
        continue;
      }
      step->left_mass = total(branches) + total(released_) + total(frozen);
      take_time(*step);
      (gate.kind == GateKind::rollout ? rollouts_ : walk_.steps).push_back(*step);
    }
    for (const Branch& branch : branches) add_branch(released_, branch);
    return frozen;
  }

  void take_time(GateStep& step) const {
    const Gate& gate = *step.gate;
    const bool people = gate.kind == GateKind::peer_review || gate.kind == GateKind::senior_review;
    step.own_hours = people ? survival_.review_hours() : own_hours(gate);
    step.queues = keeps_waiting(gate);
    const double begin = policy_.phases[step.phase].from_hours;
    step.expected_hours =
        expected_hours(scenario_, gate, step.phase == walk_.phase ? arriving_ : std::vector<Arrival>{{begin, 1.0}},
                       end_of(step.phase));
  }

  void confine(const Gate& limit) {
    if (!change_.wide_scope) {
      exempt(limit, Exemption::narrow);
      return;
    }
    std::optional<GateStep> step = step_at(limit, walk_.phase);
    if (!step) return;
    std::vector<Branch> after;
    for (Branch branch : released_) {
      const double here = server_.mass(branch);
      step->arriving_mass += here;
      if (!branch.wide) {
        step->round_mass[static_cast<std::size_t>(WayRound::narrow)] += here;
      } else if (server_.meets(limit, branch, *step)) {
        step->met_mass += here;
        step->acted_mass += (1.0 - limit.leakage_fraction) * here;
        Branch confined = branch;
        confined.wide = false;
        confined.weight *= 1.0 - limit.leakage_fraction;
        add_branch(after, confined);
        branch.weight *= limit.leakage_fraction;
      }
      add_branch(after, branch);
    }
    released_ = std::move(after);
    step->left_mass = step->arriving_mass;
    step->expected_hours = 0.0;
    if (step->met_mass > 0.0) {
      walk_.steps.push_back(*step);
    } else {
      exempt(limit, never_met(*step));
    }
  }

  void reach_production() {
    double visible = 0.0;
    const Gate* rollout = nullptr;
    for (const Branch& branch : released_) {
      const double here = server_.mass(branch);
      walk_.reaches_mass += here;
      if (branch.outside) walk_.out_of_band_mass += here;
      if (branch.wide) walk_.wide_mass += here;
      if (branch.rollout == nullptr) continue;
      rollout = branch.rollout;
      walk_.staged_mass += here;
      visible += here * survival_.visible_at_runtime(branch.efforts);
    }
    if (walk_.staged_mass > 0.0) {
      walk_.rollout = rollout_sight(scenario_, facts_, *rollout, change_, visible / walk_.staged_mass, arriving_);
    }
  }

  void hold_audit(const Gate& audit) {
    std::optional<GateStep> step = step_at(audit, walk_.phase);
    if (!step) return;
    step->expected_hours = 24.0 * audit.lag_days;
    for (Branch branch : released_) {
      const double here = server_.mass(branch);
      step->arriving_mass += here;
      step->left_mass += here;
      if (!server_.meets(audit, branch, *step)) continue;
      step->met_mass += audit.sample_fraction * here;
      branch.efforts[static_cast<std::size_t>(DetectorClass::human)] += audit.effort_multiplier;
      const double found = audit.sample_fraction * (here - server_.mass(branch));
      step->caught_mass += found;
      step->left_mass -= found;
    }
    if (step->met_mass > 0.0) {
      walk_.audit = step;
    } else {
      exempt(audit, never_met(*step));
    }
  }

  const Scenario& scenario_;
  const ServiceFacts& facts_;
  const Policy& policy_;
  const WalkedChange& change_;
  const DefectSurvival& survival_;
  GateServer server_;
  PhaseWalk walk_;
  std::vector<Branch> released_;
  std::vector<GateStep> rollouts_;
  std::vector<Arrival> arriving_;
};

}  // namespace

TeamId owner_of(const Scenario& scenario, ServiceId service) {
  const std::vector<Team>& teams = scenario.organisation.teams;
  for (std::size_t i = 0; i < teams.size(); ++i) {
    const std::vector<ServiceId>& owned = teams[i].services;
    if (std::find(owned.begin(), owned.end(), service) != owned.end()) return TeamId{i};
  }
  return {};
}

std::vector<PhaseWalk> walk_policy(const Scenario& scenario, const ServiceFacts& facts, const Policy& policy,
                                   const WalkedChange& change, double second_reviewer_ratio) {
  const DefectSurvival survival(scenario, change.kind, change.lines, second_reviewer_ratio);
  std::vector<PhaseWalk> walks;
  for (std::size_t phase = 0; phase < policy.phases.size(); ++phase) {
    const double end = phase + 1 < policy.phases.size() ? policy.phases[phase + 1].from_hours : kNoEnd;
    if (end > scenario.time.horizon_begin() && policy.phases[phase].from_hours < scenario.time.end()) {
      walks.push_back(Walker(scenario, facts, policy, change, survival, phase).walk());
    }
  }
  return walks;
}

}  // namespace faultline
