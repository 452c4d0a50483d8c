// Peer review under pressure: people review in daily bouts, look less closely when much is waiting, and are gone round.
// (model, section 6)
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/core/philox.h"
#include "models/organisation/calendar.h"
#include "models/organisation/team.h"
#include "sim/delivery/change_table.h"
#include "sim/events/event_calendar.h"

namespace faultline {

inline constexpr std::size_t kMaxApprovals = 4;
inline constexpr std::uint32_t kNoSlot = 0xFFFFFFFFU;
inline constexpr std::uint8_t kNoGate = 0xFFU;

/// A change that somebody or something keeps waiting.
struct InFlight {
  double submitted_hours = 0.0;
  double entered_gate_hours = 0.0;   ///< of the gate it waits at
  double hold_until = 0.0;           ///< a cap lets it go then; 0: not held
  std::uint64_t passed_gates = 0;    ///< bit per GateId
  std::uint64_t demanded = 0;        ///< gates that others have demanded for it
  std::uint32_t change = 0;          ///< index in the table
  std::uint32_t desk = 0;            ///< where it waits for review: its team, or the number of teams plus the pool
  std::uint32_t previous = kNoSlot;  ///< in the desk's or the hold's list
  std::uint32_t next = kNoSlot;
  float nominal_hours = 0.0F;                       ///< of one review in this round
  float frozen_hours = 0.0F;                        ///< time held by freezes
  float author_hold_hours = 0.0F;                   ///< time by which its author began later
  float human_factor = 1.0F;                        ///< on people's effort, after an agent has looked
  float review_effort = 1.0F;                       ///< times one full review, at the gate it waits at
  std::array<std::uint16_t, kMaxApprovals> seen{};  ///< reviewers of this round
  std::uint8_t seen_count = 0;
  std::uint8_t given = 0;          ///< of those, how many have approved; they come first
  std::uint8_t unassigned = 0;     ///< approvals that nobody has begun
  std::uint8_t outstanding = 0;    ///< approvals not yet given
  std::uint8_t approvals = 1;      ///< to be given in this round
  std::uint8_t asked = 1;          ///< by the gate
  std::uint8_t round = 0;          ///< rejections and returns so far; keys the draws
  std::uint16_t ticket = 0;        ///< grows with every withdrawal: reviews begun under an older one do not count
  std::uint8_t gate = kNoGate;     ///< GateId of the gate it waits at, or did last
  std::uint8_t at_gate = kNoGate;  ///< GateId of the gate whose time it counts in; kNoGate: none
  bool waiting = false;            ///< in the desk's list
  bool bypass_allowed = false;
  bool round_trips = true;  ///< the gate lets stale changes go back to their authors
  bool documented = false;
  bool returned = false;           ///< has come back from an author's round trip
  bool reworked = false;           ///< has come back from a rejection
  bool short_look = false;         ///< this round only confirms: little work, no effort
  bool looked_at = false;          ///< some review of it has ended
  std::uint32_t defect = kNoSlot;  ///< index of the defect's state, if it has one
};

/// Reviewer `reviewer` has approved: those who have stand before those who are still reading.
void note_approval(InFlight& flight, std::uint16_t reviewer);
/// The change goes back to its author, stale. What is still missing must be given after the round trip; if nothing is,
/// a short look confirms.
void begin_round_trip(InFlight& flight);

/// Kinds of the events that this part schedules; the payload of wake is the desk, of ended the desk with the reviewer
/// in `detail`.
struct ReviewEventKinds {
  std::uint16_t wake;
  std::uint16_t ended;
};

/// A review that has just ended.
struct EndedReview {
  std::uint32_t slot;
  bool counts;  ///< false when the change was rejected, withdrawn or went round meanwhile
  bool stamped;
  double attention;  ///< phi: share of the nominal time and effort given
  double hours;
  GateId gate;
  std::uint32_t change;
};

/// Every team's waiting list and reviewers, and every pool's: a desk each, teams first. Copyable: a copy continues
/// alike.
class ReviewDesk {
 public:
  /// `gate_keys`: stable hash of each gate id, by GateId. `hurry`: people look less closely when much is waiting.
  ReviewDesk(const Organisation& organisation, std::span<const Calendar> calendars,
             std::vector<std::uint32_t> gate_keys, ReviewEventKinds kinds, bool hurry = true);

  /// Back to the beginning of a replication.
  void clear();

  /// Puts a change at the end of its desk's list. The caller has set `desk`, `approvals` (those still needed),
  /// `nominal_hours`, `round`, `gate` and the reviewers already `seen`.
  void enqueue(double now, std::uint32_t slot, std::vector<InFlight>& flights, std::span<const Change> table,
               const KeyedDraws& draws, EventCalendar& calendar);
  /// Takes a change out of the list, whatever is still missing. Reviews in progress will not count.
  void withdraw(std::uint32_t slot, std::vector<InFlight>& flights);
  /// A wake event came up.
  void wake(double now, std::uint32_t team, std::vector<InFlight>& flights, std::span<const Change> table,
            const KeyedDraws& draws, EventCalendar& calendar);
  /// A review ended: frees the reviewer, but does not yet look for the next change (call dispatch when the ended one is
  /// dealt with).
  [[nodiscard]] EndedReview end_review(double now, std::uint32_t team_index, std::uint32_t number,
                                       std::vector<InFlight>& flights);
  /// The first `people` reviewers of a desk do something else until then; whoever is in a review ends it first.
  void take_away(std::uint32_t desk, std::uint32_t people, double until_hours);
  /// Gives every free reviewer of the desk the oldest change that he may take.
  void dispatch(double now, std::uint32_t team, std::vector<InFlight>& flights, std::span<const Change> table,
                const KeyedDraws& draws, EventCalendar& calendar);

  /// Changes waiting for a reviewer now, over all teams.
  [[nodiscard]] std::uint32_t waiting() const { return waiting_; }
  /// Hours that a desk's reviewers offer in [from, to).
  [[nodiscard]] double hours_offered(std::uint32_t desk, double from_hours, double to_hours) const;
  /// Whether the desk could ever give this many approvals to the change of an author of the team at this desk.
  [[nodiscard]] bool can_approve(std::uint32_t desk, std::uint16_t author, std::uint32_t approvals) const;
  /// Working hours of the desk's calendar.
  [[nodiscard]] const Calendar& working_hours(std::uint32_t desk) const;
  [[nodiscard]] std::uint32_t desks() const { return static_cast<std::uint32_t>(facts_.size()); }
  /// The desk of a pool.
  [[nodiscard]] std::uint32_t desk_of(PoolId pool) const { return first_pool_ + pool.index(); }

 private:
  struct Window {      // apart from the rest, so that looking for a free reviewer reads little
    double free_from;  // beginning of the bout; infinity during a review
    double bout_end;
  };
  struct Reviewer {
    double owed_hours;  // overrun, taken from the next bouts
    double away_until;  // does something else until then
    double hours;       // of the review in progress
    double attention;
    std::uint32_t next_day;
    std::uint32_t slot;
    std::uint32_t change;
    std::uint16_t ticket;
    std::uint8_t gate;
    bool stamped;
  };
  struct Team {
    double queued_hours;  // nominal work of approvals that nobody has begun
    double next_wake;
    std::uint32_t head;
    std::uint32_t tail;
    std::uint32_t waiting;
    std::uint32_t turn;  // whose turn it is among equals
    // Before this time nobody is free and here, except `just_free`; 0 when that is not known.
    double away_until;
    std::uint32_t just_free;  // kNoSlot: nobody
  };
  struct TeamFacts {  // never change
    std::uint32_t first_reviewer;
    std::uint32_t reviewers;
    std::uint32_t days;  // index of the working days
    double bout_hours;
    double capacity;  // reviewer hours per working hour
    CalendarId calendar;
    bool in_bouts;
    bool agents;
  };

  void reset_reviewer(const TeamFacts& facts, std::uint32_t number);
  void advance_window(const TeamFacts& facts, std::uint32_t number, double now);
  // Gives one reviewer, who is free and here, the oldest change that he may take; false when there is none.
  bool give_oldest(double now, std::uint32_t team, std::uint32_t number, std::vector<InFlight>& flights,
                   std::span<const Change> table, const KeyedDraws& draws, EventCalendar& calendar);
  void begin_review(double now, std::uint32_t team, std::uint32_t number, std::uint32_t slot,
                    std::vector<InFlight>& flights, std::span<const Change> table, const KeyedDraws& draws,
                    EventCalendar& calendar);
  void unlink(Team& team, std::uint32_t slot, std::vector<InFlight>& flights);

  void add_desk(std::uint32_t reviewers, CalendarId calendar, double hours_per_week, bool in_bouts, bool agents);

  const Organisation* organisation_;
  bool hurry_;
  std::uint32_t first_pool_;
  std::span<const Calendar> calendars_;
  std::vector<std::uint32_t> gate_keys_;
  ReviewEventKinds kinds_;
  std::vector<TeamFacts> facts_;
  std::vector<std::vector<OpenInterval>> working_days_;  // one list a calendar
  std::vector<Window> windows_;                          // of the reviewers
  std::vector<Reviewer> reviewers_;
  std::vector<Team> teams_;
  std::uint32_t waiting_ = 0;
};

}  // namespace faultline
