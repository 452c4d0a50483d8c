// Which uncertain numbers of a scenario are off together.
#pragma once

#include <span>
#include <vector>

#include "models/io/problem_list.h"
#include "models/io/scenario_fields.h"
#include "models/scenario.h"

namespace faultline {

/// Pairs of numbers among `sources`, with "*" in a pointer standing for any key or position. Collects: pointers that
/// name no number, with the nearest that does; a number with itself; a pair given twice.
[[nodiscard]] std::vector<ParameterCorrelation> read_parameter_correlations(
    std::span<const ParameterCorrelationFields> fields, std::span<const ParameterSource> sources,
    ProblemList& problems);

}  // namespace faultline
