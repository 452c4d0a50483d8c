#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include "analysis/draws/draw_report.h"
#include "analysis/stats/luck_groups.h"
#include "analysis/stats/paired.h"
#include "analysis/stats/quantile.h"
#include "analysis/stats/rank_correlation.h"
#include "analysis/stats/regression.h"
#include "analysis/stats/verdict.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

constexpr std::size_t kQuantileOutput = 1;  // of an output list: lost_orders, lost_orders_p99, then kKeptOutputs
constexpr std::size_t kCurvePoints = 24;
constexpr double kLeastShare = 0.025;  // of draws below the band, and as many above

struct OutputName {
  std::string_view name;
  std::string_view title;
};

std::vector<OutputName> output_names() {
  std::vector<OutputName> names{{"lost_orders", "lost orders"}, {"lost_orders_p99", "lost orders, p99"}};
  for (const KeptOutput& kept : kKeptOutputs) names.push_back({kept.name, kept.title});
  return names;
}

// One output of one policy: values of the cell as it stands, and of the draws one after another.
struct Values {
  std::vector<double> central;
  std::vector<double> draws;
  std::size_t each = 0;  // values of a draw

  void add(std::span<const double> own, bool is_central) {
    each = own.size();
    std::vector<double>& to = is_central ? central : draws;
    to.insert(to.end(), own.begin(), own.end());
  }
  [[nodiscard]] std::span<const double> draw(std::size_t d) const { return std::span(draws).subspan(d * each, each); }
};

using PolicyValues = std::vector<std::vector<Values>>;  // by policy, then by output

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<double> draw_means(const Values& values, std::size_t draws) {
  std::vector<double> means(draws);
  for (std::size_t d = 0; d < draws; ++d) means[d] = mean_of(values.draw(d));
  return means;
}

// Quantiles of groups of at least kQuartersOfDrawnQuantile quarters; a single one is all of them.
std::vector<double> quantile_groups(std::span<const double> losses) {
  const std::size_t groups =
      std::max<std::size_t>(1, std::min<std::size_t>(10, losses.size() / kQuartersOfDrawnQuantile));
  return stats::group_quantiles(losses, groups, 0.99);
}

void add_cell(const CellResult& cell, bool is_central, PolicyValues& values) {
  for (std::size_t p = 0; p < cell.policies.size(); ++p) {
    const CellPolicy& policy = cell.policies[p];
    values[p][0].add(policy.lost_orders, is_central);
    values[p][kQuantileOutput].add(quantile_groups(policy.lost_orders), is_central);
    for (std::size_t o = 0; o < policy.outputs.size(); ++o) {
      values[p][kQuantileOutput + 1 + o].add(policy.outputs[o], is_central);
    }
  }
}

stats::Interval band_of(const std::vector<double>& means) {
  const stats::SortedSample sorted(means);
  return {sorted.quantile(kLeastShare), sorted.quantile(1.0 - kLeastShare)};
}

SplitFigure figure_of(const OutputName& output, const Values& values, std::size_t draws) {
  SplitFigure figure{output.name, output.title, std::nullopt, std::nullopt, std::nullopt, {}};
  if (!values.central.empty()) figure.central = mean_of(values.central);
  figure.split = stats::variance_split(values.draws, values.each);
  const std::vector<double> means = draw_means(values, draws);
  const auto finite = [](double x) { return std::isfinite(x); };
  if (std::all_of(means.begin(), means.end(), finite)) figure.band = band_of(means);
  if (!figure.split) {
    figure.absence = output.name == "lost_orders_p99" ? "needs at least 200 quarters a draw"
                     : values.each < 2                ? "needs at least 2 quarters a draw"
                                                      : "some quarters have no such figure";
  }
  if (figure.central && !std::isfinite(*figure.central)) figure.central.reset();
  return figure;
}

Values difference(const Values& a, const Values& b) {
  Values result{a.central, a.draws, a.each};
  for (std::size_t i = 0; i < b.central.size(); ++i) result.central[i] -= b.central[i];
  for (std::size_t i = 0; i < b.draws.size(); ++i) result.draws[i] -= b.draws[i];
  return result;
}

DrawnPair pair_of(std::size_t a, std::size_t b, const PolicyValues& values, std::size_t draws, double fraction) {
  DrawnPair pair;
  pair.a = a;
  pair.b = b;
  const std::vector<OutputName> names = output_names();
  for (std::size_t o = 0; o < names.size(); ++o) {
    pair.saved.push_back(figure_of(names[o], difference(values[a][o], values[b][o]), draws));
  }
  std::size_t better = 0;
  for (std::size_t d = 0; d < draws; ++d) {
    const auto losses_a = values[a][0].draw(d);
    const auto losses_b = values[b][0].draw(d);
    const double matters = fraction * mean_of(values[0][0].draw(d));
    better += mean_of(losses_b) < mean_of(losses_a) ? 1 : 0;
    const auto saved = stats::paired_difference(losses_a, losses_b);
    switch (stats::verdict(saved ? saved->interval : std::nullopt, matters)) {
      case stats::Verdict::kSettledBetter:
        ++pair.settled_better;
        break;
      case stats::Verdict::kSettledWorse:
        ++pair.settled_worse;
        break;
      case stats::Verdict::kNoDifferenceThatMatters:
        ++pair.no_difference;
        break;
      case stats::Verdict::kNotSettled:
        break;
    }
  }
  pair.b_loses_less = *stats::proportion_estimate(better, draws);
  return pair;
}

// Enough draws for a regression on all unknowns at once.
bool drivers_stand_together(std::size_t unknowns, std::size_t draws) {
  constexpr std::size_t kDrawsForEach = 2;
  return draws >= kDrawsForEach * unknowns;
}

// One unknown, and all of its parameters; they stand at one rank in every draw.
struct Unknown {
  std::size_t first = 0;
  std::size_t others = 0;
  std::vector<double> ranks;
};

std::vector<Unknown> unknowns_of(const std::vector<std::vector<double>>& columns) {
  std::vector<Unknown> unknowns;
  for (std::size_t p = 0; p < columns.size(); ++p) {
    std::vector<double> ranks = stats::mean_ranks(columns[p]);
    if (std::all_of(ranks.begin(), ranks.end(), [&](double rank) { return rank == ranks.front(); })) continue;
    const auto same =
        std::find_if(unknowns.begin(), unknowns.end(), [&](const Unknown& u) { return u.ranks == ranks; });
    if (same != unknowns.end()) {
      ++same->others;
    } else {
      unknowns.push_back({p, 0, std::move(ranks)});
    }
  }
  return unknowns;
}

// Coefficients of one regression on the ranks of all unknowns.
std::optional<std::vector<stats::Estimate>> together(const std::vector<Unknown>& unknowns,
                                                     std::span<const double> answer, double confidence) {
  std::vector<double> rows;
  for (std::size_t d = 0; d < answer.size(); ++d) {
    for (const Unknown& unknown : unknowns) rows.push_back(unknown.ranks[d]);
  }
  auto regression = stats::standardised_regression(rows, unknowns.size(), answer, confidence);
  return regression ? std::optional(std::move(regression->coefficients)) : std::nullopt;
}

// The same one by one.
std::vector<stats::Estimate> one_by_one(const std::vector<Unknown>& unknowns, std::span<const double> answer,
                                        double confidence) {
  std::vector<stats::Estimate> found;
  for (const Unknown& unknown : unknowns) {
    found.push_back(stats::rank_correlation(unknown.ranks, answer, confidence).value_or(stats::Estimate{}));
  }
  return found;
}

// The strongest first.
std::vector<DrivingParameter> drivers_of(const std::vector<Unknown>& unknowns, std::span<const double> answer) {
  const double confidence = 1.0 - (1.0 - stats::kConfidence) / static_cast<double>(unknowns.size());  // Bonferroni
  const std::vector<double> output = stats::mean_ranks(answer);
  std::optional<std::vector<stats::Estimate>> found;
  if (drivers_stand_together(unknowns.size(), answer.size())) found = together(unknowns, output, confidence);
  if (!found) found = one_by_one(unknowns, output, confidence);
  std::vector<DrivingParameter> drivers;
  for (std::size_t u = 0; u < unknowns.size(); ++u) {
    const stats::Estimate& estimate = (*found)[u];
    const bool beyond = estimate.interval && (estimate.interval->low > 0.0 || estimate.interval->high < 0.0);
    drivers.push_back({unknowns[u].first, unknowns[u].others, estimate, beyond});
  }
  std::stable_sort(drivers.begin(), drivers.end(), [](const DrivingParameter& a, const DrivingParameter& b) {
    return std::abs(a.effect.value) > std::abs(b.effect.value);
  });
  return drivers;
}

std::optional<stats::ExceedanceCurve> curve_of(std::span<const double> losses) {
  return stats::exceedance_curve(stats::SortedSample(losses), stats::ExceedanceKind::kAggregate, kCurvePoints);
}

DrawnPolicy policy_of(std::size_t p, const PolicyValues& values, std::size_t draws,
                      const std::vector<Unknown>& unknowns) {
  DrawnPolicy policy;
  const std::vector<OutputName> names = output_names();
  for (std::size_t o = 0; o < names.size(); ++o) policy.figures.push_back(figure_of(names[o], values[p][o], draws));
  for (std::size_t d = 0; d < draws; ++d) policy.curves.push_back(curve_of(values[p][0].draw(d)));
  if (!values[p][0].central.empty()) policy.central_curve = curve_of(values[p][0].central);
  policy.drivers = drivers_of(unknowns, draw_means(values[p][0], draws));
  if (p > 0) policy.saved_drivers = drivers_of(unknowns, draw_means(difference(values[0][0], values[p][0]), draws));
  return policy;
}

}  // namespace

DrawReport analyse_draws(const SweepFile& file, ParameterDraws drawn) {
  DrawReport report;
  report.sweep = file.sweep();
  report.drawn = std::move(drawn);
  report.results_sha256 = file.results_sha256();
  const std::size_t policies = report.sweep.policies.size();
  const std::size_t dimensions = report.sweep.design.parameters.size();
  PolicyValues values(policies, std::vector<Values>(output_names().size()));
  std::vector<std::vector<double>> columns(dimensions);
  for (std::size_t c = 0; c < report.sweep.design.cells(); ++c) {
    const CellResult cell = file.read(c);
    if (!cell.failure.empty()) {
      report.failures.push_back({c, cell.failure});
      continue;
    }
    add_cell(cell, c == 0, values);
    if (c == 0) continue;
    ++report.draws_run;
    const std::span<const double> point = report.sweep.design.values.point(c);
    for (std::size_t p = 0; p < dimensions; ++p) columns[p].push_back(point[p]);
  }
  if (report.draws_run < kFewestDraws) {
    throw InputError({file.path().string(), "", how_many(report.draws_run, "draw"),
                      "too few draws could be run to tell luck from ignorance" +
                          (report.failures.empty() ? "" : ": " + report.failures.back().reason),
                      "narrow the ranges that make the scenario invalid, or draw more"});
  }
  const std::vector<Unknown> unknowns = unknowns_of(columns);
  for (std::size_t p = 0; p < policies; ++p) {
    report.policies.push_back(policy_of(p, values, report.draws_run, unknowns));
    for (std::size_t b = p + 1; b < policies; ++b) {
      report.pairs.push_back(
          pair_of(p, b, values, report.draws_run, report.sweep.smallest_difference_that_matters_fraction));
    }
  }
  report.drivers_together = drivers_stand_together(unknowns.size(), report.draws_run);
  report.warnings = report.drawn.warnings;
  return report;
}

}  // namespace faultline
