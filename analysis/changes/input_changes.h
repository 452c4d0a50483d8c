// What two runs were told, laid side by side.
#pragma once

#include <string>
#include <vector>

#include "analysis/run_description.h"

namespace faultline {

/// One value of the resolved scenario that differs.
struct InputChange {
  std::string pointer;      ///< JSON pointer in the newer document, in the older one for what is gone
  std::string policy;       ///< id of the policy that it belongs to; empty for the rest of the scenario
  std::string before;       ///< JSON text, of a field that was left out its default; empty: it was not there
  std::string now;          ///< likewise; empty: it is gone
  std::string mark_before;  ///< "assumed", "measured", ... where the value carries one
  std::string mark_now;
};

/// What differs between the two documents, in the order of the newer one, what is gone last at its place. Elements of
/// lists are matched by their `id` or name, calls by caller and callee, others by position; a value with its source
/// counts as one. Values whose mark alone differs are listed too. Throws InputError when a document is no JSON.
[[nodiscard]] std::vector<InputChange> input_changes(const RunDescription& before, const RunDescription& now);

}  // namespace faultline
