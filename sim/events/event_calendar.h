// The events to come, in order of time: a calendar queue (R. Brown, CACM 31(10), 1988) over a known span.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace faultline {

/// Something that will happen. Ties in time are broken by kind, then by a stable id, payload and detail, so order never
/// depends on insertion.
struct Event {
  double time_hours;
  std::uint32_t stable_id;
  std::uint32_t payload;
  std::uint16_t kind;
  std::uint16_t detail;
  std::uint32_t next;  ///< used by the calendar
};

/// Fixed-width buckets, each an unsorted list. The bucket at hand is sorted once, and what is pushed into it from then
/// on goes to a binary heap beside it, so thousands of events at one instant cost O(log n) each. Nothing is allocated
/// once the pool has grown to its largest need. Copyable: a copy continues alike.
class EventCalendar {
 public:
  EventCalendar(double span_hours, double bucket_hours)
      : span_hours_(span_hours),
        buckets_per_hour_(1.0 / bucket_hours),
        heads_(static_cast<std::size_t>(span_hours / bucket_hours) + 2, kNone) {}

  /// Forgets every event and goes back to the beginning.
  void clear() {
    std::fill(heads_.begin(), heads_.end(), kNone);
    pool_.clear();
    free_ = kNone;
    current_.clear();
    added_.clear();
    cursor_ = 0;
    pending_ = 0;
  }

  /// Adds an event at or after the time of the last one popped. One at or past the end of the span will never happen
  /// and is dropped.
  void push(double time_hours, std::uint16_t kind, std::uint32_t stable_id, std::uint32_t payload,
            std::uint16_t detail = 0) {
    if (!(time_hours < span_hours_)) return;
    const auto bucket = static_cast<std::uint32_t>(time_hours * buckets_per_hour_);
    ++pending_;
    if (bucket <= cursor_) {
      added_.push_back({time_hours, stable_id, payload, kind, detail, kNone});
      std::push_heap(added_.begin(), added_.end(), Later{});
      return;
    }
    std::uint32_t node = free_;
    if (node == kNone) {
      node = static_cast<std::uint32_t>(pool_.size());
      pool_.push_back({});
    } else {
      free_ = pool_[node].next;
    }
    pool_[node] = {time_hours, stable_id, payload, kind, detail, heads_[bucket]};
    heads_[bucket] = node;
  }

  /// Time of the earliest event, or the end of the span when there is none.
  [[nodiscard]] double next_time() {
    return settle() ? (from_added() ? added_.front() : current_.back()).time_hours : span_hours_;
  }

  /// Takes the earliest event; call only when next_time() is before the end of the span.
  [[nodiscard]] Event pop() {
    --pending_;
    if (from_added()) {
      std::pop_heap(added_.begin(), added_.end(), Later{});
      const Event event = added_.back();
      added_.pop_back();
      return event;
    }
    const Event event = current_.back();
    current_.pop_back();
    return event;
  }

  [[nodiscard]] std::size_t size() const { return pending_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  struct Later {
    bool operator()(const Event& a, const Event& b) const {
      if (a.time_hours != b.time_hours) return a.time_hours > b.time_hours;
      if (a.kind != b.kind) return a.kind > b.kind;
      if (a.stable_id != b.stable_id) return a.stable_id > b.stable_id;
      if (a.payload != b.payload) return a.payload > b.payload;
      return a.detail > b.detail;
    }
  };

  // Whether the earliest event of the bucket at hand was pushed after the bucket had been sorted.
  [[nodiscard]] bool from_added() const {
    return !added_.empty() && (current_.empty() || Later{}(current_.back(), added_.front()));
  }

  // Moves on to the next bucket that holds something; false when there is none.
  bool settle() {
    if (!current_.empty() || !added_.empty()) return true;
    if (pending_ == 0) return false;
    do {
      ++cursor_;
    } while (heads_[cursor_] == kNone);
    std::uint32_t node = heads_[cursor_];
    heads_[cursor_] = kNone;
    while (node != kNone) {
      current_.push_back(pool_[node]);
      const std::uint32_t after = pool_[node].next;
      pool_[node].next = free_;
      free_ = node;
      node = after;
    }
    if (current_.size() > 1) std::sort(current_.begin(), current_.end(), Later{});
    return true;
  }

  double span_hours_;
  double buckets_per_hour_;
  std::vector<std::uint32_t> heads_;
  std::vector<Event> pool_;
  std::vector<Event> current_;  // the bucket at hand, latest first
  std::vector<Event> added_;    // heap of what came into it since, or before it
  std::uint32_t free_ = kNone;
  std::uint32_t cursor_ = 0;
  std::size_t pending_ = 0;
};

}  // namespace faultline
