#include "models/io/policy_fields.h"

#include <array>
#include <limits>

namespace faultline {

namespace {

using Info = FieldInfo;

/// Gates that a later release brings.
constexpr std::array<std::string_view, 9> kPlannedGates{
    "agent-review", "senior-review",       "risk-score", "velocity-cap", "work-in-progress-limit",
    "audit",        "error-budget-freeze", "on-call",    "throttle"};

void describe_selector(FieldVisitor& visitor, GateFields& fields) {
  Selector& select = fields.gate.selector;
  visitor.object(
      {.name = "select", .description = "which changes the gate applies to; every condition must hold"},
      [&](FieldVisitor& v) {
        v.texts({.name = "tiers", .description = "of the changed service; absent: every tier"}, fields.tiers);
        v.texts({.name = "teams", .description = "ids of owning teams; absent: every team"}, fields.teams);
        v.texts({.name = "services", .description = "ids of changed services; absent: every service"}, fields.services);
        v.choices({.name = "origins", .description = "who wrote the change; absent: every origin"}, kOriginNames,
                  select.origins);
        v.choices({.name = "kinds", .description = "what the change alters; absent: every kind"}, kChangeKindNames,
                  select.kinds);
        v.number({.name = "min_lines",
                  .description = "smallest change",
                  .unit = "lines",
                  .min = 0.0,
                  .max = 1e9,
                  .setting = true},
                 select.min_lines);
        v.number({.name = "max_lines",
                  .description = "largest change",
                  .unit = "lines",
                  .min = 0.0,
                  .max = 1e9,
                  .setting = true},
                 fields.max_lines);
        v.flag({.name = "touches_pricing", .description = "only changes that touch pricing or payment data"},
               select.only_touching_pricing);
        v.flag({.name = "undocumented", .description = "only changes without an audit trail"},
               select.only_undocumented);
      });
}

void describe_looking(FieldVisitor& v, Gate& gate) {
  v.number({.name = "effort",
            .description = "how hard the gate looks: it finds 1 - exp(-effort) of what its class of detector can see",
            .min = 0.0,
            .max = 100.0,
            .required = true},
           gate.effort);
  v.number({.name = "false_alarm_fraction",
            .description = "share of good changes that it rejects",
            .min = 0.0,
            .max = 0.999,
            .reason = "no measurement found"},
           gate.false_alarm_fraction);
  describe_lognormal(v,
                     {.name = "false_alarm_rework",
                      .description = "time until a wrongly rejected change returns",
                      .reason = "no measurement found"},
                     gate.false_alarm_rework);
  v.number({.name = "engineer_hours",
            .description = "engineers' time for each change",
            .unit = "hours",
            .min = 0.0,
            .max = 1000.0,
            .reason = "no measurement found"},
           gate.engineer_hours);
}

void describe_rollout(FieldVisitor& v, GateFields& fields) {
  Gate& gate = fields.gate;
  v.list({.name = "stages",
          .description = "partial stages in order; full exposure follows the last. Absent: straight to everybody"},
         [&](FieldVisitor& inner) {
           RolloutStage& stage = gate.stages.emplace_back();
           inner.number({.name = "traffic_fraction",
                         .description = "share of the service's traffic exposed",
                         .min = 0.0,
                         .max = 1.0,
                         .above_min = true,
                         .required = true},
                        stage.traffic_fraction);
           inner.number({.name = "bake_hours",
                         .description = "how long the stage lasts",
                         .unit = "hours",
                         .min = 0.0,
                         .max = 10000.0,
                         .required = true},
                        stage.bake_hours);
         });
  v.flag({.name = "detects", .description = "compares exposed traffic with the rest and rolls back by itself"},
         gate.detects);
  v.number({.name = "false_alarms_per_rollout",
            .description = "good rollouts that it rolls back",
            .min = 0.0,
            .max = 0.999,
            .reason = "no measurement found"},
           gate.false_alarms_per_rollout);
  v.text({.name = "calendar", .description = "id of the calendar in which stages begin; absent: at any time"},
         fields.calendar);
}

void describe_kind(FieldVisitor& v, GateFields& fields, GateKind kind) {
  Gate& gate = fields.gate;
  switch (kind) {
    case GateKind::rules:
      describe_looking(v, gate);
      break;
    case GateKind::tests:
      describe_looking(v, gate);
      describe_lognormal(v,
                         {.name = "duration",
                          .description = "how long the tests run; median 0: no time",
                          .reason = "no measurement found"},
                         gate.duration);
      break;
    case GateKind::peer_review:
      v.whole(Info{.name = "approvals",
                   .description = "distinct people who must approve, never the author",
                   .min = 1,
                   .max = 4,
                   .setting = true},
              gate.approvals);
      v.flag({.name = "bypass_allowed", .description = "habit and impatience may go round it"}, gate.bypass_allowed);
      v.flag({.name = "round_trips", .description = "some changes return only after the author's round trip"},
             gate.round_trips);
      break;
    case GateKind::change_approval:
      describe_lognormal(v,
                         {.name = "delay",
                          .description = "until the board decides, at the next open hour of its calendar",
                          .reason = "no measurement found; the effect on failures is 0 (Z18)"},
                         gate.delay);
      v.number({.name = "engineer_hours",
                .description = "engineers' time for each change",
                .unit = "hours",
                .min = 0.0,
                .max = 1000.0,
                .reason = "no measurement found"},
               gate.engineer_hours);
      v.flag({.name = "documents", .description = "the change has an audit trail afterwards"}, gate.documents);
      v.text({.name = "calendar", .description = "id of the board's calendar; absent: always open"}, fields.calendar);
      break;
    case GateKind::window:
      v.text({.name = "calendar", .description = "id of the calendar in which changes may pass", .required = true},
             fields.calendar);
      break;
    case GateKind::freeze:
      break;
    case GateKind::rollout:
      describe_rollout(v, fields);
      break;
    case GateKind::channel_closing:
      v.number({.name = "leakage_fraction",
                .description = "share of out-of-band work that still goes round (break-glass)",
                .min = 0.0,
                .max = 1.0,
                .reason = "0.05 to 0.20 thought likely (model, section 4)"},
               gate.leakage_fraction);
      v.number({.name = "mitigation_slowdown",
                .description = "factor on the time of mitigations that need a production write",
                .min = 1.0,
                .max = 10.0,
                .reason = "1.0 to 1.5 thought likely (model, section 12)"},
               gate.mitigation_slowdown);
      break;
  }
}

void describe_gate(FieldVisitor& visitor, GateFields& fields) {
  fields.place = visitor.place();
  std::size_t kind = 0;
  visitor.variants({.name = "kind", .description = "what the gate does", .required = true, .not_yet = kPlannedGates},
                   kGateKindNames, kind, [&](FieldVisitor& v, std::size_t chosen) {
                     fields.gate.kind = static_cast<GateKind>(chosen);
                     fields.gate.id = kGateKindNames[chosen];
                     v.text({.name = "id",
                             .description = "keys the gate's luck: the same id in two policies draws the same numbers. "
                                            "Absent: the kind"},
                            fields.gate.id);
                     describe_selector(v, fields);
                     describe_kind(v, fields, fields.gate.kind);
                   });
  fields.gate.selector.max_lines = fields.max_lines < 1e9 ? fields.max_lines : std::numeric_limits<double>::infinity();
}

}  // namespace

void describe(FieldVisitor& visitor, PolicyFields& policy) {
  policy.place = visitor.place();
  visitor.text({.name = "format", .description = "\"faultline-policy\", in a file of its own"}, policy.format);
  visitor.whole(Info{.name = "version", .description = "of the format", .min = 1, .max = 1, .setting = true},
                policy.version);
  visitor.text({.name = "id", .description = "name on the command line and in results", .required = true}, policy.id);
  visitor.text({.name = "title", .description = "one plain sentence for tables and reports", .required = true},
               policy.title);
  visitor.list({.name = "phases", .description = "in order of time", .required = true}, [&](FieldVisitor& v) {
    PhaseFields& phase = policy.phases.emplace_back();
    phase.place = v.place();
    v.number({.name = "from_day",
              .description = "day of the horizon on which the phase begins; the first begins at 0",
              .unit = "days",
              .min = 0.0,
              .max = 3650.0,
              .setting = true},
             phase.from_day);
    v.list({.name = "gates", .description = "in the order in which a change meets them", .required = true},
           [&](FieldVisitor& inner) { describe_gate(inner, phase.gates.emplace_back()); });
  });
}

}  // namespace faultline
