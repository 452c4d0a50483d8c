// The parts that a choice means: all gates that find something, the services and edges that carry most of the loss.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/importance/part.h"
#include "models/scenario.h"
#include "sim/blast/loss_table.h"

namespace faultline {

struct ChosenParts {
  std::vector<Part> parts;
  std::vector<std::string> notes;  ///< what was left out and why, a sentence each
};

/// Throws InputError for names that are no part of the policy or graph, all at once, each with the nearest that is.
[[nodiscard]] ChosenParts choose_parts(const Scenario& scenario, const LossTable& losses, PolicyId policy,
                                       const PartChoice& choice, const std::filesystem::path& file);

/// Whether forcing the gate can change anything: it looks for defects, flags changes, or closes a way.
[[nodiscard]] bool can_be_forced(const Gate& gate);

}  // namespace faultline
