#include "analysis/stats/selection.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace faultline::stats {
namespace {

double variance_of(std::span<const double> values) {
  MomentAccumulator moments;
  for (const double x : values) {
    moments.add(x);
  }
  return moments.variance().value_or(0.0);
}

double variance_of_difference(std::span<const double> a, std::span<const double> b) {
  MomentAccumulator moments;
  for (std::size_t i = 0; i < a.size(); ++i) {
    moments.add(a[i] - b[i]);
  }
  return moments.variance().value_or(0.0);
}

}  // namespace

bool SelectionState::keeps_limits() const {
  return std::all_of(limits.begin(), limits.end(), [](LimitState state) { return state == LimitState::kept; });
}

bool SelectionState::breaks_limit() const {
  return std::any_of(limits.begin(), limits.end(), [](LimitState state) { return state == LimitState::broken; });
}

Selection::Selection(SelectionRules rules, const std::vector<SelectionSeries>& first_stage)
    : rules_(std::move(rules)),
      states_(first_stage.size()),
      awake_(first_stage.size(), true),
      objective_sums_(first_stage.size(), std::vector<double>(1, 0.0)),
      limited_sum_(first_stage.size(), std::vector<double>(rules_.limits.size(), 0.0)),
      pair_variance_(first_stage.size() * first_stage.size(), 0.0),
      limit_variance_(limited_sum_),
      order_(pair_variance_.size(), Order::open) {
  const std::size_t decisions = std::max<std::size_t>(1, states_.size() - 1 + rules_.limits.size());
  const double error = (1.0 - rules_.confidence) / static_cast<double>(decisions);
  const double degrees = static_cast<double>(first_stage.front().objective.size() - 1);
  h_squared_ = (std::pow(2.0 * error, -2.0 / degrees) - 1.0) * degrees;
  for (std::size_t a = 0; a < states_.size(); ++a) {
    states_[a].limits.assign(rules_.limits.size(), LimitState::open);
    for (std::size_t l = 0; l < rules_.limits.size(); ++l) {
      limit_variance_[a][l] = variance_of(first_stage[a].limited[l]);
    }
    for (std::size_t b = a + 1; b < states_.size(); ++b) {
      pair_variance_[pair(a, b)] = variance_of_difference(first_stage[a].objective, first_stage[b].objective);
    }
    take(a, first_stage[a]);
  }
  look();
}

bool Selection::finished() const {
  const auto in_play = [](const SelectionState& state) { return state.in_play; };
  return std::none_of(states_.begin(), states_.end(), in_play) || selected().has_value();
}

std::optional<std::size_t> Selection::selected() const {
  std::optional<std::size_t> only;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (!states_[i].in_play) {
      continue;
    }
    if (only || !states_[i].keeps_limits()) {
      return std::nullopt;
    }
    only = i;
  }
  return only;
}

bool Selection::wants(std::size_t candidate) const {
  return states_[candidate].in_play && awake_[candidate] && batches(candidate) < wanted_;
}

void Selection::take(std::size_t candidate, const SelectionSeries& series) {
  std::vector<double>& sums = objective_sums_[candidate];
  for (const double x : series.objective) {
    sums.push_back(sums.back() + x);
  }
  for (std::size_t l = 0; l < rules_.limits.size(); ++l) {
    for (const double x : series.limited[l]) {
      limited_sum_[candidate][l] += x - (rules_.limits[l].most - rules_.limits[l].margin / 2);
    }
  }
}

void Selection::add(const std::vector<SelectionSeries>& next) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (wants(i)) {
      take(i, next[i]);
    }
  }
  look();
}

double Selection::boundary(double variance, double drift, std::size_t batches) const {
  return std::max(0.0, (h_squared_ * variance / drift - drift * static_cast<double>(batches)) / 2);
}

void Selection::decide_limits(std::size_t candidate) {
  for (std::size_t l = 0; l < rules_.limits.size(); ++l) {
    LimitState& state = states_[candidate].limits[l];
    if (state != LimitState::open) {
      continue;
    }
    const double edge = boundary(limit_variance_[candidate][l], rules_.limits[l].margin / 2, batches(candidate));
    const double sum = limited_sum_[candidate][l];
    if (sum >= edge) {
      state = LimitState::broken;
    } else if (sum <= -edge) {
      state = LimitState::kept;
    }
  }
}

// On the batches that both have.
void Selection::decide_pair(std::size_t a, std::size_t b) {
  Order& order = order_[pair(a, b)];
  if (order != Order::open) {
    return;
  }
  const std::size_t n = std::min(batches(a), batches(b));
  const double edge = boundary(pair_variance_[pair(a, b)], rules_.indifference, n);
  const double sum = objective_sums_[a][n] - objective_sums_[b][n];
  if (sum > edge) {
    order = Order::second_better;
  } else if (sum < -edge || edge == 0.0) {  // what comes first wins where two are the same to the last bit
    order = Order::first_better;
  }
}

bool Selection::better(std::size_t a, std::size_t b) const {
  return a < b ? order_[pair(a, b)] == Order::first_better : order_[pair(b, a)] == Order::second_better;
}

bool Selection::sleeps(std::size_t candidate) const {
  for (std::size_t other = 0; other < states_.size(); ++other) {
    if (other != candidate && states_[other].in_play && better(other, candidate)) {
      return true;
    }
  }
  return false;
}

void Selection::look() {
  for (std::size_t a = 0; a < states_.size(); ++a) {
    if (!states_[a].in_play) {
      continue;
    }
    decide_limits(a);
    for (std::size_t b = a + 1; b < states_.size(); ++b) {
      if (states_[b].in_play) {
        decide_pair(a, b);
      }
    }
  }
  for (std::size_t i = 0; i < states_.size(); ++i) {
    SelectionState& state = states_[i];
    // One after the other: where decisions go round in a circle, the last one stays.
    for (std::size_t other = 0; other < states_.size() && state.in_play && !state.beaten_by; ++other) {
      if (other != i && states_[other].in_play && states_[other].keeps_limits() && better(other, i)) {
        state.beaten_by = other;
      }
    }
    if (state.in_play && (state.beaten_by || state.breaks_limit())) {
      state.in_play = false;
      state.out_after = batches(i);
    }
  }
  plan();
}

void Selection::plan() {
  bool any = false;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    awake_[i] = states_[i].in_play && !sleeps(i);
    any = any || awake_[i];
  }
  for (std::size_t i = 0; i < states_.size() && !any; ++i) {
    awake_[i] = states_[i].in_play;  // a circle: all of it stays awake
  }
  std::size_t fewest = 0;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (awake_[i] && (fewest == 0 || batches(i) < fewest)) {
      fewest = batches(i);
    }
  }
  wanted_ = next_selection_look(fewest);
}

}  // namespace faultline::stats
