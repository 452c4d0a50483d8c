#include "analysis/stats/cliff.h"

#include <utility>

#include "analysis/stats/elasticity.h"

namespace faultline::stats {
namespace {

double mean_of(std::span<const double> values) {
  MomentAccumulator moments;
  for (const double value : values) {
    moments.add(value);
  }
  return moments.mean();
}

std::vector<std::pair<std::size_t, std::size_t>> spans_of(std::span<const double> x, double factor) {
  constexpr double kRounding = 1e-9;  // levels that are written in decimals
  std::vector<std::pair<std::size_t, std::size_t>> spans;
  std::size_t to = 0;
  for (std::size_t from = 0; from < x.size(); ++from) {
    while (to < x.size() && x[to] < x[from] * factor * (1 - kRounding)) {
      ++to;
    }
    if (to == x.size()) {
      break;
    }
    spans.emplace_back(from, to);
  }
  return spans;
}

CliffFinding finding_of(double before, double after, const std::optional<Estimate>& slope, const CliffRule& rule) {
  if (before == 0 && after == 0) {
    return CliffFinding::unknown;
  }
  if (after <= before || after - before < rule.smallest_rise) {
    return CliffFinding::none;
  }
  if (!slope || !slope->interval) {
    return CliffFinding::not_settled;
  }
  return slope->interval->low > rule.slope    ? CliffFinding::cliff
         : slope->interval->high > rule.slope ? CliffFinding::not_settled
                                              : CliffFinding::none;
}

}  // namespace

Cliff find_cliff(std::span<const double> x, std::span<const std::vector<double>> figures, const CliffRule& rule,
                 double confidence) {
  const auto spans = spans_of(x, rule.span);
  const double each = 1 - (1 - confidence) / static_cast<double>(spans.empty() ? 1 : spans.size());
  Cliff strongest;
  for (const auto& [from, to] : spans) {
    if (figures[from].empty() || figures[to].empty()) {
      continue;
    }
    const std::optional<Estimate> slope = elasticity(figures[from], figures[to], x[from], x[to], each);
    const CliffFinding finding = finding_of(mean_of(figures[from]), mean_of(figures[to]), slope, rule);
    // A rise from nothing is the steepest.
    const bool steeper = strongest.slope && (!slope || slope->value > strongest.slope->value);
    if (finding > strongest.finding || (finding == strongest.finding && steeper)) {
      strongest = {finding, from, to, slope};
    }
  }
  return strongest;
}

}  // namespace faultline::stats
