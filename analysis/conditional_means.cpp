#include "analysis/conditional_means.h"

#include <array>
#include <utility>

#include "analysis/means.h"

namespace faultline {
namespace {

constexpr std::size_t kControls = 4;

std::array<double, kControls> controls_of(const LuckSums& luck) {
  return {luck.background, luck.pipeline_defects, luck.out_of_band_defects, luck.out_of_band_anywhere};
}

}  // namespace

ConditionalMeansBuilder::ConditionalMeansBuilder(const RunDescription& run) : run_(run), cases_(run.cases.size()) {
  for (Case& one : cases_) {
    one.controls.width = kControls;
  }
}

void ConditionalMeansBuilder::add(const Block& block) {
  for (std::size_t i = 0; i < block.outcomes.size(); ++i) {
    const Outcome& outcome = block.outcomes[i];
    Case& one = cases_[i % cases_.size()];
    one.plain.push_back(outcome[Metric::lost_orders_gross]);
    one.plain_net.push_back(outcome[Metric::lost_orders_net]);
    one.gross.push_back(one.plain.back() - outcome.luck.gross);
    one.net.push_back(one.plain_net.back() - outcome.luck.net);
    const std::array<double, kControls> controls = controls_of(outcome.luck);
    one.controls.rows.insert(one.controls.rows.end(), controls.begin(), controls.end());
    one.submitted += outcome[Metric::changes_submitted];
    one.undelivered += outcome[Metric::changes_undelivered_horizon];
  }
  replications_ += block.replications;
}

// Those of the reference, and how the other's differ from them; what never differs is left out by the estimate.
stats::Controls ConditionalMeansBuilder::pair_controls(const Case& reference, const Case& other) {
  stats::Controls both{2 * kControls, {}};
  for (std::size_t row = 0; row < other.controls.rows.size(); row += kControls) {
    for (std::size_t k = 0; k < kControls; ++k) {
      both.rows.push_back(reference.controls.rows[row + k]);
    }
    for (std::size_t k = 0; k < kControls; ++k) {
      both.rows.push_back(other.controls.rows[row + k] - reference.controls.rows[row + k]);
    }
  }
  return both;
}

std::optional<stats::Estimate> ConditionalMeansBuilder::orders_saved(const Case& reference, const Case& other) {
  std::vector<double> fewer(reference.gross.size());
  for (std::size_t i = 0; i < fewer.size(); ++i) {
    fewer[i] = reference.gross[i] - other.gross[i];
  }
  return stats::controlled_mean(fewer, pair_controls(reference, other));
}

std::optional<stats::Estimate> ConditionalMeansBuilder::saving(const Case& reference, const Case& other) {
  return stats::controlled_saving(reference.gross, other.gross, pair_controls(reference, other));
}

std::vector<ConditionalMean> ConditionalMeansBuilder::finish() const {
  std::vector<ConditionalMean> means;
  for (std::size_t p = 0; p < run_.policies.size(); ++p) {
    const Case& one = cases_[p];
    ConditionalMean mean{.policy = run_.policies[p].id,
                         .lost_orders = existing(stats::controlled_mean(one.gross, one.controls)),
                         .lost_orders_net = existing(stats::controlled_mean(one.net, one.controls)),
                         .plain = mean_of(one.plain),
                         .saved_orders = std::nullopt,
                         .saved_fraction = std::nullopt,
                         .saved_fraction_low = std::nullopt,
                         .worth_quarters = std::nullopt,
                         .plain_off_by_errors = std::nullopt,
                         .undelivered_fraction = one.submitted > 0.0 ? one.undelivered / one.submitted : 0.0};
    if (p > 0) {
      mean.saved_orders = orders_saved(cases_.front(), one);
      mean.saved_fraction = saving(cases_.front(), one);
      if (const std::size_t low = run_.low_case(p); low < cases_.size()) {
        mean.saved_fraction_low = saving(cases_[run_.low_case(0)], cases_[low]);
      }
    }
    const double error = mean.lost_orders.standard_error.value_or(0.0);
    const double plain_error = mean.plain.standard_error.value_or(0.0);
    if (error > 0.0) {
      mean.worth_quarters = plain_error * plain_error / (error * error);
    }
    std::vector<double> luck(one.plain.size());
    for (std::size_t i = 0; i < luck.size(); ++i) {
      luck[i] = one.plain[i] - one.gross[i];
    }
    const stats::Estimate mean_luck = mean_of(luck);
    if (mean_luck.standard_error.value_or(0.0) > 0.0) {
      mean.plain_off_by_errors = mean_luck.value / *mean_luck.standard_error;
    }
    means.push_back(std::move(mean));
  }
  return means;
}

}  // namespace faultline
