// What a scenario says of time, laid over the hours of its span.
#pragma once

#include <vector>

#include "models/io/name_table.h"
#include "models/io/problem_list.h"
#include "models/io/scenario_fields.h"
#include "models/scenario.h"

namespace faultline {

/// Fills in the scenario's time, demand, calendars with the activity of each, and background incidents, and names the
/// calendars. `laid`: marketplaces whose demand was laid already; null: they are to be laid. False, with problems
/// added, when the time itself is wrong, so that nothing can be laid over it.
bool lay_time(const ScenarioFields& fields, const std::vector<Marketplace>* laid, Scenario& scenario,
              NameTable& calendars, ProblemList& problems);

}  // namespace faultline
