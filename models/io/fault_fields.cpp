// Defects, how they hide, and what happens when they break something.
#include <array>

#include "models/io/scenario_parts.h"

namespace faultline {

namespace {

void describe_magnitude(FieldVisitor& visitor, MagnitudeLaw& m) {
  visitor.object({.name = "magnitude", .description = "share of requests that a fault breaks"}, [&](FieldVisitor& v) {
    v.number({.name = "total_fraction",
              .description = "faults that break everything",
              .min = 0.0,
              .max = 1.0,
              .reason = kModel12},
             m.total_fraction);
    v.number({.name = "total_fraction_given_fleet",
              .description = "the same among fleet-wide faults",
              .min = 0.0,
              .max = 1.0,
              .reason = kModel12},
             m.total_fraction_given_fleet);
    v.number({.name = "partial_beta_a",
              .description = "first parameter of the beta law of the others",
              .min = 0.01,
              .max = 1e4,
              .reason = kModel12},
             m.partial_beta_a);
    v.number({.name = "partial_beta_b", .description = "second parameter", .min = 0.01, .max = 1e4, .reason = kModel12},
             m.partial_beta_b);
  });
}

void describe_activation(FieldVisitor& visitor, ActivationLaw& a) {
  constexpr std::string_view kReason = "row 4.14 is an assumption itself";
  visitor.object(
      {.name = "activation", .description = "when a deployed defect begins to do harm; the rest is late"},
      [&](FieldVisitor& v) {
        v.number({.name = "immediate_fraction", .description = "at once", .min = 0.0, .max = 1.0, .reason = kReason},
                 a.immediate_fraction);
        v.number({.name = "immediate_mean_hours",
                  .description = "exponential with this mean",
                  .unit = "hours",
                  .min = 0.0,
                  .max = 1e4,
                  .above_min = true,
                  .reason = kReason},
                 a.immediate_mean_hours);
        v.number(
            {.name = "delayed_fraction", .description = "after a while", .min = 0.0, .max = 1.0, .reason = kReason},
            a.delayed_fraction);
        describe_lognormal(v, {.name = "delayed", .description = "that while", .reason = kReason}, a.delayed);
        describe_lognormal(v, {.name = "late", .description = "time of the rest", .reason = kReason}, a.late);
        v.number({.name = "by_exposure_fraction",
                  .description = "defects whose clock is the integral of exposure",
                  .min = 0.0,
                  .max = 1.0,
                  .reason = kAssumed},
                 a.by_exposure_fraction);
      });
}

}  // namespace

void describe_defects(FieldVisitor& v, DefectModel& d) {
  v.number({.name = "beta",
            .description = "P(defect) = 1 - exp(-beta x origin x kind x lines^alpha)",
            .min = 0.0,
            .max = 1.0,
            .reason = "fitted to Z11 after all baseline gates (model, section 12)"},
           d.beta);
  v.number({.name = "alpha",
            .description = "elasticity to size",
            .min = 0.0,
            .max = 2.0,
            .reason = "fitted to the risk share of 8.1 and 8.2 (model, section 12)"},
           d.alpha);
  describe_numbers_by_name(v,
                           {.name = "origin_multiplier",
                            .description = "times beta, by who wrote the change",
                            .min = 0.0,
                            .max = 1000.0,
                            .reason = "size accounts for most of an AI's extra incidents (model, section 4)"},
                           kOriginNames, d.origin_multiplier);
  describe_numbers_by_name(v,
                           {.name = "kind_multiplier",
                            .description = "times beta, by what the change alters",
                            .min = 0.0,
                            .max = 1000.0,
                            .reason = kAssumed},
                           kChangeKindNames, d.kind_multiplier);
  describe_numbers_by_name(v,
                           {.name = "category_weight",
                            .description = "relative frequency of defects",
                            .min = 0.0,
                            .max = kMany,
                            .reason = kAssumed},
                           kDefectCategoryNames, d.category_weight);
  describe_magnitude(v, d.magnitude);
  describe_activation(v, d.activation);
  v.object({.name = "scope", .description = "where a fault strikes; the rest strikes the whole service"},
           [&](FieldVisitor& inner) {
             inner.number({.name = "cell_fraction",
                           .description = "one cell of the service",
                           .min = 0.0,
                           .max = 1.0,
                           .reason = kModel12},
                          d.scope.cell_fraction);
             inner.number({.name = "marketplace_fraction",
                           .description = "one marketplace",
                           .min = 0.0,
                           .max = 1.0,
                           .reason = kAssumed},
                          d.scope.marketplace_fraction);
             inner.number({.name = "fleet_fraction_pipeline",
                           .description = "every request, from a pipeline change",
                           .min = 0.0,
                           .max = 1.0,
                           .reason = kModel12},
                          d.scope.fleet_fraction_pipeline);
             inner.number({.name = "fleet_fraction_out_of_band",
                           .description = "every request, from an out-of-band change",
                           .min = 0.0,
                           .max = 1.0,
                           .reason = kModel12},
                          d.scope.fleet_fraction_out_of_band);
           });
  v.number({.name = "invisible_fraction",
            .description = "defects that no monitor of errors sees",
            .min = 0.0,
            .max = 1.0,
            .reason = kModel12},
           d.invisible_fraction);
  v.number({.name = "data_damage_fraction",
            .description = "data must be unwound for hours",
            .min = 0.0,
            .max = 1.0,
            .reason = kModel12},
           d.data_damage_fraction);
  v.number({.name = "not_rollbackable_fraction",
            .description = "needs a fix forward, data damage apart",
            .min = 0.0,
            .max = 1.0,
            .evidence = "5.9"},
           d.not_rollbackable_fraction);
  v.number({.name = "soft_loss_fraction",
            .description = "defects whose errors lose few orders",
            .min = 0.0,
            .max = 1.0,
            .reason = kModel12},
           d.soft_loss_fraction);
  v.number({.name = "soft_order_loss_given_error",
            .description = "orders lost for each of their errors",
            .min = 0.0,
            .max = 1.0,
            .evidence = "6.16"},
           d.soft_order_loss_given_error);
}

void describe_stealth(FieldVisitor& v, ScenarioFields& scenario) {
  StealthModel& s = scenario.stealth;
  v.object({.name = "human", .description = "what a reviewer finds"}, [&](FieldVisitor& inner) {
    inner.number({.name = "ceiling",
                  .description = "share that a very slow attentive reviewer finds",
                  .min = 0.0,
                  .max = 0.999,
                  .above_min = true,
                  .evidence = "Z8"},
                 s.human.ceiling);
    inner.number({.name = "knee_lines_per_hour",
                  .description = "rate at which half of that is found",
                  .unit = "lines per hour",
                  .min = 0.0,
                  .max = 1e6,
                  .above_min = true,
                  .evidence = "Z8"},
                 s.human.knee_lines_per_hour);
    inner.number({.name = "exponent", .description = "steepness", .min = 0.0, .max = 10.0, .evidence = "Z8"},
                 s.human.exponent);
    inner.number({.name = "second_reviewer_ratio",
                  .description = "of a second reviewer's chance, given the first missed, to the first one's",
                  .min = 0.0,
                  .max = 1.0,
                  .above_min = true,
                  .evidence = "Z10"},
                 s.human.second_reviewer_ratio);
    inner.number({.name = "second_reviewer_ratio_low",
                  .description = "the low case, always shown beside it",
                  .min = 0.0,
                  .max = 1.0,
                  .above_min = true,
                  .evidence = "Z10"},
                 s.human.second_reviewer_ratio_low);
  });
  v.object({.name = "undetectable_fraction",
            .description = "share of defects that a class of detector can never see, by kind of change"},
           [&](FieldVisitor& inner) {
             for (std::size_t detector = 1; detector < kDetectorClassCount; ++detector) {
               const std::string_view reason =
                   detector == static_cast<std::size_t>(DetectorClass::rules)
                       ? "from the recall of Z17"
                       : (detector == static_cast<std::size_t>(DetectorClass::tests) ? "from the removal of 3.10"
                                                                                     : kAssumed);
               describe_numbers_by_name(inner,
                                        {.name = kDetectorClassNames[detector],
                                         .description = "by kind of change",
                                         .min = 0.0,
                                         .max = 1.0,
                                         .reason = reason},
                                        kChangeKindNames, s.undetectable_fraction[detector]);
             }
           });
  v.list(
      {.name = "correlation",
       .description = "pairs of detector classes whose blind spots hang together (Gaussian copula)"},
      [&](FieldVisitor& inner) {
        CorrelationFields& pair = scenario.correlations.emplace_back();
        pair.place = inner.place();
        inner.choice({.name = "first", .description = "a class", .required = true}, kDetectorClassNames, pair.first);
        inner.choice({.name = "second", .description = "another class", .required = true}, kDetectorClassNames,
                     pair.second);
        inner.number(
            {.name = "correlation", .description = "of their normal scores", .min = -1.0, .max = 1.0, .required = true},
            pair.correlation);
      });
}

void describe_response(FieldVisitor& visitor, ResponseModel& r) {
  visitor.object({.name = "detection", .description = "until somebody knows"}, [&](FieldVisitor& v) {
    v.number({.name = "monitor_interval_hours",
              .description = "between two looks of a monitor",
              .unit = "hours",
              .min = 0.0,
              .max = 1000.0,
              .reason = kModel12},
             r.detection.monitor_interval_hours);
    v.number({.name = "z_alpha",
              .description = "one-sided quantile of the false-alarm rate",
              .min = 0.0,
              .max = 10.0,
              .evidence = "5.12"},
             r.detection.z_alpha);
    v.number({.name = "z_beta",
              .description = "quantile of the power, 1.28 for 90 %",
              .min = 0.0,
              .max = 10.0,
              .reason = "model, section 7"},
             r.detection.z_beta);
    v.number({.name = "order_drop_floor_fraction",
              .description = "smaller drops drown in the forecast's error",
              .min = 0.0,
              .max = 1.0,
              .reason = kAssumed},
             r.detection.order_drop_floor_fraction);
    v.number({.name = "order_cusum_threshold",
              .description = "log-likelihood ratio at which the order-rate alarm sounds",
              .min = 0.0,
              .max = 1000.0,
              .reason = kAssumed},
             r.detection.order_cusum_threshold);
    describe_lognormal(
        v, {.name = "customers", .description = "until customers report what no alert sees", .reason = kModel12},
        r.detection.customers);
  });
  visitor.object({.name = "diagnosis", .description = "until the cause is known"}, [&](FieldVisitor& v) {
    describe_lognormal(
        v, {.name = "time", .description = "with a documented cause and the usual suspects", .reason = kModel12},
        r.diagnosis.time);
    v.number({.name = "undocumented_multiplier",
              .description = "when the change left no audit trail",
              .min = 1.0,
              .max = 100.0,
              .evidence = "5.14"},
             r.diagnosis.undocumented_multiplier);
    v.number({.name = "reference_suspects",
              .description = "changes of the last day among which the search takes that time",
              .min = 0.0,
              .max = 1e5,
              .reason = kModel12},
             r.diagnosis.reference_suspects);
    v.number({.name = "min_factor",
              .description = "few suspects shorten the search at most to this",
              .min = 0.0,
              .max = 1.0,
              .above_min = true,
              .reason = "model, section 8"},
             r.diagnosis.min_factor);
    v.number({.name = "max_factor",
              .description = "many lengthen it at most to this",
              .min = 1.0,
              .max = 100.0,
              .reason = "model, section 8"},
             r.diagnosis.max_factor);
  });
  visitor.object({.name = "mitigation", .description = "until customers are served again"}, [&](FieldVisitor& v) {
    v.number({.name = "rollback_hours",
              .description = "a rollback takes",
              .unit = "hours",
              .min = 0.0,
              .max = 1000.0,
              .reason = kModel12},
             r.mitigation.rollback_hours);
    describe_lognormal(v, {.name = "fix_forward", .description = "where rollback is impossible", .reason = kModel12},
                       r.mitigation.fix_forward);
    describe_lognormal(v, {.name = "unwind_data", .description = "unwinding damaged data", .reason = kModel12},
                       r.mitigation.unwind_data);
    v.number({.name = "total_outage_cap_hours",
              .description = "total outages end by then",
              .unit = "hours",
              .min = 0.0,
              .max = 10000.0,
              .above_min = true,
              .reason = "model, section 8"},
             r.mitigation.total_outage_cap_hours);
    v.number({.name = "recovery_ramp_hours",
              .description = "demand and caches come back over",
              .unit = "hours",
              .min = 0.0,
              .max = 1000.0,
              .reason = kAssumed},
             r.mitigation.recovery_ramp_hours);
  });
  visitor.object(
      {.name = "severity", .description = "by the incident's own peak share of journeys failed"}, [&](FieldVisitor& v) {
        v.number({.name = "sev1_fraction", .description = "at least", .min = 0.0, .max = 1.0, .setting = true},
                 r.severity.sev1_fraction);
        v.number({.name = "sev2_fraction", .description = "at least", .min = 0.0, .max = 1.0, .setting = true},
                 r.severity.sev2_fraction);
      });
  visitor.object({.name = "on_call", .description = "who leads the response; when nobody is free, incidents wait"},
                 [&](FieldVisitor& v) {
                   v.whole(FieldInfo{.name = "per_team",
                                     .description = "responders of the team that owns the faulty service",
                                     .min = 0,
                                     .max = 1000,
                                     .reason = kAssumed},
                           r.on_call.per_team);
                   v.whole(FieldInfo{.name = "pool",
                                     .description = "responders whom all teams share, after their own",
                                     .min = 0,
                                     .max = 10000,
                                     .reason = kModel12},
                           r.on_call.pool);
                 });
  visitor.number({.name = "responder_hours_per_incident_hour",
                  .description = "engineers on a sev1 or sev2 incident",
                  .min = 0.0,
                  .max = 10000.0,
                  .evidence = "5.16"},
                 r.responder_hours_per_incident_hour);
  visitor.number({.name = "responders_sev3",
                  .description = "engineers on a smaller one",
                  .min = 0.0,
                  .max = 10000.0,
                  .reason = kAssumed},
                 r.responders_sev3);
}

void describe_background(FieldVisitor& v, BackgroundFields& b) {
  BackgroundIncidents& incidents = b.incidents;
  v.number({.name = "per_day",
            .description = "mean number",
            .unit = "per day",
            .min = 0.0,
            .max = 1e4,
            .reason = "about 30 % of incidents (Z12); the number from the model, section 12"},
           incidents.per_day);
  static constexpr std::array<std::size_t, 1> kHours{24};
  v.numbers({.name = "hour_weights",
             .description = "shape of a day, local, scaled to mean 1; absent: flat",
             .min = 0.0,
             .max = kMany},
            kHours, b.hour_weights);
  v.number({.name = "weekend_factor",
            .description = "a weekend day's to a weekday's",
            .min = 0.0,
            .max = 100.0,
            .reason = "about 0.25 (model, section 4); field ratio of all incidents 0.21 (1.12)"},
           b.weekend_factor);
  describe_magnitude(v, incidents.magnitude);
  v.number({.name = "invisible_fraction",
            .description = "that no monitor of errors sees",
            .min = 0.0,
            .max = 1.0,
            .reason = kModel12},
           incidents.invisible_fraction);
  v.number({.name = "rollback_fraction",
            .description = "mitigated as fast as a rollback (failover, restart)",
            .min = 0.0,
            .max = 1.0,
            .reason = kAssumed},
           incidents.rollback_fraction);
}

}  // namespace faultline
