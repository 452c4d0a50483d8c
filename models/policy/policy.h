// A policy is a schedule of phases; a phase is an ordered list of gates. (model, section 6)
#pragma once

#include <string>
#include <vector>

#include "models/core/ids.h"
#include "models/policy/gate.h"

namespace faultline {

struct PolicyPhase {
  double from_hours = 0.0;  ///< since the start of the simulation; phases are sorted and cover it without gap
  std::vector<Gate> gates;
};

struct Policy {
  std::string id;
  std::string title;  ///< one plain sentence for tables and reports
  std::vector<PolicyPhase> phases;
};

}  // namespace faultline
