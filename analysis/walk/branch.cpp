#include "analysis/walk/branch.h"

#include <algorithm>

namespace faultline {
namespace {

bool alike(const Branch& a, const Branch& b) {
  return a.in_force == b.in_force && a.demanded == b.demanded && a.passed == b.passed && a.outside == b.outside &&
         a.documented == b.documented && a.wide == b.wide && a.habit == b.habit &&
         a.author_reviews == b.author_reviews && a.human_factor == b.human_factor && a.rollout == b.rollout &&
         a.efforts == b.efforts;
}

}  // namespace

void add_branch(std::vector<Branch>& branches, const Branch& branch) {
  if (!(branch.weight > 0.0)) return;
  const auto known =
      std::find_if(branches.begin(), branches.end(), [&](const Branch& other) { return alike(branch, other); });
  if (known != branches.end()) {
    known->weight += branch.weight;
  } else {
    branches.push_back(branch);
  }
}

Exemption exemption(const Gate& gate, const WalkedChange& change) {
  const Selector& select = gate.selector;
  if ((select.origins >> static_cast<unsigned>(change.origin) & 1U) == 0) return Exemption::origin;
  if ((select.kinds >> static_cast<unsigned>(change.kind) & 1U) == 0) return Exemption::kind;
  if (!select.services.empty() && !select.services[change.service.index()]) return Exemption::service;
  if (change.lines < select.min_lines || change.lines > select.max_lines) return Exemption::lines;
  if (select.only_touching_pricing && !change.touches_pricing) return Exemption::pricing;
  if (change.emergency && select.emergencies == Emergencies::excluded) return Exemption::emergency;
  if (!change.emergency && select.emergencies == Emergencies::only) return Exemption::no_emergency;
  return Exemption::none;
}

std::vector<Branch> split_by_adoption(const Scenario& scenario, const PolicyPhase& phase,
                                      const std::vector<Branch>& branches, double from_hours, double to_hours) {
  std::uint64_t at_once = 0;
  std::vector<const Gate*> gradual;
  for (const Gate& gate : phase.gates) {
    if (gate.adopted_hours.empty()) {
      at_once |= bit_of(gate);
    } else {
      gradual.push_back(&gate);
    }
  }
  std::vector<Branch> split;
  const std::size_t teams = gradual.empty() ? 1 : scenario.organisation.teams.size();
  const double span = to_hours - from_hours;
  for (std::size_t team = 0; team < teams; ++team) {
    std::vector<double> borders{from_hours, to_hours};
    for (const Gate* gate : gradual) borders.push_back(std::clamp(gate->adopted_hours[team], from_hours, to_hours));
    std::sort(borders.begin(), borders.end());
    for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
      const double share = span > 0.0 ? (borders[i + 1] - borders[i]) / span : (i == 0 ? 1.0 : 0.0);
      std::uint64_t in_force = at_once;
      for (const Gate* gate : gradual) in_force |= gate->adopted_hours[team] <= borders[i] ? bit_of(*gate) : 0;
      for (Branch branch : branches) {
        branch.weight *= share / static_cast<double>(teams);
        branch.in_force = in_force;
        add_branch(split, branch);
      }
    }
  }
  return split;
}

std::vector<Branch> setting_out(const Scenario& scenario, const PolicyPhase& phase, const WalkedChange& change,
                                double from_hours, double to_hours) {
  const double habit = scenario.feedback.bypass ? scenario.organisation.review.habit_bypass_fraction : 0.0;
  double reviewing = 0.0;  // share of authors who review
  if (const TeamId owner = owner_of(scenario, change.service); owner.valid()) {
    const Team& team = scenario.organisation.teams[owner.index()];
    if (team.developers > 0) reviewing = std::min(1.0, static_cast<double>(team.reviewers) / team.developers);
  }
  std::vector<Branch> all;
  for (const bool by_habit : {false, true}) {
    for (const bool author_reviews : {false, true}) {
      Branch branch;
      branch.habit = by_habit;
      branch.author_reviews = author_reviews;
      branch.weight = (by_habit ? habit : 1.0 - habit) * (author_reviews ? reviewing : 1.0 - reviewing);
      branch.wide = change.wide_scope;
      branch.documented = change.documented;
      branch.outside = change.channel == Channel::out_of_band;
      add_branch(all, branch);
    }
  }
  return split_by_adoption(scenario, phase, all, from_hours, to_hours);
}

}  // namespace faultline
