#include "analysis/stats/weighted_tail.h"

#include <algorithm>
#include <cmath>

#include "analysis/stats/control_variates.h"
#include "analysis/stats/special_functions.h"

namespace faultline::stats {
namespace {

double t_of(std::size_t n, double confidence) {
  return student_t_quantile(0.5 + confidence / 2, static_cast<double>(n) - 1.0);
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
    estimate->interval->low = std::max(0.0, estimate->interval->low);
    estimate->interval->high = std::min(1.0, estimate->interval->high);
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
  const double t = t_of(values_.size(), confidence);
  const auto n = static_cast<double>(values_.size());
  Estimate estimate;
  estimate.value = quantile(p);
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
  for (const Value& value : values_) {
    parts.add(v + value.weight * std::max(0.0, value.loss - v) / (1.0 - p));
  }
  std::optional<Estimate> estimate = parts.finalize(confidence);
  if (estimate) {
    estimate->method = "likelihood ratios";
    estimate->warnings.clear();  // what a tail rests on is said by its effective size
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
  return {n * sums.weight * sums.weight / sums.squares, largest / (n * sums.weight)};
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
