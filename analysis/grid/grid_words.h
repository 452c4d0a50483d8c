// How grids are spoken of.
#pragma once

#include <string>

#include "analysis/grid/grid.h"

namespace faultline::grid {

/// "cliff on 12 of 40 lines, at 2 to 5", "no cliff", "not settled on 7 of 40 lines", "does not move".
[[nodiscard]] std::string finding_words(const GridReport& report, const GridCliffs& cliffs);
/// "as velocity rises"; "as velocity moves" of what does not.
[[nodiscard]] std::string direction_words(const GridReport& report, const GridCliffs& cliffs);

/// Cells in which a policy is best, and in how many of them that is settled.
struct BestCount {
  std::size_t cells = 0;
  std::size_t settled = 0;
};
[[nodiscard]] BestCount best_count(const GridReport& report, std::size_t policy);

}  // namespace faultline::grid
