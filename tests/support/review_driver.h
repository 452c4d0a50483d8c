// Drives the review desk alone, without the rest of the simulator: changes come, are reviewed, and are gone.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "models/core/samplers.h"
#include "sim/delivery/review.h"

namespace faultline::support {

inline constexpr std::uint16_t kNobody = 0xFFFF;  ///< an author who reviews nothing

/// One review, told when it ends.
struct ReviewRecord {
  std::uint32_t change;
  std::uint32_t reviewer;
  double begin_hours;
  double end_hours;
  double attention;
  bool stamped;
};

/// Watches a run; hide the functions that matter. Every function is called in order of time.
struct ReviewWatcher {
  /// Nothing happens in (from, to), with so many changes waiting for a reviewer and so many here in all.
  void passes(double /*from_hours*/, double /*to_hours*/, std::uint32_t /*waiting*/, std::size_t /*here*/) {}
  void review_ended(const ReviewRecord& /*record*/) {}
  /// The change has all its approvals. Returns the change that enters now because of it, or kNoSlot.
  std::uint32_t completed(std::uint32_t /*change*/, double /*now*/) { return kNoSlot; }
};

/// A team of `reviewers`, all free all the time, who read everything with care: what closed forms assume.
inline Organisation always_open_team(int reviewers) {
  Organisation organisation;
  Team team;
  team.id = "team";
  team.developers = team.reviewers = reviewers;
  team.calendar = CalendarId{0};
  organisation.teams.push_back(team);
  ReviewPractice& practice = organisation.review;
  practice.in_bouts = false;
  practice.attention_exponent = 0.0;
  practice.idle_stamp_fraction = 0.0;
  practice.exponential_work = true;
  practice.base_work = {1.0, 0.0};
  return organisation;
}

/// A change that takes `work_hours` to review.
inline Change reviewable(double submitted_hours, std::uint32_t ordinal, double work_hours,
                         std::uint16_t author = kNobody, std::uint16_t team = 0) {
  Change change{};
  change.submitted_hours = submitted_hours;
  change.ordinal = ordinal;
  change.stream = stable_hash("reviewable");
  change.lines = 1.0F;
  change.base_work_hours = static_cast<float>(work_hours);
  change.author = author;
  change.team = team;
  return change;
}

/// Poisson arrivals at `per_hour` until `span_hours`; `work` maps a uniform to hours of review.
template <class Work>
std::vector<Change> poisson_arrivals(const KeyedDraws& draws, double per_hour, double span_hours, Work work) {
  std::vector<Change> table;
  table.reserve(static_cast<std::size_t>(per_hour * span_hours * 1.1) + 100);
  double time = 0.0;
  for (std::uint32_t ordinal = 0;; ++ordinal) {
    const PhiloxCounter words = draws.block(ordinal, stable_hash("arrivals"), 0);
    time += exponential(uniform64(words[0], words[1]), 1.0 / per_hour);
    if (!(time < span_hours)) return table;
    table.push_back(reviewable(time, ordinal, work(uniform64(words[2], words[3]))));
  }
}

class ReviewDriver {
 public:
  /// Keeps references to both, which must outlive it.
  ReviewDriver(const Organisation& organisation, std::span<const Calendar> calendars, double span_hours)
      : span_hours_(span_hours),
        calendar_(span_hours, 1.0 / 16.0),
        desk_(organisation, calendars, {stable_hash("peer-review")}, {kWake, kEnded}) {}

  /// Runs the first `arrivals` changes of the table (sorted by time) through the desk until the end of the span.
  template <class Watcher>
  void run(std::span<const Change> table, std::size_t arrivals, int approvals, const KeyedDraws& draws,
           Watcher& watcher) {
    desk_.clear();
    calendar_.clear();
    flights_.clear();
    free_.clear();
    const auto enter = [&](double now, std::uint32_t change) {
      std::uint32_t slot = static_cast<std::uint32_t>(flights_.size());
      if (free_.empty()) {
        flights_.emplace_back();
      } else {
        slot = free_.back();
        free_.pop_back();
      }
      InFlight& flight = flights_[slot];
      flight.seen_count = 0;
      flight.change = change;
      flight.desk = table[change].team;
      flight.gate = 0;
      flight.approvals = static_cast<std::uint8_t>(approvals);
      flight.nominal_hours = table[change].base_work_hours;
      desk_.enqueue(now, slot, flights_, table, draws, calendar_);
    };
    std::uint32_t next = 0;
    double last = 0.0;
    for (;;) {
      const double arrival = next < arrivals ? table[next].submitted_hours : std::numeric_limits<double>::infinity();
      const double event_at = calendar_.next_time();
      const double now = std::min(arrival, event_at);
      watcher.passes(last, std::min(now, span_hours_), desk_.waiting(), flights_.size() - free_.size());
      last = now;
      if (!(now < span_hours_)) return;
      if (arrival < event_at) {
        enter(now, next++);
        continue;
      }
      const Event event = calendar_.pop();
      if (event.kind == kWake) {
        desk_.wake(now, event.payload, flights_, table, draws, calendar_);
        continue;
      }
      const EndedReview ended = desk_.end_review(now, event.payload, event.detail, flights_);
      watcher.review_ended({ended.change, event.detail, now - ended.hours, now, ended.attention, ended.stamped});
      if (--flights_[ended.slot].outstanding == 0) {
        free_.push_back(ended.slot);
        const std::uint32_t follower = watcher.completed(ended.change, now);
        if (follower != kNoSlot) enter(now, follower);
      }
      desk_.dispatch(now, event.payload, flights_, table, draws, calendar_);
    }
  }

  [[nodiscard]] const ReviewDesk& desk() const { return desk_; }

 private:
  static constexpr std::uint16_t kWake = 0;
  static constexpr std::uint16_t kEnded = 1;

  double span_hours_;
  EventCalendar calendar_;
  ReviewDesk desk_;
  std::vector<InFlight> flights_;
  std::vector<std::uint32_t> free_;
};

}  // namespace faultline::support
