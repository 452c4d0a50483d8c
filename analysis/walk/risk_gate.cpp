#include "analysis/walk/risk_gate.h"

#include <algorithm>
#include <cmath>

#include "models/core/elementary.h"

namespace faultline {

double captured_fraction(double flagged_fraction, double d_prime, double harmful_fraction) {
  if (flagged_fraction <= 0.0) return 0.0;
  if (flagged_fraction >= 1.0) return 1.0;
  const auto flagged = [&](double threshold) {
    return (1.0 - harmful_fraction) * elementary::normal_cdf(-threshold) +
           harmful_fraction * elementary::normal_cdf(d_prime - threshold);
  };
  double low = -40.0;
  double high = 40.0 + d_prime;
  for (int halving = 0; halving < 100; ++halving) {
    const double middle = 0.5 * (low + high);
    (flagged(middle) > flagged_fraction ? low : high) = middle;
  }
  return elementary::normal_cdf(d_prime - 0.5 * (low + high));
}

double defect_probability(const DefectModel& model, Origin origin, ChangeKind kind, double lines) {
  const double rate = model.beta * model.origin_multiplier[static_cast<std::size_t>(origin)] *
                      model.kind_multiplier[static_cast<std::size_t>(kind)] * elementary::pow(lines, model.alpha);
  return -elementary::expm1(-rate);
}

double defective_fraction(const Scenario& scenario, const Selector& selector) {
  constexpr int kSizes = 256;
  double selected = 0.0;
  double defective = 0.0;
  for (const ChangeStream& stream : scenario.organisation.streams) {
    if ((selector.origins >> static_cast<unsigned>(stream.origin) & 1U) == 0) continue;
    double all_kinds = 0.0;
    for (const double weight : stream.kind_weight) all_kinds += weight;
    const double changes = stream.changes_per_developer_week * stream.velocity_multiplier;
    for (std::size_t kind = 0; kind < kChangeKindCount; ++kind) {
      if ((selector.kinds >> kind & 1U) == 0 || !(stream.kind_weight[kind] > 0.0)) continue;
      const double weight = changes * stream.kind_weight[kind] / all_kinds / kSizes;
      for (int i = 0; i < kSizes; ++i) {
        const double z = elementary::normal_quantile((i + 0.5) / kSizes);
        const double lines = std::clamp(std::ceil(stream.lines.median_lines * elementary::exp(stream.lines.log_sd * z)),
                                        1.0, std::max(1.0, stream.lines.max_lines));
        if (lines < selector.min_lines || lines > selector.max_lines) continue;
        selected += weight;
        defective += weight * defect_probability(scenario.defects, stream.origin, static_cast<ChangeKind>(kind), lines);
      }
    }
  }
  return selected > 0.0 ? defective / selected : 0.0;
}

}  // namespace faultline
