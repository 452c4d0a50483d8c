#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/grid/grid.h"
#include "analysis/grid/grid_maps.h"
#include "analysis/grid/grid_words.h"
#include "models/core/how_many.h"

namespace faultline {
namespace {

using grid::VelocityAxes;
using report::HeatAxis;
using report::HeatLine;
using report::Heatmap;
using report::ScaleKind;

HeatAxis axis_of(const GridReport& report, std::size_t parameter) {
  const SweepParameter& own = report.sweep.design.parameters[parameter];
  return {own.name, report.levels[parameter], own.logarithmic ? ScaleKind::kLogarithmic : ScaleKind::kLinear};
}

// Capacity that meets demand, where the map is of velocity against review capacity: reviewers' busy share in the cell
// with the least load, where nobody hurries, says how much of their hours the work takes.
std::optional<HeatLine> demand_line(const GridReport& report) {
  const std::optional<VelocityAxes> axes = grid::velocity_axes(report.sweep.design);
  if (!axes) {
    return std::nullopt;
  }
  const std::vector<double>& velocity = report.levels[axes->velocity];
  const std::size_t most = report.levels[axes->capacity].size() - 1;
  const GridCell& least = report.cells[report.cell(axes->velocity, most, 0)];
  if (least.policies.empty() || velocity.front() <= 0) {
    return std::nullopt;
  }
  const double busy =
      least.policies[0].outputs[kGridUtilisation] * report.levels[axes->capacity][most] / velocity.front();
  HeatLine line{"review hours = demand of " + report.sweep.policies[0].id, {}, true};
  constexpr int kSteps = 400;
  for (int i = 0; i <= kSteps; ++i) {
    const double v = velocity.front() * std::pow(velocity.back() / velocity.front(), static_cast<double>(i) / kSteps);
    line.points.push_back(axes->velocity == 0 ? report::Point{v, busy * v} : report::Point{busy * v, v});
  }
  return line;
}

// The middles of the cliffs, broken where a line has none.
std::vector<HeatLine> cliff_lines(const GridReport& report, std::size_t policy, std::size_t output) {
  std::vector<HeatLine> lines;
  for (const GridCliffs& cliffs : report.cliffs) {
    if (cliffs.policy != policy || cliffs.output != output || cliffs.settled == 0) {
      continue;
    }
    HeatLine drawn{"cliff " + grid::direction_words(report, cliffs), {}, false};
    if (!lines.empty()) {
      continue;  // that along the first parameter is enough
    }
    for (std::size_t line = 0; line < cliffs.lines.size(); ++line) {
      const stats::Cliff& cliff = cliffs.lines[line];
      const double at = cliff.finding == stats::CliffFinding::cliff
                            ? std::sqrt(report.levels[cliffs.along][cliff.from] * report.levels[cliffs.along][cliff.to])
                            : std::nan("");
      const double other = report.levels[1 - cliffs.along][line];
      drawn.points.push_back(cliffs.along == 0 ? report::Point{at, other} : report::Point{other, at});
    }
    lines.push_back(std::move(drawn));
  }
  return lines;
}

}  // namespace

namespace grid {

Heatmap empty_map(const GridReport& report) {
  Heatmap chart;
  chart.x = axis_of(report, 0);
  chart.y = axis_of(report, 1);
  chart.cells.resize(report.cells.size());
  if (std::optional<HeatLine> demand = demand_line(report)) {
    chart.lines.push_back(std::move(*demand));
  }
  const auto& parameters = report.sweep.design.parameters;
  if (parameters[0].base && parameters[1].base) {
    chart.marked = report::Point{*parameters[0].base, *parameters[1].base};
    chart.marked_means = "the scenario as it stands";
  }
  chart.notes.push_back(
      fmt::format("{} in each of {}, the same ones in all: neighbours are not "
                  "independent.",
                  how_many(report.sweep.replications, "quarter"), how_many(report.cells.size(), "cell")));
  return chart;
}

// Cells of a chart stand by y, those of a grid by x.
std::size_t cell_of_map(const GridReport& report, std::size_t place) {
  const std::size_t columns = report.levels[0].size();
  return report.cell(0, place / columns, place % columns);
}

Heatmap best_map(const GridReport& report) {
  Heatmap chart = empty_map(report);
  std::size_t winner = 0;
  for (std::size_t p = 0; p < report.sweep.policies.size(); ++p) {
    chart.names.push_back(report.sweep.policies[p].id);
    winner = best_count(report, p).cells > best_count(report, winner).cells ? p : winner;
  }
  const BestCount count = best_count(report, winner);
  chart.title = fmt::format("{} loses least in {} of {} cells, settled in {}", report.sweep.policies[winner].id,
                            count.cells, report.cells.size(), count.settled);
  chart.description = "Policy with the fewest lost orders of those that deliver, in every cell.";
  chart.value_label = "loses least of those that deliver";
  chart.open_means = "not settled: best in fewer than 95 % of resamples";
  for (std::size_t place = 0; place < chart.cells.size(); ++place) {
    const GridCell& cell = report.cells[cell_of_map(report, place)];
    if (!cell.policies.empty()) {
      chart.cells[place] = {static_cast<double>(cell.best.candidate), cell.best.share < kBestSettled};
    }
  }
  return chart;
}

Heatmap output_map(const GridReport& report, std::size_t policy, std::size_t output) {
  Heatmap chart = empty_map(report);
  chart.description = fmt::format("{} under {}.", kGridOutputs[output].title, report.sweep.policies[policy].id);
  chart.value_label = kGridOutputs[output].title;
  double least = 0;
  for (const GridCell& cell : report.cells) {
    if (!cell.policies.empty()) {
      const double value = cell.policies[policy].outputs[output];
      least = least == 0 ? value : std::min(least, value);
    }
  }
  const bool share = kGridOutputs[output].denominator.has_value();
  chart.value_scale = least > 0 && !share ? ScaleKind::kLogarithmic : ScaleKind::kLinear;
  for (std::size_t place = 0; place < chart.cells.size(); ++place) {
    const GridCell& cell = report.cells[cell_of_map(report, place)];
    if (!cell.policies.empty()) {
      chart.cells[place].value = cell.policies[policy].outputs[output];
    }
  }
  for (HeatLine& line : cliff_lines(report, policy, output)) {
    chart.lines.push_back(std::move(line));
  }
  const GridCliffs* told = nullptr;  // along the first parameter, unless the output moves along the second alone
  for (const GridCliffs& cliffs : report.cliffs) {
    const bool own = cliffs.policy == policy && cliffs.output == output;
    if (own && (told == nullptr || (cliffs.moves && !told->moves) || (cliffs.along == 0 && cliffs.moves))) {
      told = &cliffs;
    }
  }
  chart.title = told == nullptr ? "" : cliff_finding(report, *told);
  return chart;
}

std::optional<VelocityAxes> velocity_axes(const Design& design) {
  const auto is_velocity = [](const std::string& name) { return name == "velocity" || name.starts_with("velocity:"); };
  const std::vector<SweepParameter>& parameters = design.parameters;
  for (const std::size_t velocity : {std::size_t{0}, std::size_t{1}}) {
    if (design.kind == DesignKind::grid && parameters.size() == 2 && is_velocity(parameters[velocity].name) &&
        parameters[1 - velocity].name == "review-capacity") {
      return VelocityAxes{velocity, 1 - velocity};
    }
  }
  return std::nullopt;
}

}  // namespace grid

std::vector<GridFigure> grid_figures(const GridReport& report) {
  std::vector<GridFigure> figures;
  if (report.levels.size() != 2) {
    return figures;
  }
  figures.push_back({"best", report::heatmap(grid::best_map(report))});
  for (std::size_t p = 0; p < report.sweep.policies.size(); ++p) {
    for (std::size_t o = 0; o < kGridOutputs.size(); ++o) {
      figures.push_back({fmt::format("{}-{}", kGridOutputs[o].name, report.sweep.policies[p].id),
                         report::heatmap(grid::output_map(report, p, o))});
    }
  }
  return figures;
}

}  // namespace faultline
