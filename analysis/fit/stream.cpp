#include "analysis/fit/stream.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analysis/fit/arrivals.h"
#include "analysis/fit/hour_profile.h"

namespace faultline::fit {
namespace {

std::vector<std::int64_t> days_of(std::span<const Moment> events, const FitOptions& options) {
  std::vector<std::int64_t> days;
  days.reserve(events.size());
  for (const Moment& event : events) days.push_back(options.day_of(event));
  return days;
}

}  // namespace

std::vector<Window> covered_windows(std::span<const Moment> events, const FitOptions& options) {
  if (!options.windows.empty() || events.empty()) return options.windows;
  const DayCounts counts = count_days(days_of(events, options), {});
  std::vector<Window> windows;
  std::int64_t begin = counts.period.first_day;
  for (const auto& [first, last] : counts.period.holes) {
    windows.emplace_back(begin, first - 1);
    begin = last + 1;
  }
  windows.emplace_back(begin, counts.period.last_day);
  return windows;
}

std::optional<Figure> stream_rate(std::span<const Moment> events, std::span<const Window> windows,
                                  const FitOptions& options, const std::string& stem) {
  auto rate = rate_per_day(count_days(days_of(events, options), windows));
  if (rate) rate->name = stem + "_per_day";
  return rate;
}

void add_stream_figures(std::span<const Moment> events, std::span<const Window> windows, const FitOptions& options,
                        const std::string& stem, Group& group) {
  const DayCounts counts = count_days(days_of(events, options), windows);
  group.period = counts.period;
  group.n = static_cast<std::size_t>(counts.total());
  if (auto rate = rate_per_day(counts)) {
    rate->name = stem + "_per_day";
    group.figures.push_back(*std::move(rate));
  }
  if (!(counts.total() > 0.0)) return;
  if (auto raw = raw_dispersion(counts)) group.figures.push_back(*std::move(raw));
  const auto dispersion = weekday_dispersion(counts);
  if (dispersion) group.figures.push_back(*dispersion);
  if (auto ratio = weekend_ratio(counts)) group.figures.push_back(*std::move(ratio));
  std::vector<std::int64_t> seconds;
  for (const Moment& event : events) {
    const std::int64_t day = options.day_of(event);
    const bool inside = std::any_of(windows.begin(), windows.end(),
                                    [&](const Window& window) { return day >= window.first && day <= window.second; });
    if (inside || windows.empty()) seconds.push_back(options.clock(event));
  }
  const WeekHours hours = week_hours(seconds);
  for (Figure& figure : profile_figures(hours)) group.figures.push_back(std::move(figure));
  if (auto shares = weekday_shares(counts)) group.series.push_back(*std::move(shares));
  if (auto profile = hour_profile(hours, dispersion ? dispersion->estimate.value : 1.0)) {
    group.series.push_back(std::move(profile->shrunk));
  }
}

void add_share(const std::string& name, const std::string& meaning, std::size_t events, std::size_t trials,
               Group& group) {
  auto share = stats::proportion_estimate(events, trials);
  if (!share) return;
  group.figures.push_back({name, meaning, *std::move(share), kNoLaw, std::nullopt});
}

void drop_missing_plugs(Findings& findings) {
  const auto measured = [&](const Plug& plug) {
    return std::any_of(findings.groups.begin(), findings.groups.end(), [&](const Group& group) {
      const auto named = [&](const auto& one) { return one.name == plug.name; };
      return group.name == plug.group && (std::any_of(group.figures.begin(), group.figures.end(), named) ||
                                          std::any_of(group.series.begin(), group.series.end(), named));
    });
  };
  std::erase_if(findings.plugs, [&](const Plug& plug) { return !measured(plug); });
}

Mix mix_of(const std::string& name, const std::string& meaning, const std::vector<std::string>& seen,
           std::size_t most) {
  std::map<std::string, std::size_t> counts;
  for (const std::string& one : seen) ++counts[one];
  std::vector<std::pair<std::string, std::size_t>> order(counts.begin(), counts.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  Mix mix{name, meaning, {}};
  std::size_t others = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i >= most) {
      others += order[i].second;
    } else if (auto share = stats::proportion_estimate(order[i].second, seen.size())) {
      mix.shares.push_back({order[i].first, *std::move(share)});
    }
  }
  if (others > 0) {
    if (auto share = stats::proportion_estimate(others, seen.size()))
      mix.shares.push_back({"other", *std::move(share)});
  }
  return mix;
}

}  // namespace faultline::fit
