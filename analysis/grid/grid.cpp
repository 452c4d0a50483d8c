#include "analysis/grid/grid.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "analysis/stats/elasticity.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

constexpr std::size_t position_of(std::string_view name) {
  std::size_t s = 0;
  while (s < kGridSums.size() && kGridSums[s].name != name) {
    ++s;
  }
  return s;
}

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum;
}

double ratio(double above, double below) { return below > 0 ? above / below : 0; }

// Quarters in each group.
std::vector<double> quarters_of(const CellPolicy& policy) {
  const std::size_t groups = grid_groups(policy.lost_orders.size());
  std::vector<double> quarters(groups);
  for (std::size_t r = 0; r < policy.lost_orders.size(); ++r) {
    quarters[r % groups] += 1;
  }
  return quarters;
}

// One value a group, whose mean is the output; none when it does not exist.
std::vector<double> output_values(const CellPolicy& policy, const GridOutput& output) {
  const std::vector<double>& above = policy.sums[position_of(output.numerator)];
  return output.denominator ? stats::ratio_values(above, policy.sums[position_of(*output.denominator)])
                            : stats::ratio_values(above, quarters_of(policy));
}

GridPolicy summary_of(const CellPolicy& policy) {
  GridPolicy summary;
  for (std::size_t o = 0; o < kGridOutputs.size(); ++o) {
    const GridOutput& output = kGridOutputs[o];
    const double below = output.denominator ? sum_of(policy.sums[position_of(*output.denominator)])
                                            : static_cast<double>(policy.lost_orders.size());
    summary.outputs[o] = ratio(sum_of(policy.sums[position_of(output.numerator)]), below);
  }
  const double submitted = sum_of(policy.sums[position_of("changes_submitted")]);
  const double defective = sum_of(policy.sums[position_of("changes_defective")]);
  const double escaped = sum_of(policy.sums[position_of("changes_escaped")]);
  const double lost = sum_of(policy.sums[position_of("lost_orders_submitted")]);
  summary.factors = {ratio(submitted, static_cast<double>(policy.lost_orders.size())), ratio(defective, submitted),
                     ratio(escaped, defective), ratio(lost, escaped)};
  summary.delivers = policy.delivers();
  return summary;
}

stats::Best best_in(const CellResult& cell, std::uint64_t seed) {
  std::vector<std::size_t> candidates;
  for (std::size_t p = 0; p < cell.policies.size(); ++p) {
    if (cell.policies[p].delivers()) {
      candidates.push_back(p);
    }
  }
  for (std::size_t p = 0; candidates.empty() && p < cell.policies.size(); ++p) {
    candidates.push_back(p);
  }
  std::vector<std::span<const double>> values;
  for (const std::size_t p : candidates) {
    values.emplace_back(cell.policies[p].lost_orders);
  }
  stats::Best best = stats::best_of(values, seed);
  best.candidate = candidates[best.candidate];
  return best;
}

// By cell, policy and output: one value a group.
using Values = std::vector<std::vector<std::array<std::vector<double>, kGridOutputs.size()>>>;

bool moves(const GridReport& report, std::size_t policy, std::size_t output, std::size_t along) {
  for (std::size_t line = 0; line < report.lines(along); ++line) {
    std::optional<stats::Interval> range;
    for (std::size_t i = 0; i < report.levels[along].size(); ++i) {
      const GridCell& cell = report.cells[report.cell(along, line, i)];
      if (!cell.policies.empty()) {
        const double value = cell.policies[policy].outputs[output];
        range = range ? stats::Interval{std::min(range->low, value), std::max(range->high, value)}
                      : stats::Interval{value, value};
      }
    }
    if (range && range->high - range->low > std::max(kStillFraction * range->high,
                                                     kStillFractionOfRise * kGridOutputs[output].smallest_rise)) {
      return true;
    }
  }
  return false;
}

GridCliffs cliffs_along(const GridReport& report, const Values& values, GridCliffs of) {
  const std::vector<double>& levels = report.levels[of.along];
  const std::size_t n = levels.size();
  const auto level = [&](std::size_t i) { return of.falling ? n - 1 - i : i; };
  std::vector<double> x;
  for (std::size_t i = 0; i < n; ++i) {
    x.push_back(of.falling ? 1 / levels[level(i)] : levels[i]);
  }
  stats::CliffRule rule;
  rule.smallest_rise = kGridOutputs[of.output].smallest_rise;
  for (std::size_t line = 0; line < report.lines(of.along); ++line) {
    std::vector<std::vector<double>> figures;
    for (std::size_t i = 0; i < n; ++i) {
      const auto& cell = values[report.cell(of.along, line, level(i))];
      figures.push_back(cell.empty() ? std::vector<double>() : cell[of.policy][of.output]);
    }
    stats::Cliff cliff = stats::find_cliff(x, figures, rule);
    cliff.from = level(cliff.from);
    cliff.to = level(cliff.to);
    of.settled += cliff.finding == stats::CliffFinding::cliff ? 1 : 0;
    of.open += cliff.finding == stats::CliffFinding::not_settled ? 1 : 0;
    if (cliff.finding == stats::CliffFinding::cliff) {
      const double middle = std::sqrt(levels[cliff.from] * levels[cliff.to]);
      of.where = of.where ? stats::Interval{std::min(of.where->low, middle), std::max(of.where->high, middle)}
                          : stats::Interval{middle, middle};
    }
    of.lines.push_back(std::move(cliff));
    const stats::Cliff& steepest = of.lines[of.steepest];
    const stats::Cliff& own = of.lines[line];
    const bool steeper = own.slope && (!steepest.slope || own.slope->value > steepest.slope->value);
    if (own.finding > steepest.finding || (own.finding == steepest.finding && steeper)) {
      of.steepest = line;
    }
  }
  return of;
}

void add_cliffs(GridReport& report, const Values& values) {
  for (std::size_t p = 0; p < report.sweep.policies.size(); ++p) {
    for (std::size_t o = 0; o < kGridOutputs.size(); ++o) {
      for (std::size_t along = 0; along < report.levels.size(); ++along) {
        if (report.levels[along].front() <= 0) {
          continue;  // slopes are between logarithms
        }
        const bool moving = moves(report, p, o, along);
        GridCliffs rising = cliffs_along(report, values, {p, o, along, moving, false, {}, 0, 0, 0, {}});
        GridCliffs falling = cliffs_along(report, values, {p, o, along, moving, true, {}, 0, 0, 0, {}});
        rising.moves = falling.moves = moving || rising.settled + rising.open + falling.settled + falling.open > 0;
        const auto strength = [](const GridCliffs& c) {
          const std::optional<stats::Estimate>& slope = c.lines[c.steepest].slope;
          return std::tuple(c.settled, c.open, slope ? slope->value : 0);
        };
        report.cliffs.push_back(strength(falling) > strength(rising) ? std::move(falling) : std::move(rising));
      }
    }
  }
}

void check(const SweepFile& file) {
  const SweepDescription& sweep = file.sweep();
  if (sweep.design.kind != DesignKind::grid || sweep.design.parameters.size() > 2) {
    throw InputError({file.path().string(), "", std::string(kDesignNames[static_cast<std::size_t>(sweep.design.kind)]),
                      "is no grid over one or two numbers",
                      "sweep one with `faultline sweep --design grid`, or ask `faultline sensitivity`"});
  }
}

// Of a sweep that is not finished, the whole lines that are there: the first parameter then has fewer levels.
void cut_to_finished(const SweepFile& file, GridReport& report) {
  const std::size_t cells = report.sweep.design.cells();
  if (file.cells() == cells) {
    return;
  }
  const std::size_t line = report.levels.size() == 1 ? 1 : report.levels[1].size();
  const std::size_t lines = file.cells() / line;
  if (lines < 2) {
    throw InputError({file.path().string(), "", "",
                      "the sweep has hardly begun: " + std::to_string(file.cells()) + " of " + std::to_string(cells) +
                          " cells are there",
                      "go on with `faultline sweep` as before and --resume"});
  }
  report.warnings.push_back("the sweep is not finished: " + std::to_string(file.cells()) + " of " +
                            std::to_string(cells) + " cells are there, and what is said here holds for " +
                            std::to_string(lines) + " of " + std::to_string(report.levels[0].size()) + " levels of " +
                            report.sweep.design.parameters[0].name);
  report.levels[0].resize(lines);
}

std::vector<std::vector<double>> levels_of(const Design& design) {
  std::vector<std::vector<double>> levels(design.parameters.size());
  for (std::size_t c = 0; c < design.cells(); ++c) {
    for (std::size_t p = 0; p < levels.size(); ++p) {
      levels[p].push_back(design.values.point(c)[p]);
    }
  }
  for (std::vector<double>& own : levels) {
    std::sort(own.begin(), own.end());
    own.erase(std::unique(own.begin(), own.end()), own.end());
  }
  return levels;
}

}  // namespace

GridReport read_grid(const SweepFile& file) {
  check(file);
  GridReport report;
  report.sweep = file.sweep();
  report.results_sha256 = file.complete() ? file.results_sha256() : "";
  report.levels = levels_of(report.sweep.design);
  std::size_t product = 1;
  for (const std::vector<double>& own : report.levels) {
    product *= own.size();
  }
  if (product != report.sweep.design.cells()) {
    throw InputError({file.path().string(), "/cell", "",
                      "the cells do not fill the grid: whole numbers were rounded to one", "take fewer levels"});
  }
  cut_to_finished(file, report);
  const std::size_t cells = report.levels[0].size() * report.lines(0);
  Values values(cells);
  report.cells.resize(cells);
  for (std::size_t c = 0; c < cells; ++c) {
    const CellResult cell = file.read(c);
    if (!cell.failure.empty()) {
      ++report.failed_cells;
      continue;
    }
    values[c].resize(cell.policies.size());
    for (std::size_t p = 0; p < cell.policies.size(); ++p) {
      if (cell.policies[p].sums.empty()) {
        throw InputError({file.path().string(), "/cell_sum", "", "the sweep kept no sums", "run it again"});
      }
      report.cells[c].policies.push_back(summary_of(cell.policies[p]));
      for (std::size_t o = 0; o < kGridOutputs.size(); ++o) {
        values[c][p][o] = output_values(cell.policies[p], kGridOutputs[o]);
      }
    }
    report.cells[c].best = best_in(cell, report.sweep.seed);
  }
  if (report.failed_cells == cells) {
    throw InputError({file.path().string(), "", "", "none of its cells could be run",
                      "sweep ranges in which the scenario is valid"});
  }
  add_cliffs(report, values);
  return report;
}

}  // namespace faultline
