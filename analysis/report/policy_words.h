// A policy in plain words, made from the policy alone.
#pragma once

#include <string>

#include "models/scenario.h"

namespace faultline::report {

/// Which changes a selector means: "every change", "config changes to tier 1 of at least 200 lines".
[[nodiscard]] std::string selector_words(const Scenario& scenario, const Gate& gate);

/// What a gate does, in one to four sentences. `phase_end_hours` is when its phase ends; infinity for the last.
[[nodiscard]] std::string gate_words(const Scenario& scenario, const Gate& gate, double phase_end_hours);

/// Who looks, in two or three words: "2 of the team", "rules", "the board".
[[nodiscard]] std::string who_looks(const Scenario& scenario, const Gate& gate);

/// "day 12.5" of the horizon.
[[nodiscard]] std::string day_words(const Scenario& scenario, double time_hours);

}  // namespace faultline::report
