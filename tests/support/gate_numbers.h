// Numbers for gates that a test has put together by hand.
#pragma once

#include <cstddef>

#include "models/scenario.h"

namespace faultline::support {

/// Gives every gate the index of its id, and those without a calendar this one.
inline void number_gates(Scenario& scenario, CalendarId calendar = CalendarId{0}) {
  scenario.gate_ids.clear();
  for (Policy& policy : scenario.policies) {
    for (PolicyPhase& phase : policy.phases) {
      for (Gate& gate : phase.gates) {
        std::size_t index = 0;
        while (index < scenario.gate_ids.size() && scenario.gate_ids[index] != gate.id) ++index;
        if (index == scenario.gate_ids.size()) scenario.gate_ids.push_back(gate.id);
        gate.index = GateId{index};
        if (!gate.calendar.valid()) gate.calendar = calendar;
      }
    }
  }
}

}  // namespace faultline::support
