#include "sim/delivery/change_table.h"

#include <algorithm>
#include <cmath>

#include "models/core/elementary.h"
#include "models/core/samplers.h"

namespace faultline {
namespace {

constexpr double kHoursPerDay = 24.0;
constexpr std::uint32_t kSlotsPerDay = 1024;

bool earlier(const Change& a, const Change& b) {
  if (a.submitted_hours != b.submitted_hours) return a.submitted_hours < b.submitted_hours;
  if (a.stream != b.stream) return a.stream < b.stream;
  return a.ordinal < b.ordinal;
}

// Counting sort by time of day, then insertion within a slot: a day's changes are few to a slot.
void append_sorted(std::vector<Change>& day_changes, double day_begin, std::vector<Change>& table) {
  std::array<std::uint32_t, kSlotsPerDay + 1> begin{};
  const double slots_per_hour = kSlotsPerDay / kHoursPerDay;
  const auto slot_of = [&](const Change& change) {
    const auto slot = static_cast<std::uint32_t>((change.submitted_hours - day_begin) * slots_per_hour);
    return std::min(slot, kSlotsPerDay - 1);
  };
  for (const Change& change : day_changes) ++begin[slot_of(change) + 1];
  for (std::uint32_t slot = 0; slot < kSlotsPerDay; ++slot) begin[slot + 1] += begin[slot];
  const std::size_t first = table.size();
  table.resize(first + day_changes.size());
  for (const Change& change : day_changes) table[first + begin[slot_of(change)]++] = change;
  for (std::size_t i = first + 1; i < table.size(); ++i) {
    const Change change = table[i];
    std::size_t hole = i;
    for (; hole > first && earlier(change, table[hole - 1]); --hole) table[hole] = table[hole - 1];
    table[hole] = change;
  }
}

}  // namespace

ChangeSource::ChangeSource(const Scenario& scenario)
    : days_(static_cast<std::uint32_t>(std::ceil(scenario.time.end() / kHoursPerDay))),
      daily_dispersion_(scenario.organisation.daily_dispersion),
      alpha_(scenario.defects.alpha),
      tempers_{scenario.organisation.review.base_work, scenario.organisation.review.exponential_work,
               scenario.organisation.review.habit_bypass_fraction, scenario.organisation.review.impatient_fraction,
               scenario.organisation.review.stale_fraction},
      log_median_work_(elementary::log(scenario.organisation.review.base_work.median_hours)) {
  const Organisation& organisation = scenario.organisation;
  for (const ActivityProfile& activity : organisation.activity) {
    std::vector<DayProfile>& by_day = profiles_.emplace_back(days_);
    for (std::uint32_t day = 0; day < days_; ++day) {
      double total = 0.0;
      std::array<double, 25> sums{};
      for (std::size_t hour = 0; hour < 24; ++hour) {
        const std::size_t at = day * 24 + hour;
        total += at < activity.weight_per_hour.size() ? activity.weight_per_hour[at] : 0.0;
        sums[hour + 1] = total;
      }
      by_day[day].total = total;
      for (std::size_t hour = 0; hour <= 24; ++hour) {
        by_day[day].cumulative[hour] = total > 0.0 ? static_cast<float>(sums[hour] / total) : 0.0F;
      }
      by_day[day].cumulative[24] = 1.0F;
    }
  }
  for (const ChangeStream& stream : organisation.streams) {
    Law law{};
    law.origin = stream.origin;
    law.log_median_lines = elementary::log(stream.lines.median_lines);
    law.log_sd = stream.lines.log_sd;
    law.max_lines = stream.lines.max_lines;
    const double beta =
        scenario.defects.beta * scenario.defects.origin_multiplier[static_cast<std::size_t>(stream.origin)];
    law.log_beta = beta > 0.0 ? elementary::log(beta) : -1e300;
    double weight = 0.0;
    for (const double w : stream.kind_weight) weight += w;
    double below = 0.0;
    double worst = 0.0;
    for (std::size_t kind = 0; kind < kChangeKindCount; ++kind) {
      below += stream.kind_weight[kind] / weight;
      law.kind_below[kind] = below;
      law.kind_multiplier[kind] = scenario.defects.kind_multiplier[kind];
      worst = std::max(worst, law.kind_multiplier[kind]);
    }
    law.kind_below[kChangeKindCount - 1] = 1.0;
    // 1 - exp(-x) < x, so a uniform at or above the largest x can never mean a defect.
    law.defect_bound = beta * worst * elementary::pow(stream.lines.max_lines, scenario.defects.alpha);
    law.pricing = stream.touches_pricing_fraction;
    law.documented = stream.documented_fraction;
    law.out_of_band_multiplier = stream.out_of_band_multiplier;
    law.emergency = stream.emergency_fraction;
    laws_.push_back(law);
  }
  for (const Team& team : organisation.teams) {
    TeamStreams& entry = teams_.emplace_back(
        TeamStreams{stable_hash(team.id), team.activity_profile, static_cast<std::uint32_t>(team.developers), {}, {}});
    for (const ServiceId service : team.services) entry.services.push_back(service.index());
    if (team.developers <= 0 || team.services.empty()) continue;
    for (std::size_t index = 0; index < organisation.streams.size(); ++index) {
      const ChangeStream& stream = organisation.streams[index];
      const double per_week =
          stream.changes_per_developer_week * stream.velocity_multiplier * team.velocity_multiplier * team.developers;
      if (!(per_week > 0.0)) continue;
      const std::string name = team.id + '/' + std::string(kOriginNames[static_cast<std::size_t>(stream.origin)]);
      entry.streams.push_back({stable_hash(name), static_cast<std::uint8_t>(index), per_week});
      for (const DayProfile& day : profiles_[team.activity_profile]) expected_changes_ += per_week * day.total;
    }
  }
}

double ChangeSource::defect_probability(std::size_t stream, ChangeKind kind, double lines) const {
  const Law& law = laws_[stream];
  const double exposure = law.kind_multiplier[static_cast<std::size_t>(kind)] *
                          elementary::exp(law.log_beta + alpha_ * elementary::log(std::max(lines, 1.0)));
  return -elementary::expm1(-exposure);
}

void ChangeSource::fill(const KeyedDraws& draws, std::vector<Change>& table, std::vector<Change>& scratch) const {
  table.clear();
  for (std::uint32_t day = 0; day < days_; ++day) {
    scratch.clear();
    for (std::size_t team_index = 0; team_index < teams_.size(); ++team_index) {
      const TeamStreams& team = teams_[team_index];
      if (team.streams.empty()) continue;
      const DayProfile& profile = profiles_[team.activity_profile][day];
      if (!(profile.total > 0.0)) continue;
      double mean = 0.0;
      for (const Stream& stream : team.streams) mean += stream.changes_per_week * profile.total;
      // Negative binomial days: variance / mean = D needs shape m / (D - 1). (published-answers, section 5.6)
      const double factor = daily_dispersion_ > 1.0
                                ? gamma_variate(draws, day, team.hash, static_cast<std::uint32_t>(Purpose::day_factor),
                                                mean / (daily_dispersion_ - 1.0), 1.0)
                                : 1.0;
      for (const Stream& stream : team.streams) {
        const double stream_mean = stream.changes_per_week * profile.total * factor;
        const double uniform = draws.uniform(day, stream.hash, detail_of(Purpose::day_count));
        const std::uint32_t count = poisson(uniform, stream_mean);
        for (std::uint32_t number = 0; number < count; ++number) {
          add_change(draws, day, number, static_cast<std::uint16_t>(team_index), stream, profile, scratch);
        }
      }
    }
    append_sorted(scratch, day * kHoursPerDay, table);
  }
}

void ChangeSource::add_change(const KeyedDraws& draws, std::uint32_t day, std::uint32_t number,
                              std::uint16_t team_index, const Stream& stream, const DayProfile& profile,
                              std::vector<Change>& day_changes) const {
  const TeamStreams& team = teams_[team_index];
  const Law& law = laws_[stream.index];
  const std::uint32_t ordinal = (day << 16) | number;
  const PhiloxCounter a = draws.block(ordinal, stream.hash, detail_of(Purpose::change_a));
  const PhiloxCounter b = draws.block(ordinal, stream.hash, detail_of(Purpose::change_b));
  const PhiloxCounter c = draws.block(ordinal, stream.hash, detail_of(Purpose::change_c));

  Change change;
  const double in_day = uniform64(a[0], a[1]);
  std::size_t hour = 0;
  for (std::size_t step = 16; step > 0; step /= 2) {
    if (hour + step < 25 && static_cast<double>(profile.cumulative[hour + step]) <= in_day) hour += step;
  }
  const double low = static_cast<double>(profile.cumulative[hour]);
  const double high = static_cast<double>(profile.cumulative[hour + 1]);
  const double within = high > low ? (in_day - low) / (high - low) : 0.0;
  change.submitted_hours = day * kHoursPerDay + static_cast<double>(hour) + within;

  change.ordinal = ordinal;
  change.stream = stream.hash;
  change.team = team_index;
  change.stream_index = stream.index;
  change.origin = law.origin;
  const auto services = static_cast<std::uint64_t>(team.services.size());
  change.service = team.services[(services * a[2]) >> 32];
  const double kind_rank = uniform32(a[3]);
  std::size_t kind = 0;
  while (kind_rank > law.kind_below[kind]) ++kind;
  change.kind = static_cast<ChangeKind>(kind);

  const double log_lines = law.log_median_lines + law.log_sd * elementary::normal_quantile(uniform32(b[0]));
  const double lines = std::clamp(elementary::exp(log_lines), 1.0, law.max_lines);
  change.lines = static_cast<float>(lines);
  const double work_rank = uniform32(b[1]);
  change.base_work_hours = static_cast<float>(
      tempers_.exponential_work
          ? exponential(work_rank, tempers_.base_work.median_hours)
          : elementary::exp(log_median_work_ + tempers_.base_work.log_sd * elementary::normal_quantile(work_rank)));
  change.flags = 0;
  const double defect_rank = uniform64(b[2], b[3]);
  if (defect_rank < law.defect_bound) {
    const double exposure = law.kind_multiplier[kind] * elementary::exp(law.log_beta + alpha_ * elementary::log(lines));
    if (defect_rank < -elementary::expm1(-exposure)) change.flags |= Change::kDefective;
  }
  const auto half = [](std::uint32_t bits) { return (static_cast<double>(bits) + 0.5) * 0x1p-16; };
  if (half(c[0] >> 16) < law.pricing) change.flags |= Change::kTouchesPricing;
  if (half(c[0] & 0xFFFFU) < law.documented) change.flags |= Change::kDocumented;
  const double temper = uniform32(c[1]);
  if (temper < tempers_.habit_bypass_fraction) {
    change.flags |= Change::kHabitBypass;
  } else if (temper < tempers_.habit_bypass_fraction + tempers_.impatient_fraction) {
    change.flags |= Change::kImpatient;
  }
  // A multiplier of the share in force is the same as a divisor of the rank; 0 puts the rank out of reach.
  const double rank = uniform32(c[2]);
  change.out_of_band_rank =
      static_cast<float>(law.out_of_band_multiplier > 0.0 ? rank / law.out_of_band_multiplier : 2.0);
  if (half(c[3] >> 16) < tempers_.stale_fraction) change.flags |= Change::kStale;
  if (law.emergency > 0.0 && draws.uniform(ordinal, stream.hash, detail_of(Purpose::emergency)) < law.emergency) {
    change.flags |= Change::kEmergency;
  }
  change.author = static_cast<std::uint16_t>((static_cast<std::uint64_t>(team.developers) * (c[3] & 0xFFFFU)) >> 16);
  day_changes.push_back(change);
}

}  // namespace faultline
