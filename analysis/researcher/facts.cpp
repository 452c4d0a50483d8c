#include "analysis/researcher/facts.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/run_description.h"
#include "analysis/stats/paired.h"
#include "analysis/stats/quantile.h"
#include "models/core/input_error.h"

namespace faultline::researcher {
namespace {

CellFigures figures_of(const CellResult& result, std::size_t policy) {
  const CellPolicy& own = result.policies[policy];
  CellFigures figures;
  figures.lost = stats::mean_estimate(own.lost_orders).value_or(stats::Estimate{});
  if (policy > 0) {
    figures.difference = stats::paired_difference(own.lost_orders, result.policies[0].lost_orders);
  }
  const auto none = std::count(own.lost_orders.begin(), own.lost_orders.end(), 0.0);
  figures.no_loss = static_cast<double>(none) / static_cast<double>(own.lost_orders.size());
  figures.lead_time_hours = own.mean_of(Metric::lead_time_median_hours);
  const double submitted = own.mean_of(Metric::changes_submitted);
  figures.undelivered = submitted > 0 ? own.mean_of(Metric::changes_undelivered_horizon) / submitted : 0.0;
  figures.delivers = own.delivers();
  return figures;
}

bool settled(const CellResult& result, std::size_t best) {
  const bool any_delivers = result.policies[best].delivers();
  std::vector<std::size_t> rivals;
  for (std::size_t p = 0; p < result.policies.size(); ++p) {
    if (p != best && result.policies[p].delivers() == any_delivers) {
      rivals.push_back(p);
    }
  }
  const double confidence =
      1.0 - (1.0 - stats::kConfidence) / static_cast<double>(std::max<std::size_t>(1, rivals.size()));
  return std::all_of(rivals.begin(), rivals.end(), [&](std::size_t p) {
    const auto gain =
        stats::paired_difference(result.policies[p].lost_orders, result.policies[best].lost_orders, confidence);
    return gain && gain->interval && gain->interval->low > 0.0;
  });
}

Cell cell_of(const CellResult& result, const stats::PrecisionGoal& goal) {
  Cell cell;
  cell.replications = result.policies[0].lost_orders.size();
  for (std::size_t p = 0; p < result.policies.size(); ++p) {
    cell.policies.push_back(figures_of(result, p));
    const CellFigures& own = cell.policies.back();
    const bool nothing = own.no_loss == 1.0;
    cell.lost_nothing = cell.lost_nothing || nothing;
    cell.short_of_precision = cell.short_of_precision || (goal.asked() && !nothing && !stats::is_known(own.lost, goal));
  }
  cell.best = best_policy(result);
  cell.best_settled = settled(result, cell.best);
  return cell;
}

std::vector<WidthAt> widths_of(const std::vector<CellResult>& results, std::size_t policy, std::size_t replications) {
  constexpr std::size_t kFewest = 4;
  std::vector<std::size_t> looks;
  for (std::size_t n = replications; n >= kFewest; n /= 2) {
    looks.insert(looks.begin(), n);
  }
  std::vector<WidthAt> widths;
  for (const std::size_t n : looks) {
    std::vector<double> of_cells;
    for (const CellResult& result : results) {
      const auto mean = stats::mean_estimate(std::span(result.policies[policy].lost_orders).first(n));
      if (const auto width = mean && mean->value > 0.0 ? stats::relative_half_width(*mean) : std::nullopt) {
        of_cells.push_back(*width);
      }
    }
    if (!of_cells.empty()) {
      const stats::SortedSample sorted(of_cells);
      widths.push_back({n, of_cells.size(), sorted.quantile(0.5), sorted.quantile(0.9)});
    }
  }
  return widths;
}

void add_reduction(const std::vector<CellResult>& results, std::size_t policy, PolicyPrecision& precision) {
  for (const CellResult& result : results) {
    const auto of_cell = stats::variance_reduction(result.policies[policy].lost_orders, result.policies[0].lost_orders);
    if (!of_cell) {
      continue;
    }
    if (const auto factor = of_cell->factor()) {
      precision.reduction += *of_cell;
      precision.least_factor = std::min(precision.least_factor.value_or(*factor), *factor);
      precision.most_factor = std::max(precision.most_factor.value_or(*factor), *factor);
    } else {
      precision.never_varies += of_cell->separate > 0.0 ? 1 : 0;
    }
  }
}

std::optional<stats::VarianceSplit> split_of(const std::vector<const CellResult*>& sample, std::size_t policy,
                                             std::size_t replications) {
  std::vector<double> values;
  for (const CellResult* result : sample) {
    const auto& lost = result->policies[policy].lost_orders;
    values.insert(values.end(), lost.begin(), lost.begin() + static_cast<std::ptrdiff_t>(replications));
  }
  return stats::variance_split(values, replications);
}

// What needs every replication of every cell.
void add_precision(const std::vector<CellResult>& results, Facts& facts) {
  std::size_t replications = results.front().policies[0].lost_orders.size();
  for (const CellResult& result : results) {
    replications = std::min(replications, result.policies[0].lost_orders.size());
  }
  const std::vector<std::size_t> wanted = sample_cells(facts.sweep.design);
  std::vector<const CellResult*> sample;
  for (std::size_t i = 0; i < facts.ran.size(); ++i) {
    if (std::binary_search(wanted.begin(), wanted.end(), facts.ran[i])) {
      sample.push_back(&results[i]);
    }
  }
  for (std::size_t p = 0; p < facts.sweep.policies.size(); ++p) {
    PolicyPrecision own;
    own.widths = widths_of(results, p, replications);
    own.split = split_of(sample, p, replications);
    if (p > 0) {
      add_reduction(results, p, own);
    }
    facts.precision.push_back(std::move(own));
  }
}

void add_regrets(Facts& facts) {
  std::vector<double> losses;
  for (const std::size_t c : facts.ran) {
    const Cell& cell = facts.cells[c];
    const bool any_delivers = cell.policies[cell.best].delivers;
    for (const CellFigures& policy : cell.policies) {
      losses.push_back(policy.delivers == any_delivers ? policy.lost.value : std::nan(""));
    }
  }
  facts.regrets = stats::regrets(losses, facts.sweep.policies.size());
}

// A grid's own rule, so that the page says what `faultline grid` says.
void take_best_from(const GridReport& grid, Facts& facts) {
  for (std::size_t c = 0; c < grid.cells.size(); ++c) {
    if (!grid.cells[c].policies.empty()) {
      facts.cells[c].best = grid.cells[c].best.candidate;
      facts.cells[c].best_settled = grid.cells[c].best.share >= kBestSettled;
    }
  }
}

void count_best(Facts& facts) {
  facts.best_counts.resize(facts.sweep.policies.size());
  for (const std::size_t c : facts.ran) {
    BestCount& own = facts.best_counts[facts.cells[c].best];
    ++own.cells;
    own.settled += facts.cells[c].best_settled ? 1 : 0;
  }
}

std::string reason_of(const InputError& error) {
  const InputProblem& first = error.problems().front();
  std::string text = first.problem + (first.suggestion.empty() ? "" : " (" + first.suggestion + ")");
  text.erase(std::remove(text.begin(), text.end(), '`'), text.end());
  return text;
}

}  // namespace

bool undecided(const std::optional<stats::Estimate>& difference) {
  return !difference || !difference->interval || (difference->interval->low <= 0 && difference->interval->high >= 0);
}

std::vector<std::size_t> sample_cells(const Design& design) {
  std::vector<std::size_t> sample;
  if (design.kind == DesignKind::morris || design.kind == DesignKind::tornado) {
    return sample;
  }
  const std::size_t stride =
      design.kind == DesignKind::saltelli ? saltelli_stride(design.parameters.size(), design.second_order) : 1;
  for (std::size_t c = 0; c < design.cells(); ++c) {
    const bool of_sample =
        design.kind == DesignKind::saltelli ? c % stride < 2 : c > 0 || design.kind != DesignKind::draws;
    if (of_sample) {
      sample.push_back(c);
    }
  }
  return sample;
}

bool delivers_everywhere(const Facts& facts, std::size_t policy) {
  return std::all_of(facts.ran.begin(), facts.ran.end(),
                     [&](std::size_t c) { return facts.cells[c].policies[policy].delivers; });
}

bool spread_evenly(const Design& design) {
  return design.kind != DesignKind::draws && design.kind != DesignKind::table;
}

std::string design_name(const Design& design) {
  return std::string(kDesignNames[static_cast<std::size_t>(design.kind)]);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  }
  return text;
}

Facts read_facts(const SweepFile& file) {
  Facts facts;
  facts.sweep = file.sweep();
  facts.results_sha256 = file.complete() ? file.results_sha256() : "";
  facts.stored = file.cells();
  facts.cells.resize(facts.sweep.design.cells());
  std::vector<CellResult> results;
  for (std::size_t c = 0; c < facts.stored; ++c) {
    CellResult result = file.read(c);
    if (!result.failure.empty()) {
      facts.failures.push_back({c, result.failure});
      continue;
    }
    facts.cells[c] = cell_of(result, facts.sweep.precision);
    facts.ran.push_back(c);
    for (CellPolicy& policy : result.policies) {
      policy.outputs.clear();  // not of this page, and large
    }
    results.push_back(std::move(result));
  }
  if (results.empty()) {
    throw InputError({file.path().string(), "", "",
                      facts.failures.empty() ? "the sweep holds no cell yet"
                                             : "no cell of the sweep could be run: " + facts.failures.front().reason,
                      facts.failures.empty() ? "go on with `faultline sweep` as before and --resume"
                                             : "sweep ranges in which the scenario is valid"});
  }
  add_precision(results, facts);
  results.clear();
  add_regrets(facts);
  try {
    facts.grid = read_grid(file);
    take_best_from(*facts.grid, facts);
  } catch (const InputError& error) {
    facts.no_grid = reason_of(error);
  }
  count_best(facts);
  try {
    facts.sensitivity = analyse(file, {{}, std::nullopt, true});
  } catch (const InputError& error) {
    facts.no_sensitivity = reason_of(error);
  }
  return facts;
}

}  // namespace faultline::researcher
