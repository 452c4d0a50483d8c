// Every change that the organisation submits in one replication, whatever the policy: drawn once, replayed under each.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/core/philox.h"
#include "models/scenario.h"

namespace faultline {

/// What each keyed draw is for: the high byte of the `detail` word. Numbers are for ever: changing one changes results.
enum class Purpose : std::uint8_t {
  day_factor = 1,
  day_count = 2,
  change_a = 3,
  change_b = 4,
  change_c = 5,
  stamp = 6,
  patience = 7,
  rework = 8,
  stale = 9,
  test_duration = 10,
  false_alarm = 11,
  approval_delay = 12,
  leakage = 13,
  rollout_alarm = 14,
  stealth = 15,
  fault_kind = 16,
  magnitude = 17,
  activation = 18,
  customers = 20,
  diagnosis = 21,
  mitigation = 22,
  background_count = 23,
  background = 24,
  review_work = 25,
  emergency = 26,
  risk_score = 27,
  rework_defect = 28,
  agent_time = 29,
  authorisation = 30,
  audit_sample = 31,
  deterrence = 32,
  scope_leak = 33,
  block_rework = 34,
  tilt = 35,
};
[[nodiscard]] constexpr std::uint32_t detail_of(Purpose purpose, std::uint32_t attempt = 0, std::uint32_t part = 0) {
  return draw_detail(static_cast<std::uint32_t>(purpose), attempt, part);
}

/// One change. `ordinal` and `stream` name it for ever, however many other changes there are.
struct Change {
  double submitted_hours;
  std::uint32_t ordinal;  ///< day * 65536 + number within the stream's day
  std::uint32_t stream;   ///< stable hash of team and origin
  float lines;
  float base_work_hours;  ///< of one review, before lines are counted
  std::uint32_t service;
  float out_of_band_rank;  ///< uniform; goes out of band when below the share in force
  std::uint16_t team;
  std::uint16_t author;  ///< developer's number within the team
  Origin origin;
  ChangeKind kind;
  std::uint8_t flags;
  std::uint8_t stream_index;  ///< into Organisation::streams

  static constexpr std::uint8_t kTouchesPricing = 1;
  static constexpr std::uint8_t kDocumented = 2;
  static constexpr std::uint8_t kDefective = 4;
  static constexpr std::uint8_t kHabitBypass = 8;
  static constexpr std::uint8_t kImpatient = 16;
  static constexpr std::uint8_t kStale = 32;
  static constexpr std::uint8_t kEmergency = 64;
  [[nodiscard]] bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
};

/// Draws the table of a replication. Immutable; one for a scenario, shared by all threads. Keeps what it needs of the
/// scenario, and nothing else, so that equal sources draw equal tables. (model, section 4)
class ChangeSource {
 public:
  explicit ChangeSource(const Scenario& scenario);
  friend bool operator==(const ChangeSource& a, const ChangeSource& b) = default;

  /// Replaces `table` by the replication's changes, sorted by (time, stream, ordinal). Allocates only while `table` and
  /// `scratch` grow.
  void fill(const KeyedDraws& draws, std::vector<Change>& table, std::vector<Change>& scratch) const;

  /// Expected number of changes in one replication.
  [[nodiscard]] double expected_changes() const { return expected_changes_; }
  /// Probability that writing `lines` lines brings a defect: 1 - exp(-beta lines^alpha), beta by origin and kind.
  /// `stream` counts within the organisation's streams.
  [[nodiscard]] double defect_probability(std::size_t stream, ChangeKind kind, double lines) const;

 private:
  struct Stream {
    std::uint32_t hash;
    std::uint8_t index;       // into organisation.streams
    double changes_per_week;  // of the team
    friend bool operator==(const Stream& a, const Stream& b) = default;
  };
  struct TeamStreams {
    std::uint32_t hash;
    std::uint32_t activity_profile;
    std::uint32_t developers;
    std::vector<std::uint32_t> services;
    std::vector<Stream> streams;
    friend bool operator==(const TeamStreams& a, const TeamStreams& b) = default;
  };
  struct Law {  // of one origin, ready for the hot loop
    Origin origin;
    double log_median_lines;
    double log_sd;
    double max_lines;
    double log_beta;                                  // log(beta * origin multiplier)
    double defect_bound;                              // no defect when the uniform is at or above it
    std::array<double, kChangeKindCount> kind_below;  // cumulative
    std::array<double, kChangeKindCount> kind_multiplier;
    double pricing;
    double documented;
    double out_of_band_multiplier;
    double emergency;
    friend bool operator==(const Law& a, const Law& b) = default;
  };
  struct DayProfile {  // cumulative weight within one simulated day
    std::array<float, 25> cumulative;
    double total;
    friend bool operator==(const DayProfile& a, const DayProfile& b) = default;
  };
  struct Tempers {  // what authors and reviews bring along
    LognormalHours base_work;
    bool exponential_work;
    double habit_bypass_fraction;
    double impatient_fraction;
    double stale_fraction;
    friend bool operator==(const Tempers& a, const Tempers& b) = default;
  };

  void add_change(const KeyedDraws& draws, std::uint32_t day, std::uint32_t number, std::uint16_t team_index,
                  const Stream& stream, const DayProfile& profile, std::vector<Change>& day_changes) const;

  std::uint32_t days_;
  double daily_dispersion_;
  double alpha_;  // of defects
  Tempers tempers_;
  std::vector<TeamStreams> teams_;
  std::vector<Law> laws_;
  std::vector<std::vector<DayProfile>> profiles_;  // [activity profile][day]
  double log_median_work_;
  double expected_changes_ = 0.0;
};

}  // namespace faultline
