#include <fmt/format.h>

#include <cmath>

#include "analysis/grid/grid.h"
#include "analysis/grid/grid_words.h"
#include "analysis/store/csv.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

std::string best_lines(const GridReport& report) {
  std::string text =
      fmt::format("{:<40}{:>20}{:>20}\n", "loses least of those that deliver", "cells", "of them settled");
  text += std::string(80, '-') + "\n";
  for (std::size_t p = 0; p < report.sweep.policies.size(); ++p) {
    const grid::BestCount count = grid::best_count(report, p);
    text += fmt::format("{:<40}{:>20}{:>20}\n", printable(report.sweep.policies[p].id, 39), count.cells, count.settled);
  }
  return text + "\n";
}

std::string cliff_lines(const GridReport& report, std::size_t policy) {
  std::string text;
  for (const GridCliffs& cliffs : report.cliffs) {
    if (cliffs.policy != policy) {
      continue;
    }
    const stats::Cliff& steepest = cliffs.lines[cliffs.steepest];
    std::string slope;
    if (!cliffs.moves) {
      slope.clear();  // that of nothing
    } else if (steepest.slope && steepest.slope->interval) {
      slope = fmt::format("{:.1f} ({:.1f} to {:.1f})", steepest.slope->value, steepest.slope->interval->low,
                          steepest.slope->interval->high);
    } else if (steepest.slope) {
      slope = fmt::format("{:.1f}", steepest.slope->value);
    }
    const std::string title(kGridOutputs[cliffs.output].title);
    text += fmt::format("  {}, {}\n", title, grid::direction_words(report, cliffs));
    const std::string finding = grid::finding_words(report, cliffs);
    text += slope.empty() ? "    " + finding + "\n" : fmt::format("    {:<48}{:>28}\n", finding, "steepest " + slope);
  }
  return text;
}

// From the first to the last level of the first parameter, the other at the level nearest to its base.
std::string factor_lines(const GridReport& report) {
  const SweepParameter& moved = report.sweep.design.parameters[0];
  std::size_t line = 0;
  std::string where;
  if (report.levels.size() == 2) {
    const std::vector<double>& other = report.levels[1];
    const double base = report.sweep.design.parameters[1].base.value_or(other[other.size() / 2]);
    for (std::size_t i = 0; i < other.size(); ++i) {
      line = std::abs(other[i] - base) < std::abs(other[line] - base) ? i : line;
    }
    where = fmt::format(", {} at {:.3g}", printable(report.sweep.design.parameters[1].name, 30), other[line]);
  }
  const GridCell& first = report.cells[report.cell(0, line, 0)];
  const GridCell& last = report.cells[report.cell(0, line, report.levels[0].size() - 1)];
  if (first.policies.empty() || last.policies.empty()) {
    return "";
  }
  std::string text = fmt::format("Lost orders of changes: times from {:.3g} to {:.3g} of\n{}{}\n",
                                 report.levels[0].front(), report.levels[0].back(), printable(moved.name, 30), where);
  text += fmt::format("{:<24}{:>10}{:>10}{:>14}{:>10}{:>12}\n", "policy", "changes", "defects", "that escape",
                      "cost of", "together");
  text += fmt::format("{:<24}{:>10}{:>10}{:>14}{:>10}\n", "", "", "in each", "", "each");
  text += std::string(80, '-') + "\n";
  for (std::size_t p = 0; p < report.sweep.policies.size(); ++p) {
    LossFactors times{};
    double together = 1;
    for (std::size_t f = 0; f < times.size(); ++f) {
      const double before = first.policies[p].factors[f];
      times[f] = before > 0 ? last.policies[p].factors[f] / before : 0;
      together *= times[f];
    }
    text += fmt::format("{:<24}{:>10.3g}{:>10.3g}{:>14.3g}{:>10.3g}{:>12.3g}\n",
                        printable(report.sweep.policies[p].id, 23), times[0], times[1], times[2], times[3], together);
  }
  return text + "\n";
}

}  // namespace

std::string grid_table(const GridReport& report) {
  const SweepDescription& sweep = report.sweep;
  std::string text = fmt::format("{}: {}, {} each", printable(sweep.scenario_id, 40),
                                 how_many(report.cells.size(), "cell"), how_many(sweep.replications, "quarter"));
  text += report.failed_cells == 0 ? "\n" : fmt::format("; {} could not be run\n", report.failed_cells);
  for (std::size_t p = 0; p < report.levels.size(); ++p) {
    text += fmt::format("  {} from {:.4g} to {:.4g} in {}\n", printable(sweep.design.parameters[p].name, 40),
                        report.levels[p].front(), report.levels[p].back(), how_many(report.levels[p].size(), "level"));
  }
  text += "\n" + best_lines(report) + factor_lines(report);
  for (std::size_t p = 0; p < sweep.policies.size(); ++p) {
    text += printable(sweep.policies[p].id, 70) + "\n" + cliff_lines(report, p);
  }
  text +=
      "\nA cliff: over a factor of 1.25 the output rises by a power above 2, settled at\n"
      "95 % for all such spans of a line at once. Does not move: by 1 % at the most,\n"
      "or a tenth of an hour or of a percentage point. Best is settled from 95 % of the\n"
      "resamples of quarters on. All cells share their quarters: neighbours agree\n"
      "because of that too.\n";
  return text;
}

std::string grid_csv(const GridReport& report) {
  std::string text = "cell";
  for (const SweepParameter& parameter : report.sweep.design.parameters) {
    text += "," + csv_field(parameter.name);
  }
  text += ",policy,delivers,best,best_share";
  for (const GridOutput& output : kGridOutputs) {
    text += "," + std::string(output.name);
  }
  for (const std::string_view factor : kLossFactorNames) {
    text += "," + std::string(factor);
  }
  text += "\n";
  for (std::size_t c = 0; c < report.cells.size(); ++c) {
    const GridCell& cell = report.cells[c];
    for (std::size_t p = 0; p < cell.policies.size(); ++p) {
      text += std::to_string(c);
      for (const double value : report.sweep.design.values.point(c)) {
        text += "," + csv_number(value);
      }
      const bool best = cell.best.candidate == p;
      text += "," + csv_field(report.sweep.policies[p].id) + (cell.policies[p].delivers ? ",1" : ",0") +
              (best ? ",1," + csv_number(cell.best.share) : ",0,");
      for (const double output : cell.policies[p].outputs) {
        text += "," + csv_number(output);
      }
      for (const double factor : cell.policies[p].factors) {
        text += "," + csv_number(factor);
      }
      text += "\n";
    }
  }
  return text;
}

}  // namespace faultline
