// Changes that have fared alike so far on their way through a policy.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/walk/policy_walk.h"
#include "analysis/walk/survival.h"

namespace faultline {

struct Branch {
  double weight = 1.0;         ///< of all changes written with a defect, whether or not it is still there
  std::uint64_t in_force = 0;  ///< gates that the team has adopted, bit per GateId
  std::uint64_t demanded = 0;
  std::uint64_t passed = 0;
  bool outside = false;
  bool documented = false;
  bool wide = false;
  bool habit = false;             ///< merges unreviewed whatever waits
  bool author_reviews = false;    ///< is one of the team's reviewers, so one fewer can approve
  double human_factor = 1.0;      ///< on people's effort, after agents have looked
  const Gate* rollout = nullptr;  ///< by which it was released
  Efforts efforts{};
};

[[nodiscard]] inline std::uint64_t bit_of(const Gate& gate) { return std::uint64_t{1} << gate.index.index(); }

/// Adds to the branch that has fared alike, or as a new one. Without weight it is dropped.
void add_branch(std::vector<Branch>& branches, const Branch& branch);

/// Why the gate never sees this change, whatever has happened to it before.
[[nodiscard]] Exemption exemption(const Gate& gate, const WalkedChange& change);

/// How changes set out in [from, to] of a phase: who wrote them, and which gates are in force. Over all teams; where
/// gates come in team by team, what is in force is constant between those times.
[[nodiscard]] std::vector<Branch> setting_out(const Scenario& scenario, const PolicyPhase& phase,
                                              const WalkedChange& change, double from_hours, double to_hours);

/// The same branches, by which gates of the phase are in force in [from, to].
[[nodiscard]] std::vector<Branch> split_by_adoption(const Scenario& scenario, const PolicyPhase& phase,
                                                    const std::vector<Branch>& branches, double from_hours,
                                                    double to_hours);

}  // namespace faultline
