// Gates that serve a change at once: nothing waits for anybody.
#include <algorithm>
#include <utility>

#include "models/core/elementary.h"
#include "models/core/samplers.h"
#include "sim/quarter.h"
#include "sim/review_work.h"

namespace faultline {
namespace {

constexpr std::uint32_t kMostRuns = 8;  // of an automatic gate, however often mending breaks the change again

}  // namespace

// When the change leaves the gate; kForever when it never does.
double Quarter::serve_at_once(InFlight& flight, const CompiledGate& compiled, double time, double phase_end) {
  const Gate& gate = *compiled.gate;
  const Change& change = change_of(flight);
  switch (gate.kind) {
    case GateKind::rules:
      time = look(flight, compiled, DetectorClass::rules, gate.effort, time, run_hours(flight, compiled, 0));
      flight.demanded |= gate.demands;
      return gate.blocks == Blocking::nothing ? time : block(flight, compiled, time);
    case GateKind::tests:
      return look(flight, compiled, DetectorClass::tests, gate.effort, time, run_hours(flight, compiled, 0));
    case GateKind::agent_review: {
      const double effort = gate.effort * gate.origin_effort[static_cast<std::size_t>(change.origin)];
      time = look(flight, compiled, DetectorClass::agent, effort, time, run_hours(flight, compiled, 0));
      if (in_horizon(time)) add(Metric::agent_review_cost, gate.cost_per_review);
      if (scenario_->feedback.complacency) flight.human_factor *= static_cast<float>(gate.complacency);
      return time;
    }
    case GateKind::risk_score: {
      // Without rework a caught change keeps its place, so its score too.
      const bool defective =
          flight.defect != kNoSlot && (!defects_[flight.defect].removed || !scenario_->feedback.rework);
      const double rank =
          ctx_.shared->draws->uniform(change.ordinal, change.stream ^ compiled.key, detail_of(Purpose::risk_score));
      const double flagged = defective ? compiled.risk.defective : compiled.risk.good;
      const bool flags = forced_.perfect(gate.index) ? defective : !forced_.failed(gate.index) && rank < flagged;
      if (flags) flight.demanded |= gate.demands;
      return time;
    }
    case GateKind::change_approval: {
      double delay = 0.0;
      if (gate.delay.median_hours > 0.0) {
        const double rank = ctx_.shared->draws->uniform(change.ordinal, change.stream ^ compiled.key,
                                                        detail_of(Purpose::approval_delay));
        delay = lognormal(rank, gate.delay.median_hours, gate.delay.log_sd);
      }
      time = scenario_->calendars[gate.calendar.index()].next_open(time + delay);
      if (gate.documents) flight.documented = true;
      spend(gate.index, gate.engineer_hours, time);
      return time;
    }
    case GateKind::authorisation:
      return authorise(flight, compiled, time);
    case GateKind::window:
      return scenario_->calendars[gate.calendar.index()].next_open(time);
    case GateKind::freeze:
      flight.frozen_hours += static_cast<float>(std::min(phase_end, scenario_->time.end()) - time);
      return phase_end;
    default:
      return time;  // the others act elsewhere
  }
}

// How long one run of an automatic gate takes; the first was drawn once for all policies.
double Quarter::run_hours(const InFlight& flight, const CompiledGate& compiled, std::uint32_t attempt) const {
  const Gate& gate = *compiled.gate;
  if (compiled.duration_column == DurationColumns::kNone) return gate.duration.median_hours;
  if (attempt == 0) return static_cast<double>(ctx_.shared->durations[compiled.duration_column][flight.change]);
  const Change& change = change_of(flight);
  const double rank = ctx_.shared->draws->uniform(change.ordinal, change.stream ^ compiled.key,
                                                  detail_of(Purpose::test_duration, attempt));
  return lognormal(rank, gate.duration.median_hours, gate.duration.log_sd);
}

// Runs, and runs again on what has been mended; a false alarm costs its own rework.
double Quarter::look(InFlight& flight, const CompiledGate& compiled, DetectorClass detector, double effort, double time,
                     double first_run_hours) {
  const Gate& gate = *compiled.gate;
  const std::uint32_t key = change_of(flight).stream ^ compiled.key;
  time += first_run_hours;
  spend(gate.index, gate.engineer_hours, time);
  const std::uint8_t round = std::exchange(flight.round, std::uint8_t{0});  // of a review that it will go back to
  std::uint32_t runs = 1;
  const bool looks = effort > 0.0 || forced_.perfect(gate.index);
  while (looks && caught(flight.defect, flight, detector, effort, gate.index, time)) {
    if (!scenario_->feedback.rework || runs == kMostRuns) break;
    flight.round = static_cast<std::uint8_t>(runs - 1);  // keys the rework by this gate's rejections
    time = mend(flight, gate.index, key, time) + run_hours(flight, compiled, runs);
    ++runs;
  }
  flight.round = round;
  if (flight.defect != kNoSlot && !defects_[flight.defect].removed) {
    defects_[flight.defect].beyond |= compiled.bit;
    return time;
  }
  const bool found_something = runs > 1;
  if (!found_something && scenario_->feedback.rework && gate.false_alarm_fraction > 0.0) {
    const PhiloxCounter words =
        ctx_.shared->draws->block(change_of(flight).ordinal, key, detail_of(Purpose::false_alarm));
    if (uniform32(words[0]) < gate.false_alarm_fraction) {
      const double rework = lognormal(uniform64(words[1], words[2]), gate.false_alarm_rework.median_hours,
                                      gate.false_alarm_rework.log_sd);
      spend_on_rework(gate.index, rework, time);
      time += rework + run_hours(flight, compiled, 1);
    }
  }
  return time;
}

// Adds effort to what the class has already given this defect and says whether that finds it.
bool Quarter::caught(std::uint32_t index, const InFlight& flight, DetectorClass detector, double effort, GateId gate,
                     double time) {
  if (index == kNoSlot) return false;
  Defect& defect = defects_[index];
  if (defect.removed || forced_.failed(gate)) return false;
  const auto detector_index = static_cast<std::size_t>(detector);
  const Change& change = change_of(flight);
  defect.effort[detector_index] += effort;
  const double hidden =
      detector == DetectorClass::human
          ? defect.human_undetectable
          : scenario_->stealth.undetectable_fraction[detector_index][static_cast<std::size_t>(change.kind)];
  const bool found =
      forced_.perfect(gate) || defect.rank[detector_index] <= caught_below_rank(hidden, defect.effort[detector_index]);
  if (!found) return false;
  defect.removed = true;
  if (counted(flight)) caught_by_gate_[gate.index()] += 1.0;
  fates_.push_back({defect.key, false, true, defect.born_in_rework, static_cast<std::uint8_t>(gate.index()), 0.0, 0.0});
  if (ctx_.log != nullptr) ctx_.log->change_caught(logged(flight, false), time, gate);
  return true;
}

// A caught change goes back to its author; mended, it may be broken anew. Returns when it comes back.
double Quarter::mend(InFlight& flight, GateId gate, std::uint32_t key, double time) {
  const LognormalHours& law = scenario_->organisation.review.rework;
  const double rank =
      ctx_.shared->draws->uniform(change_of(flight).ordinal, key, detail_of(Purpose::rework, flight.round));
  const double rework = lognormal(rank, law.median_hours, law.log_sd);
  spend_on_rework(gate, rework, time);
  break_again(flight, key);
  return time + rework;
}

// Mending rewrites a part of the lines, and any line may be wrong.
void Quarter::break_again(InFlight& flight, std::uint32_t key) {
  if (!scenario_->feedback.rework_defects) return;
  const Change& change = change_of(flight);
  const double lines = static_cast<double>(change.lines) * scenario_->organisation.review.rework_lines_fraction;
  const double rank = ctx_.shared->draws->uniform(change.ordinal, key, detail_of(Purpose::rework_defect, flight.round));
  if (!(lines > 0.0) || !(rank < ctx_.shared->changes->defect_probability(change.stream_index, change.kind, lines))) {
    return;
  }
  if (counted(flight)) add(Metric::defects_from_rework, 1.0);
  constexpr std::uint32_t kOddConstant = 0x9E3779B9U;  // so that the rounds' names differ in every bit
  note_defect(flight, {change.ordinal, key ^ (kOddConstant * (flight.round + 1U))}, true);
}

// A second person looks before something acts on the whole fleet.
double Quarter::authorise(InFlight& flight, const CompiledGate& compiled, double time) {
  const Gate& gate = *compiled.gate;
  const Change& change = change_of(flight);
  const std::uint32_t key = change.stream ^ compiled.key;
  if (gate.delay.median_hours > 0.0) {
    const double rank = ctx_.shared->draws->uniform(change.ordinal, key, detail_of(Purpose::authorisation));
    time += lognormal(rank, gate.delay.median_hours, gate.delay.log_sd);
  }
  spend(gate.index, gate.engineer_hours, time);
  if (gate.documents) flight.documented = true;
  if (flight.defect == kNoSlot || defects_[flight.defect].removed) return time;
  const double effort =
      gate.effort_multiplier * static_cast<double>(flight.human_factor) * defects_[flight.defect].human_effort;
  if (!caught(flight.defect, flight, DetectorClass::human, effort, gate.index, time)) {
    defects_[flight.defect].beyond |= compiled.bit;
    return time;
  }
  if (!scenario_->feedback.rework) return time;
  const std::uint8_t round = std::exchange(flight.round, std::uint8_t{0});
  time = mend(flight, gate.index, key, time);
  flight.round = round;
  return time;
}

double Quarter::block(InFlight& flight, const CompiledGate& compiled, double time) {
  const Gate& gate = *compiled.gate;
  const Change& change = change_of(flight);
  if (counted(flight)) add(Metric::changes_blocked, 1.0);
  if (told(flight)) ctx_.log->change_blocked(logged(flight, false), time, gate.index);
  if (gate.blocks == Blocking::always) return kForever;
  const double rank =
      ctx_.shared->draws->uniform(change.ordinal, change.stream ^ compiled.key, detail_of(Purpose::block_rework));
  const double rework = lognormal(rank, gate.block_rework.median_hours, gate.block_rework.log_sd);
  spend_on_rework(gate.index, rework, time);
  flight.documented = true;
  return time + rework;
}

}  // namespace faultline
