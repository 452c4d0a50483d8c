// Policies from their documents: selectors resolved, phases laid over the simulated span.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "models/io/scenario_fields.h"

namespace faultline {

struct PolicyContext {
  std::vector<std::string> service_names;
  /// The calendar of that id, "always" when the id is empty; reports an unknown one.
  std::function<CalendarId(const std::string& id, const Place& place)> calendar;
  /// The pool of that id; not valid when the id is empty or unknown, and then reported.
  std::function<PoolId(const std::string& id, const Place& place)> pool;
};

/// Fills policies, gate ids and baseline of a scenario that has its graph, teams and time. During the warm-up every
/// policy is the baseline's first phase.
void build_policy_list(const ScenarioFields& fields, const PolicyContext& context, Scenario& scenario,
                       ProblemList& problems, std::vector<std::string>& warnings);

/// What is wrong with a policy whatever the scenario: phases out of order, an id twice in a phase.
void check_policy(const PolicyFields& policy, ProblemList& problems, std::vector<std::string>& warnings);

/// "did you mean ...?", or the names when there are few, or nothing.
[[nodiscard]] std::string suggestion_for(const std::string& name, const std::vector<std::string>& valid);

}  // namespace faultline
