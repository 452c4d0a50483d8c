#include "analysis/grid/grid_words.h"

#include <fmt/format.h>

#include "models/core/input_error.h"

namespace faultline {

namespace grid {

std::string finding_words(const GridReport& report, const GridCliffs& cliffs) {
  if (!cliffs.moves) {
    return "does not move";
  }
  const std::size_t lines = report.lines(cliffs.along);
  const std::string of = lines == 1 ? "" : fmt::format(" of {} lines", lines);
  if (cliffs.settled > 0) {
    const std::string on = lines == 1 ? "" : fmt::format(" on {}{}", cliffs.settled, of);
    return cliffs.where->low < cliffs.where->high
               ? fmt::format("cliff{}, at {:.3g} to {:.3g}", on, cliffs.where->low, cliffs.where->high)
               : fmt::format("cliff{}, at {:.3g}", on, cliffs.where->low);
  }
  if (cliffs.open > 0) {
    return lines == 1 ? "not settled" : fmt::format("not settled on {}{}", cliffs.open, of);
  }
  return "no cliff";
}

std::string direction_words(const GridReport& report, const GridCliffs& cliffs) {
  const char* const how = !cliffs.moves ? " moves" : (cliffs.falling ? " falls" : " rises");
  return "as " + printable(report.sweep.design.parameters[cliffs.along].name, 40) + how;
}

BestCount best_count(const GridReport& report, std::size_t policy) {
  BestCount count;
  for (const GridCell& cell : report.cells) {
    if (!cell.policies.empty() && cell.best.candidate == policy) {
      ++count.cells;
      count.settled += cell.best.share >= kBestSettled ? 1 : 0;
    }
  }
  return count;
}

}  // namespace grid

std::string cliff_finding(const GridReport& report, const GridCliffs& cliffs) {
  std::string title(kGridOutputs[cliffs.output].title);
  title = title.substr(0, title.find(','));
  title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return fmt::format("{} of {}: {} {}", title, printable(report.sweep.policies[cliffs.policy].id, 40),
                     grid::finding_words(report, cliffs), grid::direction_words(report, cliffs));
}

}  // namespace faultline
