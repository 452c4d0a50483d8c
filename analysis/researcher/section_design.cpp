// What was asked: the design card, and what its points cover.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <set>

#include "analysis/report/chart_design.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/researcher/sections.h"
#include "analysis/stats/discrepancy.h"

namespace faultline::researcher {
namespace {

using report::escape_html;
using report::format_number;
using Rows = std::vector<std::vector<std::string>>;

// Pairs of points take time by their square: as many as take a second or so.
constexpr std::size_t kMostForDiscrepancy = 4096;

std::string sampler_words(const Design& design) {
  const std::string size = format_number(design.size, 12);
  switch (design.kind) {
    case DesignKind::grid: {
      std::string levels;
      for (const SweepParameter& parameter : design.parameters) {
        levels +=
            (levels.empty() ? "" : " x ") + std::to_string(parameter.levels > 0 ? parameter.levels : kDefaultLevels);
      }
      return "grid, " + levels + " levels";
    }
    case DesignKind::latin_hypercube:
      return fmt::format("lhs: Latin hypercube of {} points, the one of {} whose closest points lie farthest apart",
                         size, kLatinTries);
    case DesignKind::sobol:
      return "sobol: " + size + " points of a scrambled Sobol sequence";
    case DesignKind::saltelli:
      return fmt::format("saltelli: {} base rows of {} cells{}", size,
                         saltelli_stride(design.parameters.size(), design.second_order),
                         design.second_order ? ", with second order" : "");
    case DesignKind::morris:
      return fmt::format("morris: {} trajectories of {} cells", size, design.parameters.size() + 1);
    case DesignKind::tornado:
      return "tornado: one parameter at a time from the scenario as it stands";
    case DesignKind::table:
      return "csv: points from a file";
    case DesignKind::draws:
      return "draws: " + size + " draws of the parameters from what is known of them, after the scenario as it stands";
  }
  return "";
}

std::string spread_words(const Design& design, const SweepParameter& parameter) {
  const std::string whole = parameter.whole ? ", whole numbers" : "";
  switch (design.kind) {
    case DesignKind::table:
      return "as in the file" + whole;
    case DesignKind::draws:
      return "by its own law" + whole;
    default:
      return (parameter.logarithmic ? "even in logarithms" : "even") + whole;
  }
}

std::string range_words(const Design& design) {
  switch (design.kind) {
    case DesignKind::table:
      return "What varied. Ranges are from the least to the greatest value in the file";
    case DesignKind::draws:
      return "What varied. Ranges are those that the scenario states: a 95 % interval, beyond which one draw in twenty "
             "may lie, "
             "or the ends of a range";
    default:
      return "What varied. Ranges are what was asked for, not what is known of the parameters";
  }
}

std::string problem_json(const Facts& facts) {
  nlohmann::ordered_json names = nlohmann::ordered_json::array();
  nlohmann::ordered_json bounds = nlohmann::ordered_json::array();
  nlohmann::ordered_json dists = nlohmann::ordered_json::array();
  for (const SweepParameter& parameter : facts.sweep.design.parameters) {
    names.push_back(parameter.name);
    bounds.push_back({parameter.low, parameter.high});
    dists.push_back(parameter.logarithmic ? "logunif" : "unif");  // of an even spread alone
  }
  nlohmann::ordered_json outputs = nlohmann::ordered_json::array();
  for (const PolicyLabel& policy : facts.sweep.policies) {
    outputs.push_back("lost_orders/" + policy.id);
  }
  nlohmann::ordered_json problem{{"num_vars", names.size()}, {"names", names}, {"bounds", bounds}};
  if (spread_evenly(facts.sweep.design)) {
    problem["dists"] = dists;
  }
  problem["groups"] = nullptr;
  problem["outputs"] = outputs;
  return problem.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string replications_words(const SweepDescription& sweep) {
  if (!sweep.precision.asked()) {
    return format_number(sweep.replications, 12) + " quarters in each cell";
  }
  return fmt::format("from {} on until every mean is known to {} %, at most {}", format_number(sweep.replications, 12),
                     format_number(100 * sweep.precision.relative_half_width), format_number(sweep.precision.most, 12));
}

std::size_t capped_cells(const Facts& facts) {
  return static_cast<std::size_t>(std::count_if(facts.ran.begin(), facts.ran.end(),
                                                [&](std::size_t c) { return facts.cells[c].short_of_precision; }));
}

// Values of a design's sample, or of all its cells where it is none.
std::vector<std::size_t> shown_points(const Design& design) {
  std::vector<std::size_t> cells = sample_cells(design);
  if (cells.empty()) {
    cells.resize(design.cells());
    std::iota(cells.begin(), cells.end(), std::size_t{0});
  }
  return cells;
}

double unit_position(const SweepParameter& parameter, double value) {
  if (!(parameter.high > parameter.low)) {
    return 0.5;
  }
  const double share = parameter.logarithmic && value > 0
                           ? std::log(value / parameter.low) / std::log(parameter.high / parameter.low)
                           : (value - parameter.low) / (parameter.high - parameter.low);
  return std::clamp(share, 0.0, 1.0);
}

// How evenly points lie, as centred discrepancies: less is more even.
struct Evenness {
  std::size_t points;
  double found;
  double of_chance;  // of as many independent uniform points, in the mean
};

// Of designs that are meant to cover the ranges.
std::optional<Evenness> evenness(const Design& design) {
  std::vector<std::size_t> cells = sample_cells(design);
  if (cells.empty() || !spread_evenly(design)) {
    return std::nullopt;
  }
  cells.resize(std::min(cells.size(), kMostForDiscrepancy));
  std::vector<double> points;
  for (const std::size_t c : cells) {
    for (std::size_t p = 0; p < design.parameters.size(); ++p) {
      points.push_back(unit_position(design.parameters[p], design.values.point(c)[p]));
    }
  }
  const auto found = stats::centred_discrepancy(points, design.parameters.size());
  return found ? std::optional(Evenness{cells.size(), *found,
                                        stats::centred_discrepancy_of_chance(cells.size(), design.parameters.size())})
               : std::nullopt;
}

// What a reader wants to know of the points: whether they leave anything out.
std::string coverage_title(const Design& design, const std::vector<report::DesignAxis>& axes,
                           const std::optional<Evenness>& evenness) {
  const std::string points =
      fmt::format("{}{} over {}", counted(axes[0].values.size(), "point"),
                  design.kind == DesignKind::saltelli ? " of rows A and B" : "", counted(axes.size(), "parameter"));
  switch (design.kind) {
    case DesignKind::morris:
    case DesignKind::tornado:
      return "One parameter moves at a time: " + points;
    case DesignKind::grid:
      return "Every level meets every other: " + points;
    default:
      break;
  }
  if (evenness) {
    return fmt::format("{} lie {} evenly than chance would put them: discrepancy {} against {}", points,
                       evenness->found < evenness->of_chance ? "more" : "less", format_number(evenness->found),
                       format_number(evenness->of_chance));
  }
  std::size_t strips = 0;
  std::size_t empty = 0;
  for (const report::DesignAxis& axis : axes) {
    const std::vector<std::size_t> counts = report::marginal_counts(axis);
    strips += counts.size();
    empty += static_cast<std::size_t>(std::count(counts.begin(), counts.end(), std::size_t{0}));
  }
  return points + (empty == 0 ? std::string(" leave no part of a range empty")
                              : fmt::format(" leave {} of {} strips of the ranges empty", empty, strips));
}

std::string discrepancy_words(const Facts& facts, const std::optional<Evenness>& evenness) {
  const Design& design = facts.sweep.design;
  const std::vector<std::size_t> cells = sample_cells(design);
  if (cells.empty()) {
    return design.kind == DesignKind::morris
               ? "Discrepancy: not shown, since trajectories move one parameter at a time on four levels and are no "
                 "even "
                 "cover of the ranges."
               : "Discrepancy: not shown, since one parameter moves at a time and the points lie on lines.";
  }
  if (!spread_evenly(design)) {
    return design.kind == DesignKind::draws
               ? "Discrepancy: not shown, since draws follow what is known of each parameter and are not meant to "
                 "cover "
                 "the ranges evenly."
               : "Discrepancy: not shown, since the file does not say what its points were meant to cover.";
  }
  if (!evenness) {
    return "";
  }
  std::string which = design.kind == DesignKind::saltelli ? "rows A and B" : "points";
  if (evenness->points < cells.size()) {
    which = "the first " + std::to_string(evenness->points) + " " + which;
  }
  return fmt::format(
      "Centred discrepancy (squared, Hickernell 1998) of {}, each range scaled to 0 to 1{}: {}. As many independent "
      "uniform points would have {} in the mean; less is more even.{}",
      which,
      std::any_of(design.parameters.begin(), design.parameters.end(), [](const auto& p) { return p.logarithmic; })
          ? ", logarithms where they vary by factors"
          : "",
      format_number(evenness->found), format_number(evenness->of_chance),
      design.kind == DesignKind::grid
          ? " A grid has few levels, whatever the number of its cells: it is made for maps, "
            "not for an even cover."
          : "");
}

}  // namespace

std::string design_section(const Facts& facts) {
  const SweepDescription& sweep = facts.sweep;
  const Design& design = sweep.design;
  std::vector<std::string> policies;
  for (const PolicyLabel& policy : sweep.policies) {
    policies.push_back(policy.id);
  }
  const std::size_t capped = capped_cells(facts);
  Rows rows{
      {"Scenario", escape_html(sweep.scenario_id + (sweep.scenario_title.empty() ? "" : ": " + sweep.scenario_title))},
      {"Policies", escape_html(joined(policies)) + "; the first is the reference"},
      {"Sampler", escape_html(sampler_words(design))},
      {"Size", escape_html(counted(design.cells(), "cell") +
                           (facts.stored < design.cells()
                                ? ", of which " + format_number(static_cast<double>(facts.stored), 12) +
                                      " are there: the sweep is not finished"
                                : ""))},
      {"Seed", fmt::format("{} for all luck, {} for the design", sweep.seed,
                           design.kind == DesignKind::table ? "none" : std::to_string(design.seed))},
      {"Replications", escape_html(replications_words(sweep))},
      {"Horizon", escape_html(format_number(sweep.horizon_days) + " days")},
      {"Crossing", "common random numbers: replication r is the same quarter in every cell and under every policy"},
      {"Failed cells", format_number(static_cast<double>(facts.failures.size()), 12)},
      {"Cells that stopped short of their precision",
       sweep.precision.asked() ? format_number(static_cast<double>(capped), 12) : "0: no precision was asked for"}};
  Rows inputs;
  for (const SweepParameter& parameter : design.parameters) {
    inputs.push_back({code(parameter.name), format_number(parameter.low), format_number(parameter.high),
                      parameter.base ? format_number(*parameter.base) : "-",
                      parameter.levels > 0 ? std::to_string(parameter.levels) : "-", spread_words(design, parameter)});
  }
  return report::section(
      "0 Design card",
      report::table("What was run", {"What", "Value"}, rows, report::LastColumn::words) +
          report::table(range_words(design),
                        {"Parameter", "Low", "High", "As it stands", "Levels", "Spread over its range"}, inputs,
                        report::LastColumn::words) +
          report::details("Problem definition for SALib and others, as JSON",
                          report::preformatted(problem_json(facts))));
}

Content coverage_section(const Facts& facts) {
  const Design& design = facts.sweep.design;
  const std::vector<std::size_t> cells = shown_points(design);
  report::DesignChart chart;
  for (const SweepParameter& parameter : design.parameters) {
    report::DesignAxis axis{parameter.name, parameter.low, parameter.high,
                            parameter.logarithmic ? report::ScaleKind::kLogarithmic : report::ScaleKind::kLinear};
    for (const std::size_t c : cells) {
      axis.values.push_back(design.values.point(c)[chart.axes.size()]);
    }
    if (design.kind == DesignKind::draws) {  // go beyond the interval that is stated
      const auto [least, most] = std::minmax_element(axis.values.begin(), axis.values.end());
      axis.low = *least;
      axis.high = *most;
    }
    chart.axes.push_back(std::move(axis));
  }
  const std::optional<Evenness> even = evenness(design);
  chart.title = coverage_title(design, chart.axes, even);
  chart.description = "Each parameter alone on the diagonal, each pair below it.";
  chart.notes.push_back(
      fmt::format("Histograms: points in equal strips {}. Logarithmic where a parameter varies by "
                  "factors.",
                  design.kind == DesignKind::draws ? "from the least to the greatest draw" : "of the range"));
  if (design.parameters.size() > report::kMostDesignAxes) {
    chart.notes.push_back(fmt::format("The first {} of {} parameters; the table has all.", report::kMostDesignAxes,
                                      design.parameters.size()));
  }
  Rows rows;
  for (const report::DesignAxis& axis : chart.axes) {
    const std::vector<std::size_t> counts = report::marginal_counts(axis);
    const std::set<double> values(axis.values.begin(), axis.values.end());
    rows.push_back({code(axis.label), std::to_string(values.size()), std::to_string(counts.size()),
                    std::to_string(*std::min_element(counts.begin(), counts.end())),
                    std::to_string(*std::max_element(counts.begin(), counts.end()))});
  }
  return section(
      "1 Coverage",
      figure("coverage", chart) + paragraph(discrepancy_words(facts, even)) +
          numbers(report::table("Points along each parameter, in equal strips of its range",
                                {"Parameter", "Different values", "Strips", "Fewest points in one", "Most"}, rows)));
}

}  // namespace faultline::researcher
