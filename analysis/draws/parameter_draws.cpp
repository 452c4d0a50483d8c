#include "analysis/draws/parameter_draws.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "models/core/input_error.h"

namespace faultline {
namespace {

void count_not_drawn(const ParameterSource& source, NotDrawn& counts) {
  switch (source.status) {
    case SourceStatus::assumed:
      ++(source.is_default ? counts.assumed_defaults : counts.assumed);
      break;
    case SourceStatus::estimated:
      ++counts.estimated;
      break;
    case SourceStatus::evidence:
      ++counts.evidence;
      break;
    case SourceStatus::measured:
      ++counts.measured;
      break;
  }
}

void take_parameters(const Scenario& scenario, ParameterDraws& draws) {
  for (const ParameterSource& source : scenario.sources) {
    std::optional<ParameterLaw> law;
    if (source.uncertainty) law.emplace(*source.uncertainty);
    if (law && law->varies()) {
      draws.parameters.push_back({source, *law});
    } else {
      count_not_drawn(source, draws.not_drawn);
    }
  }
  std::sort(draws.parameters.begin(), draws.parameters.end(),
            [](const DrawnParameter& a, const DrawnParameter& b) { return a.source.pointer < b.source.pointer; });
}

std::optional<std::size_t> position_of(const std::string& pointer, const std::vector<DrawnParameter>& parameters) {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const DrawnParameter& parameter) { return parameter.source.pointer == pointer; });
  return found == parameters.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - parameters.begin()));
}

// Positions in scenario.correlations of the pairs that are kept.
std::vector<std::size_t> take_pairs(const Scenario& scenario, ParameterDraws& draws) {
  std::vector<std::size_t> kept;
  for (std::size_t c = 0; c < scenario.correlations.size(); ++c) {
    const ParameterCorrelation& pair = scenario.correlations[c];
    const auto a = position_of(pair.a, draws.parameters);
    const auto b = position_of(pair.b, draws.parameters);
    if (a && b) {
      draws.pairs.push_back({*a, *b, pair.rho});
      kept.push_back(c);
    } else {
      draws.warnings.push_back("the correlation of " + printable(pair.a, 200) + " and " + printable(pair.b, 200) +
                               " has no effect: " + printable(a ? pair.b : pair.a, 200) + " states no uncertainty");
    }
  }
  return kept;
}

void check_definite(const Scenario& scenario, const std::string& file, const std::vector<std::size_t>& kept,
                    const ParameterDraws& draws) {
  std::vector<InputProblem> problems;
  for (const std::size_t position : stats::contradicting_pairs(draws.pairs)) {
    const ParameterCorrelation& pair = scenario.correlations[kept[position]];
    problems.push_back({file, "/correlations",
                        printable(pair.a, 200) + " with " + printable(pair.b, 200) + ", " + std::to_string(pair.rho),
                        "this correlation and the others of these numbers contradict each other: the matrix is not "
                        "positive definite",
                        "bring them nearer to 0, or state the pairs that are left out"});
  }
  if (!problems.empty()) {
    throw InputError(std::move(problems));
  }
}

}  // namespace

ParameterDraws draw_parameters(const Scenario& scenario, const std::string& file, std::uint32_t count,
                               std::uint64_t seed) {
  ParameterDraws draws;
  take_parameters(scenario, draws);
  if (draws.parameters.empty()) {
    throw InputError({file, "", "", "the scenario states no uncertainty: there is nothing to draw",
                      "give measured values their interval95 (faultline fit), and others a \"range\" (see "
                      "docs/formats/scenario.md)"});
  }
  check_definite(scenario, file, take_pairs(scenario, draws), draws);
  std::vector<std::string> names;
  draws.design.kind = DesignKind::draws;
  draws.design.size = count;
  draws.design.seed = seed;
  for (const DrawnParameter& parameter : draws.parameters) {
    const Uncertainty& about = parameter.law.uncertainty();
    names.push_back(parameter.source.pointer);
    SweepParameter column;
    column.name = parameter.source.pointer;
    column.low = about.low;
    column.high = about.high;
    column.base = about.value;
    column.whole = about.whole;
    draws.design.parameters.push_back(std::move(column));
  }
  draws.design.values.dimensions = names.size();
  std::vector<double>& values = draws.design.values.values;
  for (const DrawnParameter& parameter : draws.parameters) {
    values.push_back(parameter.law.uncertainty().value);
  }
  const std::vector<double> points = stats::stratified_copula(names, draws.pairs, count, seed);
  for (std::size_t i = 0; i < points.size(); ++i) {
    values.push_back(draws.parameters[i % names.size()].law.quantile(points[i]));
  }
  return draws;
}

}  // namespace faultline
