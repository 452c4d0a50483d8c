#include "analysis/capacity/review_queue.h"

#include <algorithm>
#include <limits>

#include "models/core/samplers.h"
#include "sim/review_work.h"

namespace faultline::capacity {
namespace {

constexpr std::uint16_t kEnded = 0;
constexpr std::uint16_t kWake = 1;
constexpr std::uint16_t kReturn = 2;
constexpr std::uint64_t kSeed = 0x7265766965770001ULL;
constexpr std::uint32_t kStream = stable_hash("recorded");
constexpr double kBucketHours = 1.0;
constexpr double kBoutsPerWeek = 5.0;  // of ReviewDesk

Organisation organisation_of(const QueueSetting& setting, const QueueParameters& parameters) {
  Organisation organisation;
  Team team;
  team.id = "team";
  team.developers = team.reviewers = parameters.reviewers;
  team.calendar = CalendarId{0};
  organisation.teams.push_back(team);
  organisation.review = practice_of(parameters);
  organisation.review.review_hours_per_week =
      parameters.hours_per_week / parameters.reviewers * kBoutsPerWeek / setting.working_days_per_week;
  return organisation;
}

}  // namespace

ReviewPractice practice_of(const QueueParameters& parameters) {
  ReviewPractice practice;
  practice.base_work.median_hours *= parameters.work_scale;
  practice.hours_per_line *= parameters.work_scale;
  practice.max_work_hours *= parameters.work_scale;
  practice.attention_exponent = parameters.attention_exponent;
  practice.idle_stamp_fraction = parameters.idle_stamp_fraction;
  return practice;
}

double mean_work_hours(const QueueSetting& setting) {
  const ReviewPractice practice;
  const LinesLaw law;
  constexpr std::uint32_t kQuantiles = 32;
  double sum = 0.0;
  double reviews = 0.0;
  for (const QueuedChange& change : setting.changes) {
    double work = 0.0;
    for (std::uint32_t i = 0; i < kQuantiles; ++i) {
      const double base = lognormal((i + 0.5) / kQuantiles, practice.base_work.median_hours, practice.base_work.log_sd);
      if (change.lines >= 0.0F) {
        work += review_work(practice, base, static_cast<double>(change.lines));
        continue;
      }
      for (std::uint32_t j = 0; j < kQuantiles; ++j) {
        const double lines = lognormal((j + 0.5) / kQuantiles, law.median_lines, law.log_sd);
        work += review_work(practice, base, std::min(law.max_lines, lines)) / kQuantiles;
      }
    }
    sum += work / kQuantiles * change.approvals;
    reviews += change.approvals;
  }
  return reviews > 0.0 ? sum / reviews : 0.0;
}

QueueLuck::QueueLuck(const QueueSetting& setting, std::uint32_t replications) : changes_(setting.changes.size()) {
  const ReviewPractice practice;
  const LinesLaw law;
  for (std::uint32_t replication = 0; replication < replications; ++replication) {
    const KeyedDraws draws(kSeed, replication);
    for (std::uint32_t i = 0; i < changes_; ++i) {
      const PhiloxCounter words = draws.block(i, kStream, detail_of(Purpose::review_work));
      const double drawn = std::min(law.max_lines, lognormal(uniform32(words[3]), law.median_lines, law.log_sd));
      const float recorded = setting.changes[i].lines;
      draws_.push_back({static_cast<float>(lognormal(uniform64(words[0], words[1]), practice.base_work.median_hours,
                                                     practice.base_work.log_sd)),
                        recorded >= 0.0F ? recorded : static_cast<float>(drawn),
                        uniform32(words[2]) < practice.stale_fraction});
    }
  }
}

ReviewQueue::ReviewQueue(const QueueSetting& setting, const QueueLuck& luck, const QueueParameters& parameters)
    : setting_(setting),
      luck_(luck),
      work_scale_(parameters.work_scale),
      approvals_at_most_(static_cast<std::uint8_t>(std::min<std::size_t>(kMaxApprovals, parameters.reviewers - 1U))),
      organisation_(organisation_of(setting, parameters)),
      calendars_{setting.calendar},
      calendar_(setting.span_hours, kBucketHours),
      desk_(organisation_, calendars_, {stable_hash("peer-review")}, {kWake, kEnded}),
      flights_(setting.changes.size()) {
  for (std::uint32_t i = 0; i < setting.changes.size(); ++i) {
    Change change{};
    change.submitted_hours = setting.changes[i].ready_hours;
    change.ordinal = i;
    change.stream = kStream;
    change.author = setting.changes[i].author;
    table_.push_back(change);
  }
}

void ReviewQueue::enter(double now, std::uint32_t change, const KeyedDraws& draws) {
  InFlight& flight = flights_[change];
  const ReviewPractice& practice = organisation_.review;
  const double lines =
      static_cast<double>(table_[change].lines) * (flight.short_look ? practice.rework_lines_fraction : 1.0);
  flight.nominal_hours =
      static_cast<float>(review_work(practice, static_cast<double>(table_[change].base_work_hours), lines));
  desk_.enqueue(now, change, flights_, table_, draws, calendar_);
}

void ReviewQueue::ended(double now, const Event& event, const KeyedDraws& draws, std::span<double> first_review_hours) {
  const EndedReview ended = desk_.end_review(now, event.payload, event.detail, flights_);
  if (ended.counts) {
    InFlight& flight = flights_[ended.slot];
    if (!flight.looked_at) {
      flight.looked_at = true;
      first_review_hours[ended.slot] = now;
    }
    --flight.outstanding;
    note_approval(flight, event.detail);
    if (table_[ended.slot].has(Change::kStale) && !flight.returned) {
      begin_round_trip(flight);
      desk_.withdraw(ended.slot, flights_);
      ++flight.round;
      const double rank = draws.uniform(ended.slot, table_[ended.slot].stream, detail_of(Purpose::stale));
      const LognormalHours& away = organisation_.review.stale;
      calendar_.push(now + lognormal(rank, away.median_hours, away.log_sd), kReturn, ended.slot, ended.slot);
    }
  }
  desk_.dispatch(now, event.payload, flights_, table_, draws, calendar_);
}

void ReviewQueue::run(std::uint32_t replication, std::span<double> first_review_hours) {
  const KeyedDraws draws(kSeed, replication);
  const std::span<const QueueLuck::Draw> luck = luck_.of(replication);
  for (std::size_t i = 0; i < table_.size(); ++i) {
    table_[i].base_work_hours = luck[i].base_work_hours * static_cast<float>(work_scale_);
    table_[i].lines = luck[i].lines;
    table_[i].flags = luck[i].stale ? Change::kStale : 0;
  }
  desk_.clear();
  calendar_.clear();
  std::fill(first_review_hours.begin(), first_review_hours.end(), std::numeric_limits<double>::infinity());
  for (std::uint32_t i = 0; i < flights_.size(); ++i) {
    flights_[i] = {};
    flights_[i].change = i;
    flights_[i].gate = 0;
    flights_[i].approvals = std::min(setting_.changes[i].approvals, approvals_at_most_);
  }
  std::uint32_t next = 0;
  for (;;) {
    const double arrival = next < table_.size() ? table_[next].submitted_hours : setting_.span_hours;
    const double event_at = calendar_.next_time();
    const double now = std::min(arrival, event_at);
    if (!(now < setting_.span_hours)) return;
    if (arrival < event_at) {
      enter(now, next++, draws);
      continue;
    }
    const Event event = calendar_.pop();
    if (event.kind == kWake) {
      desk_.wake(now, event.payload, flights_, table_, draws, calendar_);
    } else if (event.kind == kReturn) {
      enter(now, event.payload, draws);
    } else {
      ended(now, event, draws, first_review_hours);
    }
  }
}

}  // namespace faultline::capacity
