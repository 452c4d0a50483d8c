#include "sim/delivery/review.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "models/core/elementary.h"
#include "models/core/samplers.h"

namespace faultline {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kBoutsPerWeek = 5.0;
constexpr double kLunchBreakAtMost = 6.0;  // hours between two intervals of one working day

std::vector<OpenInterval> working_days(const Calendar& calendar) {
  std::vector<OpenInterval> days;
  for (const OpenInterval& open : calendar.intervals()) {
    if (!days.empty() && open.begin_hours - days.back().end_hours < kLunchBreakAtMost) {
      days.back().end_hours = open.end_hours;
    } else {
      days.push_back(open);
    }
  }
  return days;
}

double mean_length(const std::vector<OpenInterval>& days) {
  double sum = 0.0;
  for (const OpenInterval& day : days) sum += day.end_hours - day.begin_hours;
  return days.empty() ? 0.0 : sum / static_cast<double>(days.size());
}

}  // namespace

void note_approval(InFlight& flight, std::uint16_t reviewer) {
  const auto end = flight.seen.begin() + flight.seen_count;
  const auto at = std::find(flight.seen.begin() + flight.given, end, reviewer);
  if (at != end) std::iter_swap(at, flight.seen.begin() + flight.given++);
}

void begin_round_trip(InFlight& flight) {
  flight.returned = true;
  flight.short_look = flight.outstanding == 0;
  flight.approvals = std::max<std::uint8_t>(flight.outstanding, 1);
  if (flight.short_look) flight.given = 0;
  flight.seen_count = flight.given;  // whoever was still reading may read it again
}

ReviewDesk::ReviewDesk(const Organisation& organisation, std::span<const Calendar> calendars,
                       std::vector<std::uint32_t> gate_keys, ReviewEventKinds kinds, bool hurry)
    : organisation_(&organisation),
      hurry_(hurry),
      first_pool_(static_cast<std::uint32_t>(organisation.teams.size())),
      calendars_(calendars),
      gate_keys_(std::move(gate_keys)),
      kinds_(kinds) {
  for (const Calendar& calendar : calendars) working_days_.push_back(working_days(calendar));
  const ReviewPractice& review = organisation.review;
  for (const faultline::Team& team : organisation.teams) {
    const auto reviewers = static_cast<std::uint32_t>(std::max(0, std::min(team.reviewers, team.developers)));
    add_desk(reviewers, team.calendar, review.review_hours_per_week, review.in_bouts, false);
  }
  for (const ReviewPool& pool : organisation.pools) {
    const auto people = static_cast<std::uint32_t>(std::max(0, pool.people));
    add_desk(people, pool.calendar, pool.review_hours_per_week, !pool.agents && review.in_bouts, pool.agents);
  }
  teams_.resize(facts_.size());
  clear();
}

void ReviewDesk::add_desk(std::uint32_t reviewers, CalendarId calendar, double hours_per_week, bool in_bouts,
                          bool agents) {
  const double bout = hours_per_week / kBoutsPerWeek;
  const double day_length = mean_length(working_days_[calendar.index()]);
  const double capacity =
      in_bouts ? (day_length > 0.0 ? reviewers * std::min(bout, day_length) / day_length : 0.0) : reviewers;
  facts_.push_back({static_cast<std::uint32_t>(reviewers_.size()), reviewers, calendar.index(), bout, capacity,
                    calendar, in_bouts, agents});
  reviewers_.resize(reviewers_.size() + reviewers);
  windows_.resize(reviewers_.size());
}

void ReviewDesk::clear() {
  waiting_ = 0;
  for (Team& team : teams_) team = {0.0, kNever, kNoSlot, kNoSlot, 0, 0, 0.0, kNoSlot};
  for (const TeamFacts& facts : facts_) {
    for (std::uint32_t number = 0; number < facts.reviewers; ++number) reset_reviewer(facts, number);
  }
}

void ReviewDesk::reset_reviewer(const TeamFacts& facts, std::uint32_t number) {
  reviewers_[facts.first_reviewer + number] = {};
  windows_[facts.first_reviewer + number] = {0.0, facts.in_bouts ? 0.0 : kNever};
}

// Bouts are placed by identity, evenly over the working day; an overrun shortens the next ones.
void ReviewDesk::advance_window(const TeamFacts& facts, std::uint32_t number, double now) {
  Reviewer& reviewer = reviewers_[facts.first_reviewer + number];
  Window& window = windows_[facts.first_reviewer + number];
  const std::vector<OpenInterval>& days = working_days_[facts.days];
  while (window.bout_end <= now) {
    if (reviewer.next_day >= days.size()) {
      window = {kNever, kNever};
      return;
    }
    const OpenInterval& day = days[reviewer.next_day++];
    const double length = day.end_hours - day.begin_hours;
    const double bout = std::min(facts.bout_hours, length);
    const double place = (number + 0.5) / facts.reviewers;
    const double begin = day.begin_hours + place * (length - bout);
    const double eaten = std::min(reviewer.owed_hours, bout);
    reviewer.owed_hours -= eaten;
    // A bout eaten whole is over at once. Whoever is away when it ends comes back to the next.
    window = {std::max(begin + eaten, reviewer.away_until), eaten < bout ? begin + bout : begin};
  }
}

void ReviewDesk::enqueue(double now, std::uint32_t slot, std::vector<InFlight>& flights, std::span<const Change> table,
                         const KeyedDraws& draws, EventCalendar& calendar) {
  InFlight& flight = flights[slot];
  const std::uint32_t team_index = flight.desk;
  Team& team = teams_[team_index];
  flight.unassigned = flight.outstanding = flight.approvals;
  flight.waiting = true;
  flight.previous = team.tail;
  flight.next = kNoSlot;
  (team.tail == kNoSlot ? team.head : flights[team.tail].next) = slot;
  team.tail = slot;
  ++team.waiting;
  ++waiting_;
  team.queued_hours += static_cast<double>(flight.nominal_hours) * flight.approvals;
  dispatch(now, team_index, flights, table, draws, calendar);
}

void ReviewDesk::unlink(Team& team, std::uint32_t slot, std::vector<InFlight>& flights) {
  InFlight& flight = flights[slot];
  (flight.previous == kNoSlot ? team.head : flights[flight.previous].next) = flight.next;
  (flight.next == kNoSlot ? team.tail : flights[flight.next].previous) = flight.previous;
  flight.waiting = false;
  --team.waiting;
  --waiting_;
  if (team.waiting == 0) team.queued_hours = 0.0;  // rounding does not pile up
}

void ReviewDesk::withdraw(std::uint32_t slot, std::vector<InFlight>& flights) {
  InFlight& flight = flights[slot];
  ++flight.ticket;
  if (!flight.waiting) return;
  Team& team = teams_[flight.desk];
  team.queued_hours -= static_cast<double>(flight.nominal_hours) * flight.unassigned;
  unlink(team, slot, flights);
}

void ReviewDesk::wake(double now, std::uint32_t team_index, std::vector<InFlight>& flights,
                      std::span<const Change> table, const KeyedDraws& draws, EventCalendar& calendar) {
  Team& team = teams_[team_index];
  if (now < team.next_wake) return;  // an earlier wake has been served since
  team.next_wake = kNever;
  dispatch(now, team_index, flights, table, draws, calendar);
}

void ReviewDesk::take_away(std::uint32_t desk, std::uint32_t people, double until_hours) {
  const TeamFacts& facts = facts_[desk];
  for (std::uint32_t number = 0; number < std::min(people, facts.reviewers); ++number) {
    Reviewer& reviewer = reviewers_[facts.first_reviewer + number];
    Window& window = windows_[facts.first_reviewer + number];
    reviewer.away_until = std::max(reviewer.away_until, until_hours);
    if (window.free_from != kNever) window.free_from = std::max(window.free_from, until_hours);
  }
}

EndedReview ReviewDesk::end_review(double now, std::uint32_t team_index, std::uint32_t number,
                                   std::vector<InFlight>& flights) {
  const TeamFacts& facts = facts_[team_index];
  Team& team = teams_[team_index];
  Reviewer& reviewer = reviewers_[facts.first_reviewer + number];
  Window& window = windows_[facts.first_reviewer + number];
  window.free_from = reviewer.away_until > now ? reviewer.away_until : 0.0;
  if (window.bout_end <= now) {
    reviewer.owed_hours += now - window.bout_end;
    advance_window(facts, number, now);
  }
  if (window.free_from > now) {
    team.away_until = std::min(team.away_until, window.free_from);
  } else if (now < team.away_until && team.just_free == kNoSlot) {
    team.just_free = number;
  } else {
    team.away_until = 0.0;
  }
  const InFlight& flight = flights[reviewer.slot];
  return {reviewer.slot,    flight.ticket == reviewer.ticket,
          reviewer.stamped, reviewer.attention,
          reviewer.hours,   GateId{static_cast<std::uint32_t>(reviewer.gate)},
          reviewer.change};
}

void ReviewDesk::dispatch(double now, std::uint32_t team_index, std::vector<InFlight>& flights,
                          std::span<const Change> table, const KeyedDraws& draws, EventCalendar& calendar) {
  Team& team = teams_[team_index];
  const std::uint32_t just_free = std::exchange(team.just_free, kNoSlot);
  if (team.waiting == 0) {
    if (just_free != kNoSlot) team.away_until = 0.0;
    return;
  }
  const TeamFacts& facts = facts_[team_index];
  double soonest = kNever;
  if (now < team.away_until) {
    soonest = team.away_until;
    if (just_free != kNoSlot) {
      if (!give_oldest(now, team_index, just_free, flights, table, draws, calendar)) team.away_until = 0.0;
      if (team.waiting == 0) return;
    }
  } else {
    bool somebody_left = false;
    for (std::uint32_t i = 0; i < facts.reviewers; ++i) {
      std::uint32_t number = team.turn + i;
      if (number >= facts.reviewers) number -= facts.reviewers;
      const Window& window = windows_[facts.first_reviewer + number];
      if (window.free_from == kNever) continue;
      if (window.bout_end <= now) advance_window(facts, number, now);
      if (window.free_from > now) {
        soonest = std::min(soonest, window.free_from);
        continue;
      }
      if (!give_oldest(now, team_index, number, flights, table, draws, calendar)) {
        somebody_left = true;
      } else if (team.waiting == 0) {
        team.away_until = 0.0;  // the others have not been looked at
        return;
      }
    }
    team.away_until = somebody_left ? 0.0 : soonest;
  }
  if (soonest < team.next_wake) {
    team.next_wake = soonest;
    calendar.push(soonest, kinds_.wake, team_index, team_index);
  }
}

bool ReviewDesk::give_oldest(double now, std::uint32_t team_index, std::uint32_t number, std::vector<InFlight>& flights,
                             std::span<const Change> table, const KeyedDraws& draws, EventCalendar& calendar) {
  Team& team = teams_[team_index];
  const bool at_home = team_index < first_pool_;  // a pool's people are not the authors
  for (std::uint32_t slot = team.head; slot != kNoSlot; slot = flights[slot].next) {
    const InFlight& flight = flights[slot];
    if (at_home && table[flight.change].author == number) continue;
    const auto seen = flight.seen.begin();
    if (std::find(seen, seen + flight.seen_count, number) != seen + flight.seen_count) continue;
    begin_review(now, team_index, number, slot, flights, table, draws, calendar);
    if (team.waiting == 0) team.turn = number + 1 < facts_[team_index].reviewers ? number + 1 : 0;
    return true;
  }
  return false;
}

void ReviewDesk::begin_review(double now, std::uint32_t team_index, std::uint32_t number, std::uint32_t slot,
                              std::vector<InFlight>& flights, std::span<const Change> table, const KeyedDraws& draws,
                              EventCalendar& calendar) {
  const ReviewPractice& practice = organisation_->review;
  const TeamFacts& facts = facts_[team_index];
  Team& team = teams_[team_index];
  InFlight& flight = flights[slot];
  const Change& change = table[flight.change];
  Reviewer& reviewer = reviewers_[facts.first_reviewer + number];

  const auto nominal = static_cast<double>(flight.nominal_hours);
  team.queued_hours -= nominal;
  double attention = 1.0;
  const double allowed = practice.target_wait_working_hours * facts.capacity;
  if (team.queued_hours > allowed && hurry_ && !facts.agents) {
    const double ratio = allowed / team.queued_hours;
    const double phi =
        practice.attention_exponent == 0.5 ? std::sqrt(ratio) : elementary::pow(ratio, practice.attention_exponent);
    attention = std::max(phi, practice.attention_floor);
  }
  bool stamped = false;
  double work = nominal;
  const bool varies = practice.idle_stamp_fraction > 0.0 || practice.independent_work || attention < 1.0;
  if (varies && !facts.agents) {
    const PhiloxCounter words = draws.block(change.ordinal, change.stream ^ gate_keys_[flight.gate],
                                            detail_of(Purpose::stamp, flight.round, number));
    stamped = uniform32(words[0]) < 1.0 - (1.0 - practice.idle_stamp_fraction) * attention;
    if (practice.independent_work) {
      const double rank = uniform64(words[1], words[2]);
      work = practice.exponential_work ? exponential(rank, practice.base_work.median_hours)
                                       : lognormal(rank, practice.base_work.median_hours, practice.base_work.log_sd);
    }
  }
  windows_[facts.first_reviewer + number].free_from = kNever;
  reviewer.slot = slot;
  reviewer.change = flight.change;
  reviewer.gate = flight.gate;
  reviewer.ticket = flight.ticket;
  reviewer.stamped = stamped;
  reviewer.attention = stamped ? 0.0 : attention;
  reviewer.hours = stamped ? std::min(practice.stamp_hours, work) : attention * work;
  flight.seen[flight.seen_count++] = static_cast<std::uint16_t>(number);
  if (--flight.unassigned == 0) unlink(team, slot, flights);
  calendar.push(now + reviewer.hours, kinds_.ended, flight.change, team_index, static_cast<std::uint16_t>(number));
}

double ReviewDesk::hours_offered(std::uint32_t desk, double from_hours, double to_hours) const {
  const TeamFacts& facts = facts_[desk];
  if (!facts.in_bouts) return facts.reviewers * (to_hours - from_hours);
  double hours = 0.0;
  for (const OpenInterval& day : working_days_[facts.days]) {
    if (day.begin_hours < from_hours || day.begin_hours >= to_hours) continue;
    hours += facts.reviewers * std::min(facts.bout_hours, day.end_hours - day.begin_hours);
  }
  return hours;
}

bool ReviewDesk::can_approve(std::uint32_t desk, std::uint16_t author, std::uint32_t approvals) const {
  const TeamFacts& facts = facts_[desk];
  const bool own = desk < first_pool_ && author < facts.reviewers;
  return facts.reviewers - (own ? 1U : 0U) >= approvals && facts.capacity > 0.0;
}

const Calendar& ReviewDesk::working_hours(std::uint32_t desk) const {
  return calendars_[facts_[desk].calendar.index()];
}

}  // namespace faultline
