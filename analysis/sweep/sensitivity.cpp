#include "analysis/sweep/sensitivity.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "analysis/stats/luck_groups.h"
#include "analysis/stats/paired.h"
#include "analysis/sweep/tornado.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"

namespace faultline {
namespace {

// One output over the cells that ran.
struct Series {
  std::size_t policy = 0;
  SweepOutput output = SweepOutput::mean;
  std::size_t groups = 1;
  std::vector<double> values{};  // by cell and group; NaN in failed cells

  [[nodiscard]] const double* at(std::size_t cell) const { return values.data() + cell * groups; }
};

std::vector<double> groups_of(const CellResult& cell, const Series& series) {
  const std::vector<double>& own = cell.policies[series.policy].lost_orders;
  switch (series.output) {
    case SweepOutput::p99:
      return stats::group_quantiles(own, series.groups, 0.99);
    case SweepOutput::saved: {
      std::vector<double> saved = cell.policies[0].lost_orders;
      for (std::size_t r = 0; r < saved.size(); ++r) {
        saved[r] -= own[r];
      }
      return stats::group_means(saved, series.groups);
    }
    case SweepOutput::mean:
      break;
  }
  return stats::group_means(own, series.groups);
}

std::vector<std::size_t> chosen_policies(const SweepDescription& sweep, const std::vector<std::string>& ids,
                                         const std::filesystem::path& path) {
  std::vector<std::string> known;
  for (const PolicyLabel& policy : sweep.policies) {
    known.push_back(policy.id);
  }
  std::vector<std::size_t> chosen;
  std::vector<InputProblem> problems;
  for (const std::string& id : ids) {
    const auto found = std::find(known.begin(), known.end(), id);
    if (found == known.end()) {
      problems.push_back(
          {path.string(), "", printable(id), "the sweep has no such policy", nearest_name(id, known).value_or("")});
      continue;
    }
    const auto position = static_cast<std::size_t>(found - known.begin());
    if (std::find(chosen.begin(), chosen.end(), position) != chosen.end()) {
      problems.push_back({path.string(), "", printable(id), "this policy is named twice", ""});
    }
    chosen.push_back(position);
  }
  if (!problems.empty()) {
    throw InputError(std::move(problems));
  }
  for (std::size_t p = 0; ids.empty() && p < known.size(); ++p) {
    chosen.push_back(p);
  }
  return chosen;
}

std::vector<Series> wanted_series(const SweepFile& file, const SensitivityChoice& choice,
                                  std::vector<std::string>& warnings) {
  const SweepDescription& sweep = file.sweep();
  const std::size_t quarters = sweep.replications;
  if (quarters < kFewestQuarters) {
    warnings.emplace_back(
        "cells of one quarter: nothing a parameter does can be told from luck; sweep with "
        "--replications 20 or more");
  }
  std::vector<Series> series;
  for (const std::size_t policy : chosen_policies(sweep, choice.policies, file.path())) {
    for (const SweepOutput output : {SweepOutput::mean, SweepOutput::p99, SweepOutput::saved}) {
      const bool wanted = !choice.output || *choice.output == output;
      if (!wanted || (output == SweepOutput::saved && policy == 0)) {
        continue;
      }
      std::size_t groups = std::min<std::size_t>(kMostLuckGroups, quarters);
      if (output == SweepOutput::p99) {
        groups = std::min(kMostLuckGroups, quarters / kQuartersOfQuantile);
        if (groups < 2) {
          warnings.push_back("the 99 % quantile is left out: it needs " + std::to_string(2 * kQuartersOfQuantile) +
                             " quarters a cell");
          continue;
        }
      }
      series.push_back({policy, output, groups, {}});
    }
  }
  std::sort(warnings.begin(), warnings.end());
  warnings.erase(std::unique(warnings.begin(), warnings.end()), warnings.end());
  if (series.empty()) {
    throw InputError({file.path().string(), "", "", "nothing is left to analyse",
                      warnings.empty() ? "the reference policy saves nothing against itself" : warnings.front()});
  }
  return series;
}

std::vector<bool> fill(const SweepFile& file, std::vector<Series>& series) {
  std::vector<bool> ran;
  for (std::size_t cell = 0; cell < file.cells(); ++cell) {
    const CellResult result = file.read(cell);
    ran.push_back(result.failure.empty());
    for (Series& one : series) {
      const std::vector<double> values =
          ran.back() ? groups_of(result, one) : std::vector<double>(one.groups, std::nan(""));
      one.values.insert(one.values.end(), values.begin(), values.end());
    }
  }
  return ran;
}

// First cells of the runs of `stride` cells that all ran.
std::vector<std::size_t> whole_rows(const std::vector<bool>& ran, std::size_t stride) {
  std::vector<std::size_t> rows;
  for (std::size_t first = 0; first + stride <= ran.size(); first += stride) {
    const auto begin = ran.begin() + static_cast<std::ptrdiff_t>(first);
    if (std::all_of(begin, begin + static_cast<std::ptrdiff_t>(stride), [](bool x) { return x; })) {
      rows.push_back(first);
    }
  }
  return rows;
}

void add_regression(const SweepDescription& sweep, const Series& series, const std::vector<std::size_t>& cells,
                    OutputSensitivity& result) {
  const stats::LuckGroups luck(series.groups);
  std::vector<double> inputs;
  std::vector<double> output;
  for (const std::size_t cell : cells) {
    const std::span<const double> point = sweep.design.values.point(cell);
    for (std::size_t p = 0; p < point.size(); ++p) {
      inputs.push_back(sweep.design.parameters[p].logarithmic ? std::log(point[p]) : point[p]);
    }
    output.push_back(luck.mean(series.at(cell)));
  }
  result.regression = stats::standardised_regression(inputs, sweep.design.parameters.size(), output);
  if (!result.regression) {
    result.warnings.emplace_back("no regression: too few cells, or parameters that move together or not at all");
  }
}

// The first rows of a Sobol sequence are a sample of their own; fewer than this say nothing.
constexpr std::size_t kFewestRows = 8;

void add_convergence(const stats::SaltelliOutputs& outputs, OutputSensitivity& result) {
  for (const std::size_t part : {8U, 4U, 2U}) {
    const std::size_t rows = outputs.rows() / part;
    if (rows >= kFewestRows) {
      stats::SaltelliOutputs first = outputs;
      first.values.resize(rows * outputs.stride() * outputs.groups);
      if (auto indices = stats::sobol_indices(first)) {
        result.convergence.push_back({rows, *std::move(indices)});
      }
    }
  }
  if (result.sobol) {
    result.convergence.push_back({outputs.rows(), *result.sobol});
  }
}

void add_sobol(const SweepDescription& sweep, const Series& series, const std::vector<std::size_t>& rows,
               bool convergence, OutputSensitivity& result) {
  const Design& design = sweep.design;
  stats::SaltelliOutputs outputs{design.parameters.size(), series.groups, design.second_order, {}};
  std::vector<std::size_t> plain;
  for (const std::size_t first : rows) {
    outputs.values.insert(outputs.values.end(), series.at(first), series.at(first + outputs.stride()));
    plain.push_back(first);
    plain.push_back(first + 1);
  }
  result.sobol = stats::sobol_indices(outputs);
  if (convergence) {
    add_convergence(outputs, result);
  }
  result.cells = rows.size() * outputs.stride();
  add_regression(sweep, series, plain, result);
}

void add_morris(const SweepDescription& sweep, const Series& series, const std::vector<std::size_t>& rows,
                OutputSensitivity& result) {
  const std::size_t k = sweep.design.parameters.size();
  stats::ElementaryEffects effects{k, series.groups, std::vector<double>(rows.size() * k * series.groups)};
  const PointSet positions = morris_points(sweep.design.size, k, sweep.design.seed);
  for (std::size_t t = 0; t < rows.size(); ++t) {
    for (std::size_t step = 1; step <= k; ++step) {
      const std::size_t cell = rows[t] + step;
      for (std::size_t p = 0; p < k; ++p) {
        const double moved = positions.point(cell)[p] - positions.point(cell - 1)[p];
        for (std::size_t g = 0; moved != 0.0 && g < series.groups; ++g) {
          effects.values[(t * k + p) * series.groups + g] = (series.at(cell)[g] - series.at(cell - 1)[g]) / moved;
        }
      }
    }
  }
  result.morris = stats::morris_measures(effects);
  result.cells = rows.size() * (k + 1);
}

OutputSensitivity analyse_series(const SweepDescription& sweep, const Series& series, const std::vector<bool>& ran,
                                 const std::vector<std::size_t>& rows, bool convergence) {
  OutputSensitivity result;
  result.policy = series.policy;
  result.output = series.output;
  if (sweep.design.kind == DesignKind::saltelli) {
    add_sobol(sweep, series, rows, convergence, result);
  } else if (sweep.design.kind == DesignKind::morris) {
    add_morris(sweep, series, rows, result);
  } else if (sweep.design.kind != DesignKind::tornado) {
    result.cells = rows.size();
    add_regression(sweep, series, rows, result);
  } else {
    result.cells = static_cast<std::size_t>(std::count(ran.begin(), ran.end(), true));
  }
  return result;
}

std::size_t stride_of(const Design& design) {
  switch (design.kind) {
    case DesignKind::saltelli:
      return saltelli_stride(design.parameters.size(), design.second_order);
    case DesignKind::morris:
      return design.parameters.size() + 1;
    default:
      return 1;
  }
}

}  // namespace

SensitivityReport analyse(const SweepFile& file, const SensitivityChoice& choice) {
  const SweepDescription& sweep = file.sweep();
  const std::size_t all = sweep.design.cells();
  if (!file.complete()) {
    throw InputError({file.path().string(), "", "",
                      "the sweep is not finished: " + std::to_string(file.cells()) + " of " + std::to_string(all) +
                          " cells are there",
                      "go on with `faultline sweep` as before and --resume"});
  }
  SensitivityReport report{sweep, file.results_sha256(), 0, {}, {}, {}, {}, {}};
  std::vector<Series> series = wanted_series(file, choice, report.warnings);
  const std::vector<bool> ran = fill(file, series);
  report.failed_cells = static_cast<std::size_t>(std::count(ran.begin(), ran.end(), false));
  const std::size_t stride = stride_of(sweep.design);
  const std::vector<std::size_t> rows = whole_rows(ran, stride);
  if (rows.size() < 2 || (sweep.design.kind == DesignKind::tornado && !ran[0])) {
    throw InputError({file.path().string(), "", "",
                      "too little is left: " + std::to_string(report.failed_cells) + " of " + std::to_string(all) +
                          " cells could not be run",
                      "sweep ranges in which the scenario is valid"});
  }
  if (report.failed_cells > 0) {
    std::string warning = std::to_string(report.failed_cells) + " of " + std::to_string(all) +
                          " cells could not be run: what is said here holds where the scenario is valid";
    if (stride > 1) {
      warning += "; " + std::to_string(all / stride - rows.size()) + " of " + std::to_string(all / stride) +
                 " rows are left out";
    }
    report.warnings.push_back(std::move(warning));
  }
  for (const Series& one : series) {
    report.outputs.push_back(analyse_series(sweep, one, ran, rows, choice.convergence));
  }
  if (sweep.design.kind == DesignKind::tornado) {
    add_tornado(file, ran, report);
  }
  return report;
}

}  // namespace faultline
