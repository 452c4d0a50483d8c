#include "sim/response/error_budget.h"

#include <algorithm>
#include <cmath>

namespace faultline {

LossHistory::LossHistory(std::size_t teams, double span_hours)
    : teams_(teams), totals_(teams * (static_cast<std::size_t>(std::ceil(span_hours / 24.0)) + 1), 0.0) {}

void LossHistory::clear() {
  std::fill(totals_.begin(), totals_.end(), 0.0);
  days_ = 0;
}

void LossHistory::note(std::size_t day, std::span<const double> totals) {
  if ((day + 1) * teams_ > totals_.size()) return;
  std::copy(totals.begin(), totals.end(), totals_.begin() + static_cast<std::ptrdiff_t>(day * teams_));
  days_ = day + 1;
}

// Totals at the end of day number `day`, counted from 1; 0 before.
double LossHistory::total(std::size_t team, double day) const {
  if (day < 1.0) return 0.0;
  return totals_[(static_cast<std::size_t>(day) - 1) * teams_ + team];
}

double LossHistory::lost(std::size_t team, double window_days) const {
  const auto last = static_cast<double>(days_);
  return total(team, last) - total(team, last - std::floor(window_days));
}

double LossHistory::lost(double window_days) const {
  double sum = 0.0;
  for (std::size_t team = 0; team < teams_; ++team) sum += lost(team, window_days);
  return sum;
}

}  // namespace faultline
