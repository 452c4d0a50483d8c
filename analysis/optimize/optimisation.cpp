#include "analysis/optimize/optimisation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace faultline {
namespace {

// The part of the smallest mean that matters. Only where the smallest is 0 must something else set the scale.
double indifference_of(const std::vector<stats::SelectionSeries>& first_stage, double fraction) {
  double smallest = std::numeric_limits<double>::infinity();
  for (const stats::SelectionSeries& series : first_stage) {
    const auto mean = stats::mean_estimate(series.objective);
    smallest = mean ? std::min(smallest, std::abs(mean->value)) : smallest;
  }
  return std::isfinite(smallest) && smallest > 0.0 ? fraction * smallest : 1.0;
}

}  // namespace

Optimisation::Optimisation(OptimisationDescription description)
    : description_(std::move(description)),
      figures_(description_.candidates.size()),
      wanted_(description_.first_batches) {}

bool Optimisation::wants(std::size_t candidate) const { return !selection_ || selection_->wants(candidate); }

void Optimisation::look() {
  std::vector<stats::SelectionSeries> series(figures_.size());
  for (std::size_t c = 0; c < figures_.size(); ++c) {
    if (wants(c)) {
      series[c] = batch_series(description_.goal, description_.candidates[c], figures_[c], kQuartersPerBatch,
                               selection_ ? selection_->batches(c) : 0, wanted_);
    }
  }
  if (selection_) {
    selection_->add(series);
  } else {
    indifference_ = indifference_of(series, description_.difference_fraction);
    selection_.emplace(
        stats::SelectionRules{description_.confidence, indifference_, description_.goal.selection_limits()}, series);
  }
  wanted_ = selection_->wanted();
  over_ = selection_->finished() || wanted_ > description_.most_batches;
}

}  // namespace faultline
