// How loss answers to the parameters: maps, differences, slices.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/grid/grid_maps.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/researcher/sections.h"

namespace faultline::researcher {
namespace {

using report::escape_html;
using report::format_number;
using report::ScaleKind;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::string_view kBandNote =
    "Bands: simulation error of each mean, 95 % at each point (Student's t). Policies share their quarters: overlap "
    "does "
    "not mean no difference.";

// A table of a larger grid says whether an interval leaves out 0, not where it ends: pages stay small.
constexpr std::size_t kMostWithIntervals = 400;

// Ends of all policies' mean losses, of the positive ones where there are any.
struct LossRange {
  double least_positive = 0.0;
  double least = 0.0;
  double most = 0.0;
};

LossRange loss_range(const Facts& facts) {
  LossRange range;
  bool any = false;
  for (const std::size_t c : facts.ran) {
    for (const CellFigures& policy : facts.cells[c].policies) {
      const double value = policy.lost.value;
      range.least = any ? std::min(range.least, value) : value;
      range.most = any ? std::max(range.most, value) : value;
      if (value > 0 && (range.least_positive == 0.0 || value < range.least_positive)) {
        range.least_positive = value;
      }
      any = true;
    }
  }
  return range;
}

Content loss_maps(const Facts& facts) {
  const GridReport& grid = *facts.grid;
  const LossRange range = loss_range(facts);
  const bool logarithmic = range.least_positive > 0.0 && range.most > 10 * range.least_positive;
  Content html;
  for (std::size_t p = 0; p < facts.sweep.policies.size(); ++p) {
    report::Heatmap chart = grid::empty_map(grid);
    double low = range.most;
    double high = range.least;
    for (std::size_t place = 0; place < chart.cells.size(); ++place) {
      const Cell& cell = facts.cells[grid::cell_of_map(grid, place)];
      if (!cell.policies.empty()) {
        chart.cells[place].value = cell.policies[p].lost.value;
        low = std::min(low, cell.policies[p].lost.value);
        high = std::max(high, cell.policies[p].lost.value);
      }
    }
    chart.title = fmt::format("{}: {} to {} lost orders a quarter in the mean", policy_name(facts, p),
                              report::format_count(low), report::format_count(high));
    chart.description = "Mean gross lost orders, on the scale that all policies share.";
    chart.value_label = "mean lost orders";
    chart.value_scale = logarithmic ? ScaleKind::kLogarithmic : ScaleKind::kLinear;
    chart.shared = stats::Interval{logarithmic ? range.least_positive : range.least, range.most};
    html += figure(policy_chart("loss", facts, p), chart) +
            map_table(facts, policy_name(facts, p) + ": mean lost orders; simulation error is in section 4",
                      [p](const Cell& cell) {
                        const stats::Estimate& lost = cell.policies[p].lost;
                        return report::format_count(lost.value, lost.standard_error);
                      });
  }
  return html;
}

Content difference_maps(const Facts& facts) {
  const GridReport& grid = *facts.grid;
  const bool brief = facts.cells.size() > kMostWithIntervals;
  double most = 0.0;
  for (const std::size_t c : facts.ran) {
    for (const CellFigures& policy : facts.cells[c].policies) {
      most = std::max(most, policy.difference ? std::abs(policy.difference->value) : 0.0);
    }
  }
  Content html;
  for (std::size_t p = 1; p < facts.sweep.policies.size(); ++p) {
    report::Heatmap chart = grid::empty_map(grid);
    std::size_t open = 0;
    std::size_t less = 0;
    std::size_t all = 0;
    for (std::size_t place = 0; place < chart.cells.size(); ++place) {
      const Cell& cell = facts.cells[grid::cell_of_map(grid, place)];
      if (cell.policies.empty() || !cell.policies[p].difference) {
        continue;
      }
      const auto& difference = cell.policies[p].difference;
      chart.cells[place] = {difference->value, undecided(difference)};
      ++all;
      open += chart.cells[place].open ? 1 : 0;
      less += !chart.cells[place].open && difference->value < 0 ? 1 : 0;
    }
    chart.title = fmt::format("{} less {}: loses less in {} of {} cells, more in {}, undecided in {}",
                              policy_name(facts, p), policy_name(facts, 0), less, all, all - less - open, open);
    chart.description = "Difference of mean lost orders on the same quarters.";
    chart.value_label = "lost orders: " + policy_name(facts, p) + " less " + policy_name(facts, 0);
    chart.diverging = true;
    chart.shared = stats::Interval{-most, most};
    chart.open_means = "the interval includes 0";
    chart.notes.push_back(
        "Hatched: the paired 95 % interval of the cell (simulation error, each cell by itself) includes 0.");
    html += figure(policy_chart("difference", facts, p), chart) +
            map_table(facts,
                      policy_name(facts, p) + " less " + policy_name(facts, 0) + ": mean difference in lost orders, " +
                          (brief ? "* where its paired 95 % interval leaves out 0" : "with its paired 95 % interval"),
                      [p, brief](const Cell& cell) {
                        const auto& difference = cell.policies[p].difference;
                        if (!difference) {
                          return std::string("-");
                        }
                        return brief ? count_text(difference->value) + (undecided(difference) ? "" : "*")
                                     : report::count_cell(*difference);
                      });
  }
  return html;
}

std::vector<std::size_t> three_of(std::size_t count) {
  const std::set<std::size_t> chosen{0, count / 2, count - 1};
  return {chosen.begin(), chosen.end()};
}

// Means along the first parameter; the cells of one line of the grid.
Content slice(const Facts& facts, std::size_t line) {
  const GridReport& grid = *facts.grid;
  const SweepParameter& along = facts.sweep.design.parameters[0];
  report::LineChart chart{};
  chart.x_label = along.name;
  chart.y_label = "mean lost orders";
  chart.x_scale = along.logarithmic ? ScaleKind::kLogarithmic : ScaleKind::kLinear;
  chart.y_scale = ScaleKind::kLinear;
  chart.y_from_zero = true;
  chart.marks_points = grid.levels[0].size() <= 16;
  chart.notes = {std::string(kBandNote)};
  const bool two = grid.levels.size() == 2;
  const std::string where =
      two ? facts.sweep.design.parameters[1].name + " " + format_number(grid.levels[1][line]) : facts.sweep.scenario_id;
  std::vector<std::size_t> best_of;
  Rows rows;
  for (std::size_t at = 0; at < grid.levels[0].size(); ++at) {
    const Cell& cell = facts.cells[grid.cell(0, line, at)];
    std::vector<std::string> row{format_number(grid.levels[0][at])};
    for (std::size_t p = 0; p < facts.sweep.policies.size(); ++p) {
      row.push_back(cell.policies.empty() ? "-" : report::count_cell(cell.policies[p].lost));
    }
    rows.push_back(std::move(row));
    if (!cell.policies.empty()) {
      best_of.push_back(cell.best);
    }
  }
  std::vector<std::string> head{along.name};
  for (std::size_t p = 0; p < facts.sweep.policies.size(); ++p) {
    report::Curve curve{policy_name(facts, p), p, {}, false, "no cell of it could be run"};
    for (std::size_t at = 0; at < grid.levels[0].size(); ++at) {
      const Cell& cell = facts.cells[grid.cell(0, line, at)];
      if (!cell.policies.empty()) {
        const stats::Estimate& lost = cell.policies[p].lost;
        curve.points.push_back({grid.levels[0][at], lost.value, lost.interval});
      }
    }
    chart.curves.push_back(std::move(curve));
    head.push_back(policy_name(facts, p));
  }
  std::size_t often = 0;
  for (std::size_t p = 1; p < facts.sweep.policies.size(); ++p) {
    often =
        std::count(best_of.begin(), best_of.end(), p) > std::count(best_of.begin(), best_of.end(), often) ? p : often;
  }
  chart.title = fmt::format("At {}: {} loses least in {} of {} cells", where, policy_name(facts, often),
                            std::count(best_of.begin(), best_of.end(), often), best_of.size());
  chart.description = "Mean gross lost orders of each policy along " + along.name + ".";
  return figure(fmt::format("slice-{}", line + 1), chart) +
         numbers(report::table("Mean lost orders with 95 % intervals, at " + where, head, rows));
}

Content slices(const Facts& facts) {
  const GridReport& grid = *facts.grid;
  if (grid.levels.size() == 1) {
    return slice(facts, 0);
  }
  Content html;
  for (const std::size_t line : three_of(grid.levels[1].size())) {
    html += slice(facts, line);
  }
  return html;
}

std::string share_words(double share) { return format_number(100 * share, 3) + "\u00A0%"; }

Content regime_map(const Facts& facts) {
  const GridReport& grid = *facts.grid;
  return figure("best", grid::best_map(grid)) +
         map_table(facts, "Policy that loses least of those that deliver, with the share of resamples in which it does",
                   [&](const Cell& cell) {
                     const auto at = static_cast<std::size_t>(&cell - facts.cells.data());
                     const stats::Best& best = grid.cells[at].best;
                     return escape_html(policy_name(facts, best.candidate)) + " " + share_words(best.share);
                   });
}

// Without a grid: how often each policy is best, and where the ends are.
std::string best_table(const Facts& facts) {
  Rows rows;
  for (std::size_t p = 0; p < facts.sweep.policies.size(); ++p) {
    std::size_t least = facts.ran.front();
    std::size_t most = facts.ran.front();
    for (const std::size_t c : facts.ran) {
      const Cell& cell = facts.cells[c];
      least = cell.policies[p].lost.value < facts.cells[least].policies[p].lost.value ? c : least;
      most = cell.policies[p].lost.value > facts.cells[most].policies[p].lost.value ? c : most;
    }
    rows.push_back({escape_html(policy_name(facts, p)), std::to_string(facts.best_counts[p].cells),
                    std::to_string(facts.best_counts[p].settled),
                    report::count_cell(facts.cells[least].policies[p].lost),
                    report::count_cell(facts.cells[most].policies[p].lost),
                    escape_html(fmt::format("cell {} ({})", most, point_words(facts.sweep, most)))});
  }
  const std::string_view rule = facts.grid ? "it loses least in at least 95 % of 1,000 resamples of its quarters"
                                           : "its paired differences to all others lie below 0, together at 95 %";
  return report::table(
      fmt::format(
          "Of {}: where each policy loses least of those that deliver. A cell is settled where {}. Mean lost orders "
          "with 95 % intervals (simulation error)",
          counted(facts.ran.size(), "cell"), rule),
      {"Policy", "Loses least in", "Settled in", "Least mean loss", "Greatest mean loss", "Greatest at"}, rows,
      report::LastColumn::words);
}

}  // namespace

Content response_section(const Facts& facts) {
  Content html = best_table(facts);
  if (!facts.grid) {
    return section("2 Response", html + paragraph("Maps, slices and the regime map are not shown: they need a "
                                                  "full grid over one or two parameters. This sweep " +
                                                  facts.no_grid + "."));
  }
  for (const std::string& warning : facts.grid->warnings) {
    html += paragraph("Note: " + warning + ".");
  }
  if (facts.grid->levels.size() == 1) {
    return section("2 Response", html + subsection("2.3 Slice", slices(facts)) +
                                     paragraph("Maps are not shown: one parameter varies."));
  }
  html += subsection("2.1 Loss, on one scale for all policies", loss_maps(facts));
  html += facts.sweep.policies.size() > 1
              ? subsection("2.2 Difference to " + policy_name(facts, 0), difference_maps(facts))
              : paragraph("Differences are not shown: one policy was run.");
  html += subsection("2.3 Slices", slices(facts));
  html += subsection("2.4 Which policy is best where", regime_map(facts));
  return section("2 Response", html);
}

}  // namespace faultline::researcher
