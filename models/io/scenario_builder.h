// From what a scenario's document says to an immutable Scenario, with every check that single fields cannot make.
#pragma once

#include <string>
#include <vector>

#include "models/io/graph_reader.h"
#include "models/io/scenario_fields.h"
#include "models/scenario.h"

namespace faultline {

/// Problems are collected; the result is only of use when none was found. `graph` has at least one service. `laid`, if
/// given: the marketplaces of a sound scenario whose fields of time and marketplaces are these.
[[nodiscard]] Scenario build_scenario(const ScenarioFields& fields, GraphReading graph,
                                      const std::vector<Marketplace>* laid, ProblemList& problems,
                                      std::vector<std::string>& warnings);

}  // namespace faultline
