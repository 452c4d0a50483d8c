#include "analysis/tail_losses.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/means.h"

namespace faultline {
namespace {

// Return periods between which luck is drawn on purpose, in faults a quarter, and how many of them a quarter gets.
constexpr double kCommonest = 0.05;
constexpr double kRarest = 2e-5;
constexpr double kOnPurpose = 0.8;
constexpr double kStep = 0.125;  // of the logarithm of the return period

// Below these a figure is refused.
constexpr double kFewestEffective = 15.0;
constexpr double kLargestShare = 0.25;
constexpr double kFewestEffectiveShare = 0.02;
constexpr double kMostErrorsOff = 5.0;

std::string no_support(stats::TailSupport support) {
  if (support.effective < kFewestEffective) {
    return "refused: the quarters beyond count as " + std::to_string(static_cast<int>(support.effective)) +
           " and need to count as 15; run more";
  }
  if (support.largest_share > kLargestShare) {
    return "refused: one quarter holds more than a quarter of the weight beyond; run more";
  }
  return {};
}

std::string collapsed(const TailLosses& tail) {
  if (tail.effective_share < kFewestEffectiveShare) {
    return "refused: the weights have collapsed on a few quarters";
  }
  if (std::abs(tail.mean_weight - 1.0) > kMostErrorsOff * tail.mean_weight_error + 1e-9) {
    return "refused: the mean of the weights is not 1 within five standard errors";
  }
  return {};
}

}  // namespace

std::uint64_t pilot_seed(std::uint64_t seed) {
  constexpr std::uint64_t kPilot = 0x70696C6F74000000ULL;  // "pilot"
  return seed ^ kPilot;
}

void TiltBuilder::add(const Block& block) {
  for (const Outcome& outcome : block.outcomes) {
    severities_.insert(severities_.end(), outcome.severities.begin(), outcome.severities.end());
    mean_out_of_band_ += outcome.tilted.mean_out_of_band;
    mean_pipeline_ += outcome.tilted.mean_pipeline;
    ++quarters_;
  }
}

ChannelExcess TiltBuilder::excess(const LossTilt& tilt) const {
  ChannelExcess sum;
  for (const WeightedLoss& loss : severities_) {
    const double raised = loss.chance * (tilt.factor(loss.orders) - 1.0);
    if (loss.channel == Channel::out_of_band) {
      sum.out_of_band += raised;
    } else if (loss.channel == Channel::pipeline) {
      sum.pipeline += raised;
    }
  }
  const auto for_each_of = [](double changes, double raised) { return changes > 0.0 ? raised / changes : 0.0; };
  return {for_each_of(mean_pipeline_, sum.pipeline), for_each_of(mean_out_of_band_, sum.out_of_band)};
}

LossTilt TiltBuilder::finish() const {
  std::vector<WeightedLoss> falling = severities_;
  std::sort(falling.begin(), falling.end(), [](const WeightedLoss& a, const WeightedLoss& b) {
    return a.orders != b.orders ? a.orders > b.orders : a.chance > b.chance;
  });
  const double scale = kOnPurpose / (1.0 + std::log(kCommonest / kRarest));
  std::vector<LossTilt::Step> steps;  // falling
  double above = 0.0;
  double next = kRarest;
  for (const WeightedLoss& loss : falling) {
    above += loss.chance / static_cast<double>(quarters_);
    while (next <= above && next <= kCommonest) {
      // Where one loss is several steps, the most cautious counts.
      if (!steps.empty() && steps.back().orders <= loss.orders) {
        steps.pop_back();
      }
      steps.push_back({loss.orders, 1.0 + scale / next});
      next *= std::exp(kStep);
    }
    if (next > kCommonest) {
      break;
    }
  }
  std::reverse(steps.begin(), steps.end());
  return LossTilt(steps, excess(LossTilt(steps)));
}

bool all_refused(const std::vector<TailLosses>& tails) {
  return std::all_of(tails.begin(), tails.end(), [](const TailLosses& tail) {
    return tail.refusals().size() == tail.levels.size() + tail.chances.size();
  });
}

std::vector<std::string> TailLosses::refusals() const {
  std::vector<std::string> reasons;
  for (const TailLevel& level : levels) {
    if (!level.refused.empty()) {
      reasons.push_back("1 quarter in " + std::to_string(std::lround(1.0 / (1.0 - level.level))) + " " + level.refused);
    }
  }
  for (const TailChance& chance : chances) {
    if (!chance.refused.empty()) {
      reasons.push_back("more than " + std::to_string(std::llround(chance.orders)) + " orders " + chance.refused);
    }
  }
  return reasons;
}

TailLossesBuilder::TailLossesBuilder(const RunDescription& run, std::vector<double> more_than)
    : run_(run), more_than_(std::move(more_than)), cases_(run.cases.size()) {}

void TailLossesBuilder::add(const Block& block) {
  for (std::size_t i = 0; i < block.outcomes.size(); ++i) {
    const Outcome& outcome = block.outcomes[i];
    Case& one = cases_[i % cases_.size()];
    one.losses.push_back(outcome[Metric::lost_orders_gross]);
    one.weights.push_back(outcome.tilted.weight);
    one.replaced += outcome.tilted.replaced;
    one.diverted += outcome.tilted.diverted;
    one.submitted += outcome[Metric::changes_submitted];
    one.undelivered += outcome[Metric::changes_undelivered_horizon];
  }
}

TailLosses TailLossesBuilder::tail_of(const Case& one, const std::string& policy) const {
  const stats::WeightedTail tail(one.losses, one.weights);
  const stats::Estimate weight = mean_of(one.weights);
  const auto n = static_cast<double>(one.losses.size());
  TailLosses result;
  result.policy = policy;
  result.mean_weight = weight.value;
  result.mean_weight_error = weight.standard_error.value_or(0.0);
  result.effective_share = tail.effective_share();
  result.largest_weight = *std::max_element(one.weights.begin(), one.weights.end());
  result.replaced_per_quarter = one.replaced / n;
  result.diverted_per_quarter = one.diverted / n;
  result.undelivered_fraction = one.submitted > 0.0 ? one.undelivered / one.submitted : 0.0;
  result.quarters = one.losses.size();
  const std::string all_refused = collapsed(result);
  for (std::size_t i = 0; i < kTailLevels.size(); ++i) {
    TailLevel& level = result.levels[i];
    level.level = kTailLevels[i];
    level.quantile = tail.value_at_risk(level.level);
    if (level.quantile) {
      level.support = tail.support_above(level.quantile->value);
      level.quantile_worth = tail.worth_of_exceedance(level.quantile->value);
      level.tail_mean = tail.tail_mean(level.level);
      level.tail_mean_worth = tail.worth_of_tail_mean(level.level);
    }
    level.refused = all_refused.empty() ? no_support(level.support) : all_refused;
    if (!level.refused.empty()) {
      level.quantile = level.tail_mean = std::nullopt;
      level.quantile_worth = level.tail_mean_worth = std::nullopt;
    }
  }
  for (const double orders : more_than_) {
    TailChance chance{orders, tail.exceedance(orders), tail.support_above(orders), {}};
    chance.refused = all_refused.empty() ? no_support(chance.support) : all_refused;
    if (!chance.refused.empty()) {
      chance.probability = std::nullopt;
    }
    result.chances.push_back(std::move(chance));
  }
  return result;
}

void TailLossesBuilder::compare(const Case& reference, const TailLosses& reference_tail, const Case& other,
                                const TailLosses& other_tail, std::optional<stats::Estimate> TailLevel::*saved,
                                TailLosses& into) {
  for (std::size_t i = 0; i < kTailLevels.size(); ++i) {
    const TailLevel& a = reference_tail.levels[i];
    const TailLevel& b = other_tail.levels[i];
    if (!a.quantile || !b.quantile) {
      continue;
    }
    into.levels[i].*saved =
        stats::tail_saving(stats::tail_parts(reference.losses, reference.weights, a.quantile->value, a.level),
                           stats::tail_parts(other.losses, other.weights, b.quantile->value, b.level));
  }
}

std::vector<TailLosses> TailLossesBuilder::finish() const {
  std::vector<TailLosses> tails;
  const std::size_t low_reference = run_.low_case(0);
  std::optional<TailLosses> low_reference_tail;
  if (low_reference < cases_.size()) {
    low_reference_tail = tail_of(cases_[low_reference], run_.policies.front().id);
  }
  for (std::size_t p = 0; p < run_.policies.size(); ++p) {
    TailLosses tail = tail_of(cases_[p], run_.policies[p].id);
    if (p > 0) {
      compare(cases_[0], tails.front(), cases_[p], tail, &TailLevel::saved_fraction, tail);
      if (const std::size_t low = run_.low_case(p); low_reference_tail && low < cases_.size()) {
        compare(cases_[low_reference], *low_reference_tail, cases_[low], tail_of(cases_[low], tail.policy),
                &TailLevel::saved_fraction_low, tail);
      }
    }
    tails.push_back(std::move(tail));
  }
  return tails;
}

}  // namespace faultline
