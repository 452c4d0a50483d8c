#include "analysis/waterfall.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace faultline {
namespace {

constexpr double kRounding = 1e-6;  // of the larger loss: sums over thousands of defects in another order

WaterfallStep step_at(std::size_t i, stats::JointEstimate orders) {
  if (i < kWaterfallPlainParts) {
    return {static_cast<WaterfallPart>(i), 0, std::move(orders)};
  }
  return {WaterfallPart::caught, i - kWaterfallPlainParts, std::move(orders)};
}

// As it is told: what never met a customer first.
std::size_t place_of(const WaterfallStep& step) {
  switch (step.part) {
    case WaterfallPart::not_shipped:
      return 0;
    case WaterfallPart::caught:
      return 1;
    case WaterfallPart::contained:
      return 2;
    case WaterfallPart::recovered:
      return 3;
    case WaterfallPart::interaction:
      break;
  }
  return 4;
}

}  // namespace

std::vector<double> waterfall_values(const Waterfall& waterfall, std::size_t gates) {
  std::vector<double> values{waterfall.not_shipped, waterfall.contained, waterfall.recovered, waterfall.interaction};
  values.insert(values.end(), waterfall.caught.begin(), waterfall.caught.begin() + static_cast<std::ptrdiff_t>(gates));
  return values;
}

Waterfall waterfall_of(std::span<const double> values) {
  Waterfall waterfall{values[0], values[1], values[2], values[3], {}};
  std::copy(values.begin() + kWaterfallPlainParts, values.end(), waterfall.caught.begin());
  return waterfall;
}

void WaterfallAccumulator::add(const Outcome& outcome, const Outcome& reference) {
  const std::vector<double> values = waterfall_values(outcome.waterfall, parts_.size() - kWaterfallPlainParts);
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    parts_[i].add(values[i]);
    sum += values[i];
    split_ = split_ || values[i] != 0;
  }
  const double before = reference[Metric::lost_orders_gross];
  const double after = outcome[Metric::lost_orders_gross];
  total_.add(before - after);
  adds_up_ = adds_up_ && std::abs(sum - (before - after)) <= kRounding * std::max({before, after, 1.0});
}

std::optional<WaterfallResult> WaterfallAccumulator::result() const {
  auto total = total_.finalize();
  auto parts = stats::joint_estimates(parts_);
  if (!adds_up_ || !total || !parts) {
    return std::nullopt;
  }
  WaterfallResult result{*std::move(total), {}};
  for (std::size_t i = 0; i < parts->size(); ++i) {
    stats::JointEstimate& part = (*parts)[i];
    if (part.alone.value != 0 || part.alone.standard_error.value_or(0) > 0) {
      result.steps.push_back(step_at(i, std::move(part)));
    }
  }
  std::stable_sort(result.steps.begin(), result.steps.end(),
                   [](const WaterfallStep& a, const WaterfallStep& b) { return place_of(a) < place_of(b); });
  return result;
}

}  // namespace faultline
