#include "analysis/capacity/review_case.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace faultline::capacity {
namespace {

constexpr std::int64_t kDaySeconds = 86400;
constexpr std::int64_t kForgottenSeconds = 28 * kDaySeconds;  // open for longer without a word: nobody waits for it
constexpr std::int64_t kFillDays = 7;                         // of a window, while its queue fills
constexpr double kWeeksAtLeast = 2.0;
constexpr std::int64_t kTeamDays = 91;
constexpr std::uint8_t kApprovalsAtMost = static_cast<std::uint8_t>(kMaxApprovals);

/// A change that reviewers looked at, or still might; times on the clock that is meant.
struct Seen {
  std::int64_t ready;
  std::optional<std::int64_t> reviewed;
  const ReviewRecord* record;
};

const std::optional<Moment>& first_word(const ReviewRecord& record) {
  return record.first_review ? record.first_review : record.first_approval;
}

std::int64_t last_seen(std::span<const ReviewRecord> records, const fit::FitOptions& options) {
  std::int64_t last = std::numeric_limits<std::int64_t>::min();
  for (const ReviewRecord& record : records) {
    last = std::max(last, options.clock(record.created));
    if (record.merged) last = std::max(last, options.clock(*record.merged));
    if (first_word(record)) last = std::max(last, options.clock(*first_word(record)));
  }
  return last;
}

bool within(std::int64_t seconds, std::span<const fit::Window> windows, std::int64_t skipped_days) {
  const std::int64_t day = seconds >= 0 ? seconds / kDaySeconds : (seconds - kDaySeconds + 1) / kDaySeconds;
  return std::any_of(windows.begin(), windows.end(), [&](const fit::Window& window) {
    return day >= window.first + skipped_days && day <= window.second;
  });
}

/// Who came to the queue, in order. Merged or abandoned without a word: went round it, or took nobody's time.
std::vector<Seen> queued(std::span<const ReviewRecord> records, std::span<const fit::Window> windows,
                         const fit::FitOptions& options, std::int64_t end) {
  std::vector<Seen> seen;
  for (const ReviewRecord& record : records) {
    if (record.never_ready) continue;
    const std::int64_t ready = options.clock(record.open_since());
    if (!within(ready, windows, 0)) continue;
    if (const auto& word = first_word(record)) {
      seen.push_back({ready, std::max(ready, options.clock(*word)), &record});
    } else if (record.state == ReviewRecord::State::open && record.reviews_known && ready > end - kForgottenSeconds) {
      seen.push_back({ready, std::nullopt, &record});
    }
  }
  std::stable_sort(seen.begin(), seen.end(), [](const Seen& a, const Seen& b) { return a.ready < b.ready; });
  return seen;
}

/// People who wrote changes in a quarter, on average over quarters: the team reviews its own changes.
std::uint16_t team_size(const std::vector<Seen>& seen) {
  std::map<std::int64_t, std::set<PersonId>> by_quarter;
  for (const Seen& one : seen) {
    if (!one.record->by_bot)
      by_quarter[(one.ready - seen.front().ready) / (kTeamDays * kDaySeconds)].insert(one.record->author);
  }
  // The last one is rarely whole.
  if (by_quarter.size() > 1) by_quarter.erase(std::prev(by_quarter.end()));
  double people = 0.0;
  for (const auto& [quarter, authors] : by_quarter) people += static_cast<double>(authors.size());
  const double mean = people / static_cast<double>(std::max<std::size_t>(1, by_quarter.size()));
  return static_cast<std::uint16_t>(std::clamp(mean + 0.5, 2.0, 500.0));
}

/// Numbers of authors, the most active first: they are the reviewers.
std::map<PersonId, std::uint16_t> author_numbers(const std::vector<Seen>& seen) {
  std::map<PersonId, std::size_t> changes;
  for (const Seen& one : seen) {
    if (!one.record->by_bot) ++changes[one.record->author];
  }
  std::vector<std::pair<PersonId, std::size_t>> order(changes.begin(), changes.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::map<PersonId, std::uint16_t> numbers;
  for (std::size_t i = 0; i < order.size(); ++i) {
    numbers[order[i].first] = static_cast<std::uint16_t>(std::min<std::size_t>(i, 0xFFFE));
  }
  return numbers;
}

double covered_weeks(std::span<const fit::Window> windows, std::int64_t first_day, std::int64_t last_day) {
  double days = 0.0;
  for (const fit::Window& window : windows) {
    const std::int64_t from = std::max(window.first, first_day);
    const std::int64_t to = std::min(window.second, last_day);
    if (to >= from) days += static_cast<double>(to - from + 1);
  }
  return days / 7.0;
}

}  // namespace

std::optional<ReviewCase> review_case(std::span<const ReviewRecord> records, std::span<const fit::Window> windows,
                                      const fit::FitOptions& options, std::string& reason) {
  const std::int64_t end = records.empty() ? 0 : last_seen(records, options);
  std::vector<Seen> seen = queued(records, windows, options, end);
  ReviewCase found;
  if (seen.size() > kQueuedAtMost) {
    found.left_out = seen.size() - kQueuedAtMost;
    seen.erase(seen.begin(), seen.end() - static_cast<std::ptrdiff_t>(kQueuedAtMost));
  }
  std::vector<std::int64_t> reviewed;
  for (const Seen& one : seen) {
    if (one.reviewed) reviewed.push_back(*one.reviewed);
  }
  if (reviewed.size() < kCountedAtLeast) {
    reason = "fewer than " + std::to_string(kCountedAtLeast) + " changes with a review";
    return std::nullopt;
  }
  const std::int64_t first_day = seen.front().ready / kDaySeconds;
  const std::int64_t origin = first_day * kDaySeconds;
  const auto hours = [origin](std::int64_t seconds) { return static_cast<double>(seconds - origin) / 3600.0; };
  found.covered_weeks = covered_weeks(windows, first_day, end / kDaySeconds);
  if (found.covered_weeks < kWeeksAtLeast) {
    reason = "fewer than two weeks of reviews among the last " + std::to_string(kQueuedAtMost) + " changes";
    return std::nullopt;
  }
  found.week = working_week(reviewed);
  found.end_hours = hours(end) + 1.0;
  QueueSetting& setting = found.setting;
  setting.span_hours = found.end_hours;
  setting.calendar = found.week.calendar(static_cast<std::size_t>((first_day + 3) % 7), setting.span_hours);
  setting.working_days_per_week = found.week.days();
  setting.reviewers = team_size(seen);
  const auto numbers = author_numbers(seen);
  double looks = 0.0;
  for (const Seen& one : seen) {
    const ReviewRecord& record = *one.record;
    QueuedChange change;
    change.ready_hours = hours(one.ready);
    if (record.lines) change.lines = static_cast<float>(*record.lines);
    const auto number = numbers.find(record.author);
    change.author = number == numbers.end() ? 0xFFFF : number->second;
    const auto most = static_cast<std::uint32_t>(std::min<int>(kApprovalsAtMost, setting.reviewers - 1));
    change.approvals = static_cast<std::uint8_t>(std::clamp(record.approvals.value_or(1), 1U, std::max(1U, most)));
    looks += change.approvals;
    const bool fresh = within(one.ready, windows, kFillDays) && one.ready >= origin + kFillDays * kDaySeconds;
    if (fresh && !record.by_bot) found.counted.push_back(static_cast<std::uint32_t>(setting.changes.size()));
    setting.changes.push_back(change);
    found.first_review_hours.push_back(one.reviewed ? hours(*one.reviewed) : std::numeric_limits<double>::infinity());
  }
  found.reviews_per_week = looks / found.covered_weeks;
  if (found.counted.size() < kCountedAtLeast) {
    reason =
        "fewer than " + std::to_string(kCountedAtLeast) + " changes of people with a review, the first week left out";
    return std::nullopt;
  }
  return found;
}

}  // namespace faultline::capacity
