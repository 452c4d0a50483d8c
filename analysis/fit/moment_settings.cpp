#include "analysis/fit/moment_settings.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace faultline::fit {
namespace {

constexpr double kRefused = 0.05;

MomentModel in_setting(const MomentModel& model, std::size_t setting) {
  MomentModel one = model;
  one.settings = 1;
  one.simulate = [&model, setting](std::span<const double> parameters, std::size_t, std::uint32_t count) {
    return model.simulate(parameters, setting, count);
  };
  if (model.allowed) {
    one.allowed = [&model, setting](std::span<const double> parameters, std::size_t) {
      return model.allowed(parameters, setting);
    };
  }
  return one;
}

void widen(TargetSet& set, const TargetSet& other) {
  if (other.low < set.low) {
    set.low = other.low;
    set.open_low = other.open_low;
  }
  if (other.high > set.high) {
    set.high = other.high;
    set.open_high = other.open_high;
  }
}

}  // namespace

std::optional<MomentFit> fit_in_any_setting(const MomentModel& model, std::span<const double> observed,
                                            std::span<const ParameterBounds> bounds,
                                            std::span<const MomentTarget> targets, const MomentSearch& search) {
  std::vector<MomentFit> fits;
  std::size_t points = 0;
  for (std::size_t setting = 0; setting < model.settings; ++setting) {
    if (auto fit = fit_simulated_moments(in_setting(model, setting), observed, bounds, targets, search)) {
      fit->setting = setting;
      points += fit->points;
      fits.push_back(*std::move(fit));
    }
  }
  if (fits.empty()) return std::nullopt;
  const auto best = std::max_element(fits.begin(), fits.end(),
                                     [](const MomentFit& a, const MomentFit& b) { return a.p_value < b.p_value; });
  MomentFit answer = *best;
  answer.points = points;
  for (const MomentFit& fit : fits) {
    if (fit.p_value <= kRefused && answer.p_value > kRefused) continue;
    answer.step = std::max(answer.step, fit.step);
    for (std::size_t t = 0; t < answer.targets.size(); ++t) widen(answer.targets[t], fit.targets[t]);
  }
  return answer;
}

}  // namespace faultline::fit
