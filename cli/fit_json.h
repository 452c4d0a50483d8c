// measured.json: what was measured, with what it is worth. (docs/formats/measured.md)
#pragma once

#include <string>
#include <vector>

#include "analysis/fit/findings.h"
#include "models/io/history/row_account.h"

namespace faultline::cli {

struct FitInput {
  std::string file;  ///< its name alone: folders may name people
  std::string sha256;
};

/// Findings and where they come from.
struct FitAnswer {
  fit::Findings findings;
  RowAccount rows;
  std::vector<std::string> notes;
  std::vector<FitInput> inputs;
  std::string zone;
  std::vector<std::string> windows;
  double skip_at_most = 0.0;
};

/// "2026-03-09"; days since 1970-01-01.
[[nodiscard]] std::string iso_day(std::int64_t day);

[[nodiscard]] std::string fit_json(const FitAnswer& answer);

}  // namespace faultline::cli
