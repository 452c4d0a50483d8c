// What was measured put into a scenario's text, in the place of what it assumed.
#pragma once

#include <string>
#include <vector>

#include "cli/fit_json.h"

namespace faultline::cli {

struct PutIn {
  std::string scenario;               ///< the document with the measured values in it
  std::vector<std::string> replaced;  ///< "/organisation/daily_dispersion: 2.5 -> 3.1"
  std::vector<std::string> kept;      ///< what was measured and has no place, and why
};

/// Precondition: `scenario_text` is the text of a scenario that loads.
[[nodiscard]] PutIn put_measured(const std::string& scenario_text, const FitAnswer& answer);

}  // namespace faultline::cli
