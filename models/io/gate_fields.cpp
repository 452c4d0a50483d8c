// The table of fields of a gate.
#include <array>
#include <limits>

#include "models/io/policy_fields.h"

namespace faultline {

namespace {

using Info = FieldInfo;

/// Kinds that can watch what goes round the pipeline.
bool sees_out_of_band(GateKind kind) {
  return kind == GateKind::rules || kind == GateKind::authorisation || kind == GateKind::scope_limit ||
         kind == GateKind::audit;
}

void set_defaults(Gate& gate) {
  constexpr std::uint8_t kBoth = kPipelineBit | kOutOfBandBit;
  switch (gate.kind) {
    case GateKind::change_approval:
    case GateKind::window:
    case GateKind::freeze:
    case GateKind::error_budget_freeze:
    case GateKind::velocity_cap:
    case GateKind::wip_limit:
      gate.selector.emergencies = Emergencies::excluded;
      break;
    case GateKind::authorisation:
      gate.selector.channels = kBoth;
      gate.selector.only_wide_scope = true;
      gate.delay = {0.5, 1.0};
      gate.engineer_hours = 0.25;
      gate.effort_multiplier = 0.5;
      break;
    case GateKind::scope_limit:
    case GateKind::audit:
      gate.selector.channels = kBoth;
      break;
    case GateKind::senior_review:
      gate.effort_multiplier = 1.3;
      gate.bypass_allowed = false;
      break;
    case GateKind::agent_review:
      gate.effort = 1.8;
      gate.false_alarm_fraction = 0.10;
      gate.duration = {0.1, 0.5};
      gate.engineer_hours = 0.05;
      break;
    default:
      break;
  }
  if (gate.kind == GateKind::audit) gate.engineer_hours = 2.0;
  if (gate.kind == GateKind::velocity_cap) gate.limit = 40.0;
  if (gate.kind == GateKind::wip_limit) gate.limit = 20.0;
}

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
        v.flag({.name = "wide_scope", .description = "only changes that act on the whole fleet at once"},
               select.only_wide_scope);
        if (sees_out_of_band(fields.gate.kind)) {
          v.choices({.name = "channels", .description = "ways to production that it watches; absent: all that it can"},
                    kGateChannelNames, select.channels);
        }
        auto emergencies = static_cast<std::size_t>(select.emergencies);
        v.choice(
            {.name = "emergencies",
             .description = "hotfixes on the emergency path; absent: included where somebody looks, excluded where "
                            "changes are only held (change-approval, window, freezes, caps)"},
            kEmergenciesNames, emergencies);
        select.emergencies = static_cast<Emergencies>(emergencies);
      });
}

void describe_engineer_hours(FieldVisitor& v, Gate& gate, std::string_view description) {
  v.number({.name = "engineer_hours",
            .description = description,
            .unit = "hours",
            .min = 0.0,
            .max = 1000.0,
            .reason = "no measurement found"},
           gate.engineer_hours);
}

void describe_false_alarms(FieldVisitor& v, Gate& gate) {
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
}

void describe_demands(FieldVisitor& v, GateFields& fields, std::string_view description) {
  v.texts({.name = "demands", .description = description}, fields.demands);
}

void describe_on_demand(FieldVisitor& v, Gate& gate) {
  v.flag(
      {.name = "on_demand",
       .description = "only for changes for which a rules or risk-score gate before it demands it; nobody goes round "
                      "it then"},
      gate.on_demand);
}

void describe_limit(FieldVisitor& v, Gate& gate, std::string_view name, std::string_view description,
                    std::string_view unit) {
  v.number({.name = name,
            .description = description,
            .unit = unit,
            .min = 0.0,
            .max = 1e6,
            .reason = "no measurement found"},
           gate.limit);
  auto holds = static_cast<std::size_t>(gate.holds);
  v.choice({.name = "holds",
            .description =
                "\"changes\": finished changes wait; \"authors\": they begin later, and that wait is no lead time"},
           kHoldsNames, holds);
  gate.holds = static_cast<Holds>(holds);
}

void describe_looking(FieldVisitor& v, Gate& gate) {
  v.number({.name = "effort",
            .description = "how hard the gate looks: it finds 1 - exp(-effort) of what its class of detector can see",
            .min = 0.0,
            .max = 100.0,
            .required = true},
           gate.effort);
  describe_false_alarms(v, gate);
  describe_engineer_hours(v, gate, "engineers' time for each change");
}

void describe_rules(FieldVisitor& v, GateFields& fields) {
  Gate& gate = fields.gate;
  describe_looking(v, gate);
  describe_demands(v, fields, "ids of gates that every change it selects must pass, marked on_demand further on");
  auto blocks = static_cast<std::size_t>(gate.blocks);
  v.choice(
      {.name = "blocks",
       .description = "what becomes of a change that it selects: \"nothing\"; \"until-mended\": back to the author, "
                      "documented when it returns; \"always\": it never ships"},
      kBlockingNames, blocks);
  gate.blocks = static_cast<Blocking>(blocks);
  describe_lognormal(
      v, {.name = "block_rework", .description = "until a blocked change returns", .reason = "no measurement found"},
      gate.block_rework);
}

void describe_agent_review(FieldVisitor& v, GateFields& fields) {
  Gate& gate = fields.gate;
  v.number({.name = "effort",
            .description = "how hard agents look: they find 1 - exp(-effort) of what they can see at all; with 0.70 "
                           "beyond them, 1.8 makes a recall of 0.25",
            .min = 0.0,
            .max = 100.0,
            .evidence = "Z16"},
           gate.effort);
  describe_numbers_by_name(v,
                           {.name = "origin_effort",
                            .description = "factor on the effort by who wrote the change: blind spots shared with AI",
                            .min = 0.0,
                            .max = 10.0,
                            .reason = "row 8.17 is an assumption itself"},
                           kOriginNames, gate.origin_effort);
  describe_false_alarms(v, gate);
  describe_lognormal(v,
                     {.name = "duration", .description = "how long one review runs", .reason = "no measurement found"},
                     gate.duration);
  v.text({.name = "pool", .description = "id of the agents' pool; absent: as many as are wanted"}, fields.pool);
  v.number({.name = "complacency",
            .description = "factor on the effort of people who look after it",
            .min = 0.0,
            .max = 1.0,
            .reason = "comments fall by 36 % (8.10), relief or disengagement unknown"},
           gate.complacency);
  describe_engineer_hours(v, gate, "engineers' time for each change, to read what it says");
  v.number({.name = "cost_per_review",
            .description = "what the agent costs",
            .unit = "currency",
            .min = 0.0,
            .max = 1e6,
            .reason = "no measurement found"},
           gate.cost_per_review);
  describe_on_demand(v, gate);
}

void describe_review(FieldVisitor& v, Gate& gate) {
  v.whole(Info{.name = "approvals",
               .description = "distinct people who must approve, never the author",
               .min = 1,
               .max = 4,
               .setting = true},
          gate.approvals);
  v.flag({.name = "bypass_allowed",
          .description = "habit and impatience may go round it, and at once what too few people can approve"},
         gate.bypass_allowed);
  v.flag({.name = "round_trips", .description = "some changes return only after the author's round trip"},
         gate.round_trips);
  describe_on_demand(v, gate);
}

void describe_effort_multiplier(FieldVisitor& v, Gate& gate) {
  v.number({.name = "effort_multiplier",
            .description = "times the effort of one full peer review",
            .min = 0.0,
            .max = 10.0,
            .reason = "no measurement found"},
           gate.effort_multiplier);
}

void describe_risk_score(FieldVisitor& v, GateFields& fields) {
  v.number({.name = "riskiest_fraction",
            .description = "share of changes that it flags",
            .min = 0.0,
            .max = 1.0,
            .reason = "a choice of the policy"},
           fields.gate.riskiest_fraction);
  v.number({.name = "d_prime",
            .description = "distance of the score between defective and good changes, in standard deviations",
            .min = 0.0,
            .max = 10.0,
            .evidence = "Z15"},
           fields.gate.d_prime);
  describe_demands(v, fields, "ids of gates that flagged changes must pass, marked on_demand further on");
}

void describe_authorisation(FieldVisitor& v, Gate& gate) {
  describe_lognormal(
      v, {.name = "delay", .description = "until a second person is at hand", .reason = "no measurement found"},
      gate.delay);
  describe_engineer_hours(v, gate, "the second person's time for each change");
  describe_effort_multiplier(v, gate);
  v.flag({.name = "documents", .description = "the change has an audit trail afterwards"}, gate.documents);
}

void describe_error_budget(FieldVisitor& v, Gate& gate) {
  v.number({.name = "order_success_objective",
            .description = "share of orders that must succeed over the window; the rest is the budget",
            .min = 0.0,
            .max = 1.0,
            .reason = "a choice of the policy"},
           gate.order_success_objective);
  v.number({.name = "window_days",
            .description = "whose losses count",
            .unit = "days",
            .min = 1.0,
            .max = 365.0,
            .reason = "four weeks, as usual"},
           gate.window_days);
  auto scope = static_cast<std::size_t>(gate.budget_scope);
  v.choice({.name = "budget", .description = "one for all, or one for the losses of each team's services"},
           kBudgetScopeNames, scope);
  gate.budget_scope = static_cast<BudgetScope>(scope);
  v.number({.name = "catch_up_days",
            .description = "over which what was held is let go when the freeze ends; 0: at once",
            .unit = "days",
            .min = 0.0,
            .max = 365.0,
            .reason = "row 8.5 is an assumption itself"},
           gate.catch_up_days);
}

void describe_audit(FieldVisitor& v, Gate& gate) {
  v.number({.name = "sample_fraction",
            .description = "share of deployed changes that are audited",
            .min = 0.0,
            .max = 1.0,
            .reason = "row 8.18 is an assumption itself"},
           gate.sample_fraction);
  v.number({.name = "lag_days",
            .description = "from deployment to the audit",
            .unit = "days",
            .min = 0.0,
            .max = 365.0,
            .reason = "row 8.18 is an assumption itself"},
           gate.lag_days);
  describe_engineer_hours(v, gate, "for each audited change");
  describe_effort_multiplier(v, gate);
  v.number({.name = "deterrence",
            .description = "factor on habit and impatience in a team once it has been audited",
            .min = 0.0,
            .max = 1.0,
            .reason = "row 8.18 is an assumption itself"},
           gate.deterrence);
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
      describe_rules(v, fields);
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
      describe_review(v, gate);
      break;
    case GateKind::senior_review:
      describe_review(v, gate);
      describe_effort_multiplier(v, gate);
      v.text({.name = "pool", .description = "id of the pool of seniors", .required = true}, fields.pool);
      break;
    case GateKind::agent_review:
      describe_agent_review(v, fields);
      break;
    case GateKind::risk_score:
      describe_risk_score(v, fields);
      break;
    case GateKind::authorisation:
      describe_authorisation(v, gate);
      break;
    case GateKind::velocity_cap:
      describe_limit(v, gate, "changes_per_week", "changes of one team that may pass in a week", "changes per week");
      v.number({.name = "burst",
                .description = "changes that may pass at once after a quiet time",
                .min = 1.0,
                .max = 1e6,
                .reason = "no measurement found"},
               gate.burst);
      break;
    case GateKind::wip_limit:
      describe_limit(v, gate, "changes", "changes of one team between this gate and its rollout", "changes");
      break;
    case GateKind::error_budget_freeze:
      describe_error_budget(v, gate);
      break;
    case GateKind::scope_limit:
      v.number({.name = "leakage_fraction",
                .description = "share of wide-scope changes that are not confined to one service",
                .min = 0.0,
                .max = 1.0,
                .reason = "0.05 to 0.20 thought likely (model, section 4)"},
               gate.leakage_fraction);
      break;
    case GateKind::audit:
      describe_audit(v, gate);
      break;
    case GateKind::change_approval:
      describe_lognormal(v,
                         {.name = "delay",
                          .description = "until the board decides, at the next open hour of its calendar",
                          .reason = "no measurement found; the effect on failures is 0 (Z18)"},
                         gate.delay);
      describe_engineer_hours(v, gate, "engineers' time for each change");
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

}  // namespace

void describe_gate(FieldVisitor& visitor, GateFields& fields) {
  fields.place = visitor.place();
  std::size_t kind = 0;
  visitor.variants({.name = "kind", .description = "what the gate does", .required = true}, kGateKindNames, kind,
                   [&](FieldVisitor& v, std::size_t chosen) {
                     fields.gate.kind = static_cast<GateKind>(chosen);
                     fields.gate.id = kGateKindNames[chosen];
                     set_defaults(fields.gate);
                     v.text({.name = "id",
                             .description = "keys the gate's luck: the same id in two policies draws the same numbers. "
                                            "Absent: the kind"},
                            fields.gate.id);
                     describe_selector(v, fields);
                     v.number({.name = "adopt_over_days",
                               .description = "the gate comes into force team by team over so many days from the "
                                              "beginning of its first phase; 0: at once",
                               .unit = "days",
                               .min = 0.0,
                               .max = 3650.0,
                               .setting = true},
                              fields.adopt_over_days);
                     describe_kind(v, fields, fields.gate.kind);
                   });
  fields.gate.selector.max_lines = fields.max_lines < 1e9 ? fields.max_lines : std::numeric_limits<double>::infinity();
}

}  // namespace faultline
