#include "sim/delivery/risk_score.h"

#include <algorithm>

#include "models/core/elementary.h"

namespace faultline {

RiskFlag binormal_flag(double d_prime, double flagged_share, double defective_share) {
  if (!(flagged_share > 0.0)) return {0.0, 0.0};
  if (!(flagged_share < 1.0)) return {1.0, 1.0};
  const auto flagged = [&](double t) {
    return (1.0 - defective_share) * elementary::normal_cdf(-t) + defective_share * elementary::normal_cdf(d_prime - t);
  };
  double low = -40.0;
  double high = 40.0 + d_prime;
  for (int i = 0; i < 200; ++i) {  // falls in t; bisection down to neighbouring numbers
    const double middle = 0.5 * (low + high);
    (flagged(middle) > flagged_share ? low : high) = middle;
  }
  const double t = 0.5 * (low + high);
  return {elementary::normal_cdf(-t), elementary::normal_cdf(d_prime - t)};
}

double defective_share(const Scenario& scenario, const ChangeSource& changes, const Selector& selector) {
  constexpr int kPoints = 512;
  const Organisation& organisation = scenario.organisation;
  double rate = 0.0;
  double defective = 0.0;
  for (std::size_t i = 0; i < organisation.streams.size(); ++i) {
    const ChangeStream& stream = organisation.streams[i];
    if ((selector.origins >> static_cast<unsigned>(stream.origin) & 1U) == 0) continue;
    double all_kinds = 0.0;
    for (const double weight : stream.kind_weight) all_kinds += weight;
    const double per_developer = stream.changes_per_developer_week * stream.velocity_multiplier / all_kinds;
    for (int point = 0; point < kPoints; ++point) {
      const double z = elementary::normal_quantile((point + 0.5) / kPoints);
      const double lines =
          std::clamp(stream.lines.median_lines * elementary::exp(stream.lines.log_sd * z), 1.0, stream.lines.max_lines);
      if (lines < selector.min_lines || lines > selector.max_lines) continue;
      double kinds = 0.0;
      for (std::size_t kind = 0; kind < kChangeKindCount; ++kind) {
        if ((selector.kinds >> kind & 1U) == 0) continue;
        kinds += stream.kind_weight[kind];
        defective += per_developer / kPoints * stream.kind_weight[kind] *
                     changes.defect_probability(i, static_cast<ChangeKind>(kind), lines);
      }
      rate += per_developer / kPoints * kinds;
    }
  }
  return rate > 0.0 ? defective / rate : 0.0;
}

}  // namespace faultline
