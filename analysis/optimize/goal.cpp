#include "analysis/optimize/goal.h"

#include <algorithm>
#include <numeric>

namespace faultline {
namespace {

double sum(const std::vector<double>& values, std::size_t from, std::size_t to) {
  return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(from),
                         values.begin() + static_cast<std::ptrdiff_t>(to), 0.0);
}

double share(double part, double whole) { return whole > 0.0 ? part / whole : 0.0; }

}  // namespace

Prices prices_of(const Economics& economics, const StatedPrices& stated) {
  return {{stated.margin_per_order.value_or(economics.margin_per_order),
           stated.cost_per_engineer_hour.value_or(economics.cost_per_engineer_hour),
           stated.cost_of_delay_per_change_day.value_or(economics.cost_of_delay_per_change_day)},
          economics.currency};
}

std::vector<LimitKind> Goal::limit_kinds() const {
  std::vector<LimitKind> kinds;
  if (limits.lost_orders) {
    kinds.push_back(LimitKind::lost_orders);
  }
  if (limits.lead_time_hours) {
    kinds.push_back(LimitKind::lead_time_hours);
  }
  kinds.push_back(LimitKind::undelivered_fraction);
  return kinds;
}

double Goal::limit(LimitKind kind) const {
  switch (kind) {
    case LimitKind::lost_orders:
      return limits.lost_orders.value_or(0.0);
    case LimitKind::lead_time_hours:
      return limits.lead_time_hours.value_or(0.0);
    case LimitKind::undelivered_fraction:
      break;
  }
  return limits.undelivered_fraction;
}

std::vector<stats::SelectionLimit> Goal::selection_limits() const {
  std::vector<stats::SelectionLimit> result;
  for (const LimitKind kind : limit_kinds()) {
    result.push_back({limit(kind), limit_margin_fraction * limit(kind)});
  }
  return result;
}

std::vector<double> priced(const Goal& goal, Price price, const Candidate& candidate, const FigureTable& figures) {
  switch (price) {
    case Price::margin_per_order:
      return goal.minimise == Minimise::total_cost ? figures[Figure::lost_orders]
                                                   : std::vector<double>(figures.quarters(), 0.0);
    case Price::cost_per_engineer_hour: {
      std::vector<double> hours = figures[Figure::engineer_hours];
      for (double& own : hours) {
        own += candidate.engineer_hours;
      }
      return hours;
    }
    case Price::cost_of_delay_per_change_day:
      break;
  }
  return figures[Figure::delay_change_days];
}

std::vector<double> friction(const Goal& goal, const Candidate& candidate, const FigureTable& figures) {
  std::vector<double> money = figures[Figure::agent_review_cost];
  for (std::size_t q = 0; q < money.size(); ++q) {
    money[q] +=
        candidate.cost +
        goal.prices[Price::cost_per_engineer_hour] * (figures[Figure::engineer_hours][q] + candidate.engineer_hours) +
        goal.prices[Price::cost_of_delay_per_change_day] * figures[Figure::delay_change_days][q];
  }
  return money;
}

std::vector<double> objective(const Goal& goal, const Candidate& candidate, const FigureTable& figures) {
  if (goal.minimise == Minimise::lost_orders) {
    return figures[Figure::lost_orders];
  }
  if (goal.minimise == Minimise::lead_time) {
    return figures[Figure::lead_time_hours];
  }
  std::vector<double> money = friction(goal, candidate, figures);
  if (goal.minimise == Minimise::total_cost) {
    for (std::size_t q = 0; q < money.size(); ++q) {
      money[q] += goal.prices[Price::margin_per_order] * figures[Figure::lost_orders][q];
    }
  }
  return money;
}

std::vector<double> limited(LimitKind kind, const FigureTable& figures) {
  switch (kind) {
    case LimitKind::lost_orders:
      return figures[Figure::lost_orders];
    case LimitKind::lead_time_hours:
      return figures[Figure::lead_time_hours];
    case LimitKind::undelivered_fraction:
      break;
  }
  std::vector<double> shares = figures[Figure::undelivered];
  for (std::size_t q = 0; q < shares.size(); ++q) {
    shares[q] = share(shares[q], figures[Figure::submitted][q]);
  }
  return shares;
}

stats::SelectionSeries batch_series(const Goal& goal, const Candidate& candidate, const FigureTable& figures,
                                    std::size_t quarters_per_batch, std::size_t from, std::size_t to) {
  const auto means = [&](const std::vector<double>& values) {
    std::vector<double> result;
    for (std::size_t batch = from; batch < to; ++batch) {
      result.push_back(sum(values, batch * quarters_per_batch, (batch + 1) * quarters_per_batch) /
                       static_cast<double>(quarters_per_batch));
    }
    return result;
  };
  stats::SelectionSeries series;
  series.objective = means(objective(goal, candidate, figures));
  for (const LimitKind kind : goal.limit_kinds()) {
    if (kind != LimitKind::undelivered_fraction) {
      series.limited.push_back(means(limited(kind, figures)));
      continue;
    }
    std::vector<double>& shares = series.limited.emplace_back();
    for (std::size_t batch = from; batch < to; ++batch) {
      const std::size_t first = batch * quarters_per_batch;
      shares.push_back(share(sum(figures[Figure::undelivered], first, first + quarters_per_batch),
                             sum(figures[Figure::submitted], first, first + quarters_per_batch)));
    }
  }
  return series;
}

}  // namespace faultline
