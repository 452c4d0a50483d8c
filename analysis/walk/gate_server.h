// What one gate does with the changes that come to it.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "analysis/walk/branch.h"

namespace faultline {

class GateServer {
 public:
  /// Keeps references to all of them.
  GateServer(const Scenario& scenario, const WalkedChange& change, const DefectSurvival& survival);

  /// Share of all changes written with a defect that are in the branch and still have it.
  [[nodiscard]] double mass(const Branch& branch) const {
    return branch.weight * survival_.still_there(branch.efforts);
  }
  /// Whether the gate sees the branch as things stand; if not, counts which way it goes round.
  [[nodiscard]] bool meets(const Gate& gate, const Branch& branch, GateStep& step) const;
  /// Takes a branch that meets the gate through it: what passes goes to `after`. Returns the mass that never ships.
  double serve(const Gate& gate, Branch branch, GateStep& step, std::vector<Branch>& after) const;

 private:
  /// Share of the defective changes that come to a risk score which it flags.
  [[nodiscard]] double flagged_fraction(const Gate& gate) const;
  double review(const Gate& gate, Branch branch, GateStep& step, std::vector<Branch>& after) const;
  [[nodiscard]] int people_for(const Gate& gate, const Branch& branch) const;

  const Scenario& scenario_;
  const WalkedChange& change_;
  const DefectSurvival& survival_;
  TeamId team_;
  mutable std::map<std::uint32_t, double> flagged_;  // by GateId: the same for every branch
};

}  // namespace faultline
