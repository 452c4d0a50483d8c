#include "analysis/capacity/review_moments.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/core/elementary.h"

namespace faultline::capacity {
namespace {

constexpr double kGrainHours = 1.0 / 60.0;  // keeps what was answered at once from weighing more than the rest
constexpr std::size_t kQuarters = 4;
constexpr double kWeekHours = 168.0;

/// Centred and divided by the sum of squares: its product with a response is the slope. All 0 where it never varies.
void make_slope(std::vector<double>& load) {
  double mean = 0.0;
  for (const double x : load) mean += x / static_cast<double>(load.size());
  double squares = 0.0;
  for (double& x : load) {
    x -= mean;
    squares += x * x;
  }
  for (double& x : load) x = squares > 1e-9 ? x / squares : 0.0;
}

}  // namespace

ReviewMoments::ReviewMoments(const ReviewCase& given) : given_(given) {
  const QueueSetting& setting = given.setting;
  std::vector<double> open;
  for (const QueuedChange& change : setting.changes) {
    open.push_back(setting.calendar.open_hours_until(change.ready_hours));
  }
  const auto came_within = [&](std::uint32_t change, double hours) {
    const auto from = std::upper_bound(open.begin(), open.begin() + change, open[change] - hours);
    return elementary::log1p(static_cast<double>(open.begin() + change - from));
  };
  const auto day = static_cast<double>(given.week.hours);
  for (const std::uint32_t change : given.counted) {
    open_at_ready_.push_back(open[change]);
    day_load_.push_back(came_within(change, day));
    week_load_.push_back(came_within(change, day * given.week.days()));
    week_.push_back(static_cast<std::uint32_t>(setting.changes[change].ready_hours / kWeekHours));
    weeks_ = std::max(weeks_, week_.back() + 1);
  }
  double mean = 0.0;
  for (const double x : week_load_) mean += x / static_cast<double>(week_load_.size());
  for (const double x : week_load_) load_spread_ += (x - mean) * (x - mean) / static_cast<double>(week_load_.size());
  load_spread_ = std::sqrt(load_spread_);
  make_slope(day_load_);
  make_slope(week_load_);
}

void ReviewMoments::of(std::span<const double> first_review_hours, std::span<double> moments) const {
  const std::size_t n = given_.counted.size();
  std::vector<double> logs(n);
  std::vector<double> week_sum(weeks_, 0.0);
  std::vector<double> week_count(weeks_, 0.0);
  double day_slope = 0.0;
  double week_slope = 0.0;
  double mean = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    const double until = std::min(first_review_hours[given_.counted[i]], given_.end_hours);
    const double waited = std::max(0.0, given_.setting.calendar.open_hours_until(until) - open_at_ready_[i]);
    logs[i] = elementary::log(waited + kGrainHours);
    day_slope += day_load_[i] * logs[i];
    week_slope += week_load_[i] * logs[i];
    week_sum[week_[i]] += logs[i];
    week_count[week_[i]] += 1.0;
    mean += logs[i] / static_cast<double>(n);
  }
  double between = 0.0;
  for (std::uint32_t w = 0; w < weeks_; ++w) {
    if (!(week_count[w] > 0.0)) continue;
    const double apart = week_sum[w] / week_count[w] - mean;
    between += week_count[w] * apart * apart / static_cast<double>(n);
  }
  auto from = logs.begin();
  for (std::size_t q = 0; q < kQuarters; ++q) {
    const auto to = logs.begin() + static_cast<std::ptrdiff_t>((q + 1) * n / kQuarters);
    if (to != logs.end()) std::nth_element(from, to, logs.end());
    moments[q] = std::accumulate(from, to, 0.0) / static_cast<double>(to - from);
    from = to;
  }
  moments[kQuarters] = day_slope;
  moments[kQuarters + 1] = week_slope;
  moments[kQuarters + 2] = elementary::log(std::sqrt(between) + 0.02);
}

}  // namespace faultline::capacity
