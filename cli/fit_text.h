// What was measured, as a table for the terminal.
#pragma once

#include <string>

#include "analysis/fit/findings.h"

namespace faultline::cli {

/// One table a group, no line longer than 80 columns; verdicts and warnings below, each once.
[[nodiscard]] std::string fit_text(const fit::Findings& findings);

}  // namespace faultline::cli
