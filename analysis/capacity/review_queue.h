// Changes that came when the records say, through the simulator's own review desk.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/organisation/calendar.h"
#include "models/organisation/team.h"
#include "sim/delivery/review.h"

namespace faultline::capacity {

/// A change as it comes to the desk.
struct QueuedChange {
  double ready_hours = 0.0;
  float lines = -1.0F;       ///< below 0: not recorded, and drawn from the model's law
  std::uint16_t author = 0;  ///< number of a reviewer, or past them all
  std::uint8_t approvals = 1;
};

/// A team that reviews, and what came to it. `changes` in order of time.
struct QueueSetting {
  Calendar calendar = Calendar::always();
  double working_days_per_week = 5.0;
  std::uint16_t reviewers = 2;
  double span_hours = 0.0;
  std::vector<QueuedChange> changes;
};

/// What is drawn for each change: the same for all parameters.
class QueueLuck {
 public:
  QueueLuck(const QueueSetting& setting, std::uint32_t replications);

  struct Draw {
    float base_work_hours;  ///< by the model's law, unscaled
    float lines;
    bool stale;
  };
  [[nodiscard]] std::span<const Draw> of(std::uint32_t replication) const {
    return std::span(draws_).subspan(replication * changes_, changes_);
  }

 private:
  std::size_t changes_;
  std::vector<Draw> draws_;
};

/// What is not known of the team.
struct QueueParameters {
  double hours_per_week;       ///< that all reviewers together give
  double work_scale;           ///< times the model's law of work (base work, hours per line and the cap alike)
  double attention_exponent;   ///< kappa; 0: nobody hurries
  double idle_stamp_fraction;  ///< approvals stamped unread while nothing presses
  std::uint16_t reviewers;     ///< among whom the hours are shared, the most active authors first; at least 2
};

/// One desk and its calendar of events for one setting and one set of parameters: what Quarter does with a reviewed
/// change (sim/quarter_review.cpp), without defects. Bypass is not simulated: who went round the desk is known, and is
/// not among the changes.
class ReviewQueue {
 public:
  /// Keeps references to `setting` and `luck`, which must outlive it.
  ReviewQueue(const QueueSetting& setting, const QueueLuck& luck, const QueueParameters& parameters);
  ReviewQueue(const ReviewQueue&) = delete;
  ReviewQueue& operator=(const ReviewQueue&) = delete;

  /// Hours at which the first review of each change ended; infinity when none did within the span. Depends on setting,
  /// parameters and replication alone; a replication draws the same luck for all parameters.
  void run(std::uint32_t replication, std::span<double> first_review_hours);

 private:
  void enter(double now, std::uint32_t change, const KeyedDraws& draws);
  void ended(double now, const Event& event, const KeyedDraws& draws, std::span<double> first_review_hours);

  const QueueSetting& setting_;
  const QueueLuck& luck_;
  double work_scale_;
  std::uint8_t approvals_at_most_;
  Organisation organisation_;
  std::vector<Calendar> calendars_;
  EventCalendar calendar_;
  ReviewDesk desk_;
  std::vector<Change> table_;
  std::vector<InFlight> flights_;  // one a change
};

/// The model's practice with its law of work scaled.
[[nodiscard]] ReviewPractice practice_of(const QueueParameters& parameters);

/// Mean hours that one attentive review of these changes takes by the model's law of work, unscaled.
[[nodiscard]] double mean_work_hours(const QueueSetting& setting);

}  // namespace faultline::capacity
