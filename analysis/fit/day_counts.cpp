#include "analysis/fit/day_counts.h"

#include <algorithm>
#include <numeric>

#include "models/core/elementary.h"

namespace faultline::fit {
namespace {

constexpr double kHoleChance = 1e-6;
constexpr std::int64_t kMostDays = 366 * 231;  // of the years that dates may have

/// A run of empty days, as positions in the counts.
struct Run {
  std::size_t begin = 0;
  std::size_t length = 0;
};

Run longest_empty_run(std::span<const double> counts, const std::vector<bool>& hole) {
  Run best;
  Run run;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const bool empty = counts[i] == 0.0 && !hole[i];
    run = empty ? Run{run.length == 0 ? i : run.begin, run.length + 1} : Run{};
    if (run.length > best.length) best = run;
  }
  return best;
}

/// Log of the chance that so many days in a row stay empty, from the mean and dispersion of the other days.
double log_chance_of_run(std::span<const double> counts, const std::vector<bool>& hole, const Run& run) {
  stats::MomentAccumulator moments;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const bool inside = i >= run.begin && i < run.begin + run.length;
    if (!hole[i] && !inside) moments.add(counts[i]);
  }
  const double mean = moments.mean();
  const double dispersion = std::max(1.0 + 1e-9, moments.variance().value_or(0.0) / mean);
  const double log_empty = -mean * elementary::log(dispersion) / (dispersion - 1.0);
  return static_cast<double>(run.length) * log_empty + elementary::log(static_cast<double>(counts.size()));
}

/// Marks days that hold no data.
std::vector<bool> find_holes(std::span<const double> counts) {
  std::vector<bool> hole(counts.size(), false);
  for (;;) {
    const Run run = longest_empty_run(counts, hole);
    if (run.length < 2 || log_chance_of_run(counts, hole, run) > elementary::log(kHoleChance)) return hole;
    std::fill_n(hole.begin() + static_cast<std::ptrdiff_t>(run.begin), run.length, true);
  }
}

bool within(std::int64_t day, std::span<const Window> windows) {
  return windows.empty() || std::any_of(windows.begin(), windows.end(), [&](const Window& window) {
           return day >= window.first && day <= window.second;
         });
}

}  // namespace

double DayCounts::total() const { return std::accumulate(counts.begin(), counts.end(), 0.0); }

DayCounts count_days(std::span<const std::int64_t> days, std::span<const Window> windows) {
  DayCounts result;
  std::int64_t first = 0;
  std::int64_t last = -1;
  if (!windows.empty()) {
    first = windows.front().first;
    last = windows.front().second;
    for (const Window& window : windows) {
      first = std::min(first, window.first);
      last = std::max(last, window.second);
    }
  } else if (!days.empty()) {
    first = *std::min_element(days.begin(), days.end());
    last = *std::max_element(days.begin(), days.end());
  }
  if (last < first || last - first > kMostDays) return result;
  std::vector<double> all(static_cast<std::size_t>(last - first + 1), 0.0);
  for (const std::int64_t day : days) {
    if (day >= first && day <= last && within(day, windows)) all[static_cast<std::size_t>(day - first)] += 1.0;
  }
  std::vector<bool> hole = windows.empty() ? find_holes(all) : std::vector<bool>(all.size(), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::int64_t day = first + static_cast<std::int64_t>(i);
    if (!within(day, windows)) hole[i] = true;
    if (!hole[i]) {
      result.days.push_back(day);
      result.counts.push_back(all[i]);
    } else if (i == 0 || !hole[i - 1]) {
      result.period.holes.emplace_back(day, day);
    } else {
      result.period.holes.back().second = day;
    }
  }
  result.period.first_day = first;
  result.period.last_day = last;
  result.period.covered_days = result.days.size();
  return result;
}

Blocks block_totals(const DayCounts& counts) {
  constexpr std::size_t kLong = 28;
  constexpr std::size_t kEnough = 24;
  Blocks blocks;
  blocks.block_days = counts.counts.size() >= kLong * kEnough ? kLong : 7;
  for (std::size_t i = 0; i + blocks.block_days <= counts.counts.size(); i += blocks.block_days) {
    const auto begin = counts.counts.begin() + static_cast<std::ptrdiff_t>(i);
    blocks.totals.push_back(std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(blocks.block_days), 0.0));
  }
  return blocks;
}

}  // namespace faultline::fit
