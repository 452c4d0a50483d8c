#include "analysis/walk/gate_server.h"

#include <algorithm>
#include <cmath>

#include "sim/delivery/risk_score.h"

namespace faultline {
namespace {

double binomial(int n, int k, double p) {
  double value = 1.0;
  for (int i = 0; i < k; ++i) value *= static_cast<double>(n - i) / (i + 1);
  return value * std::pow(p, k) * std::pow(1.0 - p, n - k);
}

}  // namespace

GateServer::GateServer(const Scenario& scenario, const WalkedChange& change, const DefectSurvival& survival)
    : scenario_(scenario), change_(change), survival_(survival), team_(owner_of(scenario, change.service)) {}

bool GateServer::meets(const Gate& gate, const Branch& branch, GateStep& step) const {
  const auto round = [&](WayRound way) {
    step.round_mass[static_cast<std::size_t>(way)] += mass(branch);
    return false;
  };
  const Channel channel = branch.outside ? Channel::out_of_band : Channel::pipeline;
  // Closing the channel concerns what is about to leave the pipeline, whatever its selector says of channels.
  const bool watches =
      gate.kind == GateKind::channel_closing || (gate.selector.channels >> static_cast<unsigned>(channel) & 1U) != 0;
  if (!watches) return round(WayRound::outside);
  if ((branch.in_force & bit_of(gate)) == 0) return round(WayRound::not_adopted);
  // Out of band nobody can demand a further gate.
  const bool demanded = !gate.on_demand || ((branch.demanded & bit_of(gate)) != 0 && !branch.outside);
  if (!demanded) return round(WayRound::not_demanded);
  if (gate.selector.only_undocumented && branch.documented) return round(WayRound::documented);
  if (gate.selector.only_wide_scope && !branch.wide) return round(WayRound::narrow);
  return true;
}

double GateServer::serve(const Gate& gate, Branch branch, GateStep& step, std::vector<Branch>& after) const {
  if (gate.kind == GateKind::peer_review || gate.kind == GateKind::senior_review) {
    return review(gate, branch, step, after);
  }
  const double before = mass(branch);
  const auto look = [&](DetectorClass detector, double effort) {
    branch.efforts[static_cast<std::size_t>(detector)] += effort;
    step.caught_mass += before - mass(branch);
  };
  step.met_mass += before;
  if (gate.kind != GateKind::freeze) branch.passed |= bit_of(gate);  // a freeze is outlasted, not passed
  switch (gate.kind) {
    case GateKind::rules:
      look(DetectorClass::rules, gate.effort);
      branch.demanded |= gate.demands;
      if (gate.blocks != Blocking::nothing) step.acted_mass += mass(branch);
      if (gate.blocks == Blocking::until_mended) branch.documented = true;
      if (gate.blocks == Blocking::always) return mass(branch);
      break;
    case GateKind::tests:
      look(DetectorClass::tests, gate.effort);
      break;
    case GateKind::agent_review:
      if (gate.pool.valid() && scenario_.organisation.pools[gate.pool.index()].people < 1) {
        step.acted_mass += before;
        return before;
      }
      look(DetectorClass::agent, gate.effort * gate.origin_effort[static_cast<std::size_t>(change_.origin)]);
      if (scenario_.feedback.complacency) branch.human_factor *= gate.complacency;
      break;
    case GateKind::authorisation:
      if (gate.documents) branch.documented = true;
      look(DetectorClass::human, gate.effort_multiplier * branch.human_factor);
      break;
    case GateKind::change_approval:
      if (gate.documents) branch.documented = true;
      break;
    case GateKind::risk_score: {
      const double flagged = flagged_fraction(gate);
      step.acted_mass += flagged * before;
      Branch marked = branch;
      marked.demanded |= gate.demands;
      marked.weight *= flagged;
      branch.weight *= 1.0 - flagged;
      add_branch(after, marked);
      break;
    }
    case GateKind::rollout:
      branch.rollout = &gate;
      break;
    default:
      break;  // windows, freezes and caps hold a change and let it go as it is
  }
  add_branch(after, branch);
  return 0.0;
}

double GateServer::flagged_fraction(const Gate& gate) const {
  const auto [entry, fresh] = flagged_.try_emplace(gate.index.index(), 0.0);
  if (fresh) {
    const double defective = defective_share(scenario_, ChangeSource(scenario_), gate.selector);
    entry->second = binormal_flag(gate.d_prime, gate.riskiest_fraction, defective).defective;
  }
  return entry->second;
}

int GateServer::people_for(const Gate& gate, const Branch& branch) const {
  if (gate.pool.valid()) {
    const ReviewPool& pool = scenario_.organisation.pools[gate.pool.index()];
    return pool.agents || pool.review_hours_per_week > 0.0 ? pool.people : 0;
  }
  if (!team_.valid() || !(scenario_.organisation.review.review_hours_per_week > 0.0)) return 0;
  const Team& team = scenario_.organisation.teams[team_.index()];
  return std::min(team.reviewers, team.developers) - (branch.author_reviews ? 1 : 0);
}

// k people look at once; each stamps some approvals unread even when nothing else waits.
double GateServer::review(const Gate& gate, Branch branch, GateStep& step, std::vector<Branch>& after) const {
  const double before = mass(branch);
  const bool enough = people_for(gate, branch) >= gate.approvals;
  branch.passed |= bit_of(gate);
  if (may_go_round(gate) && (branch.habit || !enough)) {
    const WayRound way = branch.habit ? WayRound::habit : WayRound::nobody_to_review;
    step.round_mass[static_cast<std::size_t>(way)] += before;
    add_branch(after, branch);
    return 0.0;
  }
  step.met_mass += before;
  if (!enough) {
    step.acted_mass += before;
    return before;
  }
  const bool agents = gate.pool.valid() && scenario_.organisation.pools[gate.pool.index()].agents;
  const double stamped = agents ? 0.0 : scenario_.organisation.review.idle_stamp_fraction;
  const double effort = (gate.kind == GateKind::senior_review ? gate.effort_multiplier : 1.0) * branch.human_factor;
  for (int read = 0; read <= gate.approvals; ++read) {
    const double share = binomial(gate.approvals, read, 1.0 - stamped);
    Branch looked = branch;
    looked.weight *= share;
    looked.efforts[static_cast<std::size_t>(DetectorClass::human)] += read * effort;
    step.caught_mass += share * before - mass(looked);
    add_branch(after, looked);
  }
  return 0.0;
}

}  // namespace faultline
