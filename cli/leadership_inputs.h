// What a leadership page may rest on besides its results: a tornado sweep.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "analysis/report/leadership_facts.h"

namespace faultline::cli {

/// The saving of `policy` at the ends of every input of a complete tornado sweep. Throws InputError when it is another
/// design, of another scenario, or lacks the policy or the reference.
[[nodiscard]] report::LeadershipSweep leadership_sweep(const std::filesystem::path& results,
                                                       const Comparison& comparison, std::size_t policy);

/// The same of the policy that `comparison` recommends or comes nearest to; nothing when `results` is empty. Throws
/// InputError also when there is no other policy to save anything.
[[nodiscard]] std::optional<report::LeadershipSweep> sweep_in_question(const std::filesystem::path& results,
                                                                       const Comparison& comparison);

}  // namespace faultline::cli
