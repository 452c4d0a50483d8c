// What the terminal's table and the one in Markdown share.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "analysis/comparison.h"

namespace faultline::report {

inline constexpr std::size_t kColumns = 7;
inline constexpr std::array<std::size_t, kColumns> kWidths{26, 11, 9, 9, 6, 7, 6};  // with a space between: 80
using Row = std::array<std::string, kColumns>;

/// One policy: its figures, and below them their intervals. Absent ones are "-".
struct PolicyRows {
  Row values;
  Row intervals;
};

[[nodiscard]] PolicyRows policy_rows(const Comparison& comparison, std::size_t policy);

/// Where each settled saving comes from, one line a policy.
[[nodiscard]] std::vector<std::string> sources(const Comparison& comparison);

/// What a reader of the table must know.
[[nodiscard]] std::string table_notes(const Comparison& comparison);

}  // namespace faultline::report
