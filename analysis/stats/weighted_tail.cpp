#include "analysis/stats/weighted_tail.h"

#include <algorithm>
#include <cmath>

#include "analysis/stats/control_variates.h"
#include "analysis/stats/special_functions.h"

namespace faultline::stats {
namespace {

// Of a mean that rests on so many replications, whatever the number of all.
double t_of(double effective, double confidence) {
  return student_t_quantile(0.5 + confidence / 2, std::max(1.0, effective - 1.0));
}

}  // namespace

WeightedTail::WeightedTail(std::span<const double> losses, std::span<const double> weights) {
  if (losses.size() != weights.size()) {
    return;
  }
  for (std::size_t i = 0; i < losses.size(); ++i) {
    if (!std::isfinite(losses[i]) || !std::isfinite(weights[i]) || !(weights[i] > 0.0)) {
      values_.clear();
      return;
    }
    values_.push_back({losses[i], weights[i]});
  }
  std::sort(values_.begin(), values_.end(),
            [](const Value& a, const Value& b) { return a.loss != b.loss ? a.loss > b.loss : a.weight > b.weight; });
}

WeightedTail::Sums WeightedTail::sums_above(double x) const {
  Sums sums;
  for (const Value& value : values_) {
    if (!(value.loss > x)) {
      break;
    }
    sums.weight += value.weight;
    sums.squares += value.weight * value.weight;
  }
  const auto n = static_cast<double>(values_.size());
  return {sums.weight / n, sums.squares / n};
}

double WeightedTail::effective(Sums sums) const {
  return sums.squares > 0.0 ? static_cast<double>(values_.size()) * sums.weight * sums.weight / sums.squares : 0.0;
}

double WeightedTail::error(Sums sums) const {
  const auto n = static_cast<double>(values_.size());
  return std::sqrt(std::max(0.0, sums.squares - sums.weight * sums.weight) / (n - 1.0));
}

std::optional<Estimate> WeightedTail::exceedance(double x, double confidence) const {
  if (values_.size() < 2) {
    return std::nullopt;
  }
  const Sums sums = sums_above(x);
  std::optional<Estimate> estimate =
      t_estimate(sums.weight, error(sums), values_.size(), confidence, "likelihood ratios");
  if (estimate && estimate->interval) {
    const double half = t_of(effective(sums), confidence) * error(sums);
    estimate->interval = Interval{std::max(0.0, sums.weight - half), std::min(1.0, sums.weight + half)};
  }
  return estimate;
}

double WeightedTail::quantile(double p) const {
  double above = 0.0;
  for (const Value& value : values_) {
    above += value.weight;
    if (above > (1.0 - p) * static_cast<double>(values_.size())) {
      return value.loss;
    }
  }
  return values_.back().loss;
}

std::optional<Estimate> WeightedTail::value_at_risk(double p, double confidence) const {
  if (values_.size() < 2) {
    return std::nullopt;
  }
  const auto n = static_cast<double>(values_.size());
  Estimate estimate;
  estimate.value = quantile(p);
  const double t = t_of(effective(sums_above(estimate.value)), confidence);
  estimate.confidence = confidence;
  estimate.n = values_.size();
  estimate.method = "likelihood ratios, exceedance inverted";
  // From the largest loss down: the last at which the band above, and below, is still at or under 1 - p.
  Interval interval{values_.back().loss, values_.back().loss};
  bool high_found = false;
  Sums sums;
  for (const Value& value : values_) {
    sums.weight += value.weight / n;
    sums.squares += value.weight * value.weight / n;
    const double half = t * error(sums);
    if (!high_found && sums.weight + half > 1.0 - p) {
      interval.high = value.loss;
      high_found = true;
    }
    if (sums.weight - half > 1.0 - p) {
      interval.low = value.loss;
      break;
    }
  }
  estimate.interval = interval;
  return estimate;
}

std::vector<double> tail_parts(std::span<const double> losses, std::span<const double> weights, double v, double p) {
  if (losses.size() != weights.size()) {
    return {};
  }
  std::vector<double> parts(losses.size());
  for (std::size_t i = 0; i < losses.size(); ++i) {
    parts[i] = v + weights[i] * std::max(0.0, losses[i] - v) / (1.0 - p);
  }
  return parts;
}

std::optional<Estimate> WeightedTail::tail_mean(double p, double confidence) const {
  if (values_.size() < 2) {
    return std::nullopt;
  }
  const double v = quantile(p);
  MomentAccumulator parts;
  Sums excess;
  const auto n = static_cast<double>(values_.size());
  for (const Value& value : values_) {
    const double part = value.weight * std::max(0.0, value.loss - v) / (1.0 - p);
    parts.add(v + part);
    excess.weight += part / n;
    excess.squares += part * part / n;
  }
  std::optional<Estimate> estimate = parts.finalize(confidence);
  if (estimate) {
    estimate->method = "likelihood ratios";
    estimate->warnings.clear();  // what a tail rests on is said by its effective size
    if (estimate->standard_error) {
      const double half = t_of(effective(excess), confidence) * *estimate->standard_error;
      estimate->interval = Interval{estimate->value - half, estimate->value + half};
    }
  }
  return estimate;
}

TailSupport WeightedTail::support_above(double x) const {
  const Sums sums = sums_above(x);
  if (!(sums.squares > 0.0)) {
    return {};
  }
  const auto n = static_cast<double>(values_.size());
  double largest = 0.0;
  for (const Value& value : values_) {
    if (value.loss > x) {
      largest = std::max(largest, value.weight);
    }
  }
  return {effective(sums), largest / (n * sums.weight)};
}

std::optional<double> WeightedTail::worth_of_exceedance(double x) const {
  const Sums sums = sums_above(x);
  const double variance = sums.squares - sums.weight * sums.weight;
  const double plain = sums.weight * (1.0 - sums.weight);
  return variance > 0.0 && plain > 0.0 ? std::optional(plain / variance) : std::nullopt;
}

std::optional<double> WeightedTail::worth_of_tail_mean(double p) const {
  if (values_.empty()) {
    return std::nullopt;
  }
  const double v = quantile(p);
  double mean = 0.0;
  double plain = 0.0;
  double weighted = 0.0;
  const auto n = static_cast<double>(values_.size());
  for (const Value& value : values_) {
    const double beyond = std::max(0.0, value.loss - v);
    mean += value.weight * beyond / n;
    plain += value.weight * beyond * beyond / n;
    weighted += value.weight * value.weight * beyond * beyond / n;
  }
  const double variance = weighted - mean * mean;
  return variance > 0.0 && plain > mean * mean ? std::optional((plain - mean * mean) / variance) : std::nullopt;
}

double WeightedTail::effective_share() const {
  double sum = 0.0;
  double squares = 0.0;
  for (const Value& value : values_) {
    sum += value.weight;
    squares += value.weight * value.weight;
  }
  return squares > 0.0 ? sum * sum / squares / static_cast<double>(values_.size()) : 0.0;
}

std::optional<Estimate> tail_saving(std::span<const double> a, std::span<const double> b, double confidence) {
  std::optional<Estimate> estimate = controlled_saving(a, b, {}, confidence);
  if (estimate) {
    estimate->method = "likelihood ratios, paired";
  }
  return estimate;
}

}  // namespace faultline::stats
