#include "analysis/optimize/answer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "analysis/stats/paired.h"

namespace faultline {
namespace {

stats::Estimate mean_of(std::span<const double> values, double confidence = stats::kConfidence) {
  return stats::mean_estimate(values, confidence).value_or(stats::Estimate{});
}

// On the quarters that both have.
stats::Estimate difference(const std::vector<double>& a, const std::vector<double>& b, double confidence) {
  const std::size_t n = std::min(a.size(), b.size());
  return stats::paired_difference(std::span(a).first(n), std::span(b).first(n), confidence).value_or(stats::Estimate{});
}

const stats::Estimate& limited_figure(const CandidateFigures& figures, LimitKind kind) {
  switch (kind) {
    case LimitKind::lost_orders:
      return figures.lost_orders;
    case LimitKind::lead_time_hours:
      return figures.lead_time_hours;
    case LimitKind::undelivered_fraction:
      break;
  }
  return figures.undelivered_fraction;
}

class Answerer {
 public:
  explicit Answerer(const Optimisation& search)
      : search_(search), goal_(search.description().goal), states_(search.selection()->states()) {
    for (std::size_t c = 0; c < states_.size(); ++c) {
      objectives_.push_back(objective(goal_, candidate(c), search.figures()[c]));
    }
  }

  OptimisationAnswer answer() const {
    OptimisationAnswer result;
    for (std::size_t c = 0; c < states_.size(); ++c) {
      result.candidates.push_back(figures_of(c, search_.figures()[c].quarters()));
      result.alike.push_back(figures_of(c, first_stage()));
    }
    result.front = front();
    result.settled = search_.selection()->finished();
    result.recommended = recommended();
    if (!result.recommended) {
      result.nearest = nearest(result.candidates);
      return result;
    }
    const std::size_t best = *result.recommended;
    result.runner_up = runner_up(best);
    if (result.runner_up) {
      result.runner_up_worse_by = worse_by(*result.runner_up, best);
      // Bonferroni over the others.
      const double confidence = 1.0 - (1.0 - stats::kConfidence) / static_cast<double>(states_.size() - 1);
      result.runner_up_wins_by = worse_by(*result.runner_up, best, confidence);
      result.price_flips = price_flips(*result.runner_up, best);
      result.limit_ranges = limit_ranges(*result.runner_up, best);
    }
    result.limit_flip = limit_flip(best);
    return result;
  }

 private:
  [[nodiscard]] const Candidate& candidate(std::size_t c) const { return search_.description().candidates[c]; }

  [[nodiscard]] std::size_t first_stage() const { return search_.description().first_batches * kQuartersPerBatch; }

  [[nodiscard]] CandidateFigures figures_of(std::size_t c, std::size_t quarters) const {
    const FigureTable& own = search_.figures()[c];
    const auto mean = [quarters](const std::vector<double>& values) {
      return mean_of(std::span(values).first(quarters));
    };
    return {quarters,
            mean(own[Figure::lost_orders]),
            mean(friction(goal_, candidate(c), own)),
            mean(objectives_[c]),
            mean(own[Figure::lead_time_hours]),
            mean(limited(LimitKind::undelivered_fraction, own))};
  }

  // Of `other` over `best`, on the quarters that both have.
  [[nodiscard]] stats::Estimate worse_by(std::size_t other, std::size_t best,
                                         double confidence = stats::kConfidence) const {
    return difference(objectives_[other], objectives_[best], confidence);
  }

  [[nodiscard]] std::optional<std::size_t> recommended() const {
    if (search_.selection()->finished()) {
      return search_.selection()->selected();
    }
    std::optional<std::size_t> best;
    for (std::size_t c = 0; c < states_.size(); ++c) {
      if (states_[c].in_play && states_[c].keeps_limits() && (!best || worse_by(*best, c).value > 0.0)) {
        best = c;
      }
    }
    return best;
  }

  // A figure's distance is counted in limits: orders, hours and shares have no common unit.
  [[nodiscard]] NearestCandidate nearest(const std::vector<CandidateFigures>& figures) const {
    std::optional<NearestCandidate> result;
    for (std::size_t c = 0; c < states_.size(); ++c) {
      double worst = -1.0;
      for (const LimitKind kind : goal_.limit_kinds()) {
        worst = std::max(worst, limited_figure(figures[c], kind).value / goal_.limit(kind) - 1.0);
      }
      const bool nearer = !result || worst < result->worst_fraction ||
                          (worst == result->worst_fraction && worse_by(result->candidate, c).value > 0.0);
      if (nearer) {
        result = NearestCandidate{c, worst, {}};
      }
    }
    result->gaps = gaps(result->candidate, figures[result->candidate]);
    return *std::move(result);
  }

  [[nodiscard]] std::vector<LimitGap> gaps(std::size_t c, const CandidateFigures& figures) const {
    const std::vector<LimitKind> kinds = goal_.limit_kinds();
    std::vector<LimitGap> result;
    for (std::size_t l = 0; l < kinds.size(); ++l) {
      const double now = goal_.limit(kinds[l]);
      const stats::Estimate& needed = limited_figure(figures, kinds[l]);
      const stats::LimitState state = states_[c].limits[l];
      if (state == stats::LimitState::kept || (state == stats::LimitState::open && needed.value <= now)) {
        continue;
      }
      stats::Estimate over = needed;
      over.value -= now;
      if (over.interval) {
        over.interval = stats::Interval{over.interval->low - now, over.interval->high - now};
      }
      const double most = needed.interval ? needed.interval->high : needed.value;
      result.push_back({kinds[l], now, needed, std::move(over), most / (1.0 - goal_.limit_margin_fraction)});
    }
    return result;
  }

  [[nodiscard]] std::optional<std::size_t> runner_up(std::size_t best) const {
    std::optional<std::size_t> second;
    double least = 0.0;
    for (std::size_t c = 0; c < states_.size(); ++c) {
      if (c == best || states_[c].breaks_limit()) {
        continue;
      }
      if (const double own = worse_by(c, best).value; !second || own < least) {
        second = c;
        least = own;
      }
    }
    return second;
  }

  // The objective is a sum of prices times figures and a rest: where the difference of two candidates is 0.
  [[nodiscard]] std::vector<PriceFlip> price_flips(std::size_t other, std::size_t best) const {
    std::vector<PriceFlip> flips;
    if (!goal_.in_money()) {
      return flips;
    }
    const std::size_t n = std::min(objectives_[other].size(), objectives_[best].size());
    for (const Price price :
         {Price::margin_per_order, Price::cost_per_engineer_hour, Price::cost_of_delay_per_change_day}) {
      const std::vector<double> of_other = priced(goal_, price, candidate(other), search_.figures()[other]);
      const std::vector<double> of_best = priced(goal_, price, candidate(best), search_.figures()[best]);
      std::vector<double> slope(n);
      std::vector<double> rest(n);
      for (std::size_t q = 0; q < n; ++q) {
        slope[q] = of_other[q] - of_best[q];
        rest[q] = -(objectives_[other][q] - objectives_[best][q] - goal_.prices[price] * slope[q]);
      }
      const auto at = stats::ratio_of_means(rest, slope);
      if (at && std::isfinite(at->value) && at->value >= 0.0) {
        flips.push_back({price, goal_.prices[price], *at, mean_of(slope).value < 0.0});
      }
    }
    return flips;
  }

  // The runner-up is the best of those that keep the limits but the recommended, so it wins once that one breaks one.
  [[nodiscard]] std::vector<LimitRange> limit_ranges(std::size_t other, std::size_t best) const {
    const std::vector<LimitKind> set = goal_.limit_kinds();
    std::vector<LimitRange> ranges;
    for (const LimitKind kind : {LimitKind::lost_orders, LimitKind::lead_time_hours, LimitKind::undelivered_fraction}) {
      const std::vector<double> of_other = limited(kind, search_.figures()[other]);
      const std::vector<double> of_best = limited(kind, search_.figures()[best]);
      const stats::Estimate more = difference(of_best, of_other, stats::kConfidence);
      if (!(more.value > 0.0) || (more.interval && more.interval->low <= 0.0)) {
        continue;  // not known to have more of it
      }
      // Means of unequal numbers of quarters might lie the other way round.
      const std::size_t n = std::min(of_other.size(), of_best.size());
      const auto common = [n](const std::vector<double>& values) { return mean_of(std::span(values).first(n)); };
      stats::Estimate from = common(of_other);
      stats::Estimate below = common(of_best);
      if (below.value - from.value <= goal_.limit_margin_fraction * below.value) {
        continue;  // within the margin no limit would tell the two apart
      }
      const bool is_set = std::find(set.begin(), set.end(), kind) != set.end();
      ranges.push_back(
          {kind, is_set ? std::optional(goal_.limit(kind)) : std::nullopt, std::move(from), std::move(below)});
    }
    return ranges;
  }

  // Of the candidates that are better than `best` and break one limit, that with the smallest step.
  [[nodiscard]] std::optional<LimitFlip> limit_flip(std::size_t best) const {
    std::vector<LimitFlip> flips;
    for (std::size_t c = 0; c < states_.size(); ++c) {
      std::vector<BrokenLimit> broken = broken_limits(search_, c);
      stats::Estimate better = worse_by(best, c);
      if (broken.size() == 1 && better.value > 0.0) {
        flips.push_back({c,
                         broken.front().kind,
                         broken.front().limit,
                         std::move(broken.front().mean),
                         std::move(better),
                         std::nullopt,
                         {}});
      }
    }
    const auto step = [](const LimitFlip& flip) { return flip.needed.value / flip.now; };
    const auto nearest = std::min_element(flips.begin(), flips.end(),
                                          [&](const LimitFlip& a, const LimitFlip& b) { return step(a) < step(b); });
    if (nearest == flips.end()) {
      return std::nullopt;
    }
    LimitFlip result = *nearest;
    for (const LimitFlip& flip : flips) {
      const bool further = flip.kind == result.kind && flip.needed.value > result.needed.value &&
                           worse_by(result.candidate, flip.candidate).value > 0.0;
      if (further && (!result.next || flip.needed.value < result.until.value)) {
        result.next = flip.candidate;
        result.until = flip.needed;
      }
    }
    return result;
  }

  [[nodiscard]] std::vector<FrontPoint> front() const {
    const std::size_t n = first_stage();
    constexpr double kFiguresOfPoint = 3.0;
    // Bonferroni: every figure of every candidate, because which of them are on the front is seen afterwards.
    const double confidence =
        1.0 - (1.0 - stats::kConfidence) / (kFiguresOfPoint * static_cast<double>(states_.size()));
    std::vector<FrontPoint> points;
    for (std::size_t c = 0; c < states_.size(); ++c) {
      const FigureTable& own = search_.figures()[c];
      const auto first = [&](const std::vector<double>& values) {
        return mean_of(std::span(values).first(n), confidence);
      };
      if (first(limited(LimitKind::undelivered_fraction, own)).value <= goal_.limits.undelivered_fraction) {
        points.push_back({c, first(friction(goal_, candidate(c), own)), first(own[Figure::lost_orders]),
                          first(own[Figure::lead_time_hours])});
      }
    }
    std::stable_sort(points.begin(), points.end(), [](const FrontPoint& a, const FrontPoint& b) {
      return a.friction.value < b.friction.value ||
             (a.friction.value == b.friction.value && a.lost_orders.value < b.lost_orders.value);
    });
    std::vector<FrontPoint> front;
    for (FrontPoint& point : points) {
      if (front.empty() || point.lost_orders.value < front.back().lost_orders.value) {
        front.push_back(std::move(point));
      }
    }
    return front;
  }

  const Optimisation& search_;
  const Goal& goal_;
  const std::vector<stats::SelectionState>& states_;
  std::vector<std::vector<double>> objectives_;
};

}  // namespace

OptimisationAnswer answer_of(const Optimisation& search) { return Answerer(search).answer(); }

bool surely_breaks(const stats::Estimate& mean, double limit) {
  return mean.interval ? mean.interval->low > limit : mean.value > limit;
}

std::vector<BrokenLimit> broken_limits(const Optimisation& search, std::size_t candidate) {
  const Goal& goal = search.description().goal;
  const std::vector<LimitKind> kinds = goal.limit_kinds();
  std::vector<BrokenLimit> broken;
  for (std::size_t l = 0; l < kinds.size(); ++l) {
    if (search.selection()->states()[candidate].limits[l] == stats::LimitState::broken) {
      broken.push_back({kinds[l], goal.limit(kinds[l]), mean_of(limited(kinds[l], search.figures()[candidate]))});
    }
  }
  return broken;
}

std::vector<LimitKind> open_limits(const Optimisation& search, std::size_t candidate) {
  const std::vector<LimitKind> kinds = search.description().goal.limit_kinds();
  std::vector<LimitKind> open;
  for (std::size_t l = 0; l < kinds.size(); ++l) {
    if (search.selection()->states()[candidate].limits[l] == stats::LimitState::open) {
      open.push_back(kinds[l]);
    }
  }
  return open;
}

std::string outcome_of(const Optimisation& search, const OptimisationAnswer& answer, std::size_t candidate) {
  if (answer.recommended == candidate) {
    return answer.settled ? "recommended" : "leads";
  }
  constexpr std::array<const char*, 3> kShort{"lost orders", "lead time", "undelivered"};
  std::string breaks;
  std::string near;
  for (const BrokenLimit& broken : broken_limits(search, candidate)) {
    const bool sure = surely_breaks(broken.mean, broken.limit);
    std::string& text = sure ? breaks : near;
    text += (text.empty() ? (sure ? "breaks " : "near ") : " and ") +
            std::string(kShort[static_cast<std::size_t>(broken.kind)]);
  }
  if (!breaks.empty() || !near.empty()) {
    return breaks + (breaks.empty() || near.empty() ? "" : ", ") + near;
  }
  const stats::SelectionState& state = search.selection()->states()[candidate];
  return state.beaten_by ? "beaten by " + std::to_string(*state.beaten_by + 1) : "open";
}

}  // namespace faultline
