#include "models/io/scenario_fields.h"

#include <algorithm>

namespace faultline {

namespace {

using Info = FieldInfo;

constexpr std::string_view kAssumed = "no measurement found";
constexpr std::string_view kModel12 = "settled in the model, section 12";
constexpr double kMany = 1e12;

void describe_time(FieldVisitor& v, TimeFields& time) {
  time.place = v.place();
  v.text({.name = "start",
          .description = "local date on which the horizon begins, YYYY-MM-DD; the warm-up lies before",
          .required = true},
         time.start);
  v.text({.name = "zone", .description = "IANA time zone of the date and of everything that names none"}, time.zone);
  v.number({.name = "warm_up_days",
            .description = "fills queues under the baseline's first phase",
            .unit = "days",
            .min = 0.0,
            .max = 365.0,
            .setting = true},
           time.warm_up_days);
  v.number({.name = "horizon_days",
            .description = "what is counted",
            .unit = "days",
            .min = 0.0,
            .max = 3650.0,
            .above_min = true,
            .setting = true},
           time.horizon_days);
  v.number({.name = "run_off_days",
            .description = "changes submitted in the horizon are followed so much longer",
            .unit = "days",
            .min = 0.0,
            .max = 3650.0,
            .setting = true},
           time.run_off_days);
}

void describe_journey(FieldVisitor& v, JourneyFields& journey) {
  journey.place = v.place();
  v.text({.name = "id", .description = "name in results", .required = true}, journey.id);
  v.list({.name = "entries",
          .description = "services that receive the customer's requests; the order is lost when any fails",
          .required = true},
         [&](FieldVisitor& inner) {
           JourneyFields::Entry& entry = journey.entries.emplace_back();
           entry.place = inner.place();
           inner.text({.name = "service", .description = "id of a service of the graph", .required = true},
                      entry.service);
           inner.number({.name = "requests_per_order",
                         .description = "requests that one order makes there",
                         .min = 0.0,
                         .max = 1e6,
                         .above_min = true,
                         .reason = kAssumed},
                        entry.requests_per_order);
         });
  v.optional_number({.name = "demand_share",
                     .description = "share of every marketplace's orders; absent: journeys share equally",
                     .min = 0.0,
                     .max = 1.0},
                    journey.demand_share);
  v.list({.name = "shares", .description = "marketplaces where the share differs"}, [&](FieldVisitor& inner) {
    JourneyFields::Share& share = journey.shares.emplace_back();
    share.place = inner.place();
    inner.text({.name = "marketplace", .description = "id of a marketplace", .required = true}, share.marketplace);
    inner.number(
        {.name = "demand_share", .description = "share of its orders", .min = 0.0, .max = 1.0, .required = true},
        share.demand_share);
  });
}

void describe_marketplace(FieldVisitor& v, MarketplaceFields& market) {
  market.place = v.place();
  v.text({.name = "id", .description = "name in results", .required = true}, market.id);
  v.text({.name = "zone", .description = "IANA time zone of its customers; absent: the scenario's"}, market.zone);
  v.number({.name = "orders_per_hour",
            .description = "mean over a plain week",
            .unit = "orders per hour",
            .min = 0.0,
            .max = kMany,
            .required = true},
           market.orders_per_hour);
  v.choice({.name = "hour_profile",
            .description = "shape of a day; us-online-shopping is evidence row 6.6, scaled to mean 1"},
           kHourProfileNames, market.hour_profile);
  static constexpr std::array<std::size_t, 2> kHours{24, 168};
  v.numbers(
      {.name = "hour_weights",
       .description = "own shape instead: 24 hours of a day or 168 of a week from Monday 00:00 local, scaled to mean 1",
       .min = 0.0,
       .max = kMany},
      kHours, market.hour_weights);
  static constexpr std::array<std::size_t, 1> kDays{7};
  v.numbers({.name = "weekday_factors",
             .description = "Monday to Sunday, scaled to mean 1",
             .min = 0.0,
             .max = kMany,
             .reason = "flat; measurements conflict (6.8)"},
            kDays, market.weekday_factors);
  v.number({.name = "growth_per_week_fraction",
            .description = "growth of demand, compounded; 0 at the horizon's start",
            .unit = "per week",
            .min = -0.5,
            .max = 1.0,
            .reason = kAssumed},
           market.growth_per_week_fraction);
  v.list({.name = "events", .description = "times of other demand, such as a sale day"}, [&](FieldVisitor& inner) {
    MarketplaceFields::Event& event = market.events.emplace_back();
    inner.text({.name = "title", .description = "what it is", .required = true}, event.title);
    inner.number({.name = "from_day",
                  .description = "day of the horizon on which it begins",
                  .unit = "days",
                  .min = -365.0,
                  .max = 3650.0,
                  .required = true},
                 event.from_day);
    inner.number({.name = "days",
                  .description = "how long it lasts",
                  .unit = "days",
                  .min = 0.0,
                  .max = 3650.0,
                  .above_min = true,
                  .setting = true},
                 event.days);
    inner.number(
        {.name = "factor", .description = "times the usual demand", .min = 0.0, .max = 1000.0, .required = true},
        event.factor);
  });
}

void describe_calendar(FieldVisitor& v, CalendarFields& calendar) {
  calendar.place = v.place();
  v.text({.name = "id", .description = "name by which teams and gates refer to it", .required = true}, calendar.id);
  v.text({.name = "zone", .description = "IANA time zone of its hours; absent: the scenario's"}, calendar.zone);
  v.list({.name = "open", .description = "open hours in local time, following daylight saving", .required = true},
         [&](FieldVisitor& inner) {
           CalendarFields::Open& open = calendar.open.emplace_back();
           open.place = inner.place();
           inner.choices({.name = "days", .description = "absent: Monday to Friday"}, kWeekdayNames, open.days);
           inner.text({.name = "from", .description = "HH:MM"}, open.from);
           inner.text({.name = "to", .description = "HH:MM, up to 24:00"}, open.to);
         });
  v.texts({.name = "holidays", .description = "local dates on which it stays closed, YYYY-MM-DD"}, calendar.holidays);
}

void describe_team_size(FieldVisitor& v, TeamFields& team) {
  v.whole(Info{.name = "developers", .description = "who make changes", .min = 0, .max = 10000, .reason = kAssumed},
          team.developers);
  v.whole(Info{.name = "reviewers",
               .description = "how many of them review; 0: nobody does",
               .min = 0,
               .max = 10000,
               .reason = kAssumed},
          team.reviewers);
  v.number({.name = "velocity_multiplier",
            .description = "times the rate of every stream",
            .min = 0.0,
            .max = 1000.0,
            .reason = kAssumed},
           team.velocity_multiplier);
}

void describe_stream(FieldVisitor& v, OrganisationFields& organisation) {
  ChangeStream& stream = organisation.streams.emplace_back();
  organisation.stream_places.push_back(v.place());
  std::size_t origin = 0;
  v.choice({.name = "origin", .description = "who writes the changes; one stream for each", .required = true},
           kOriginNames, origin);
  stream.origin = static_cast<Origin>(origin);
  v.number({.name = "changes_per_developer_week",
            .description = "mean rate",
            .unit = "per week",
            .min = 0.0,
            .max = 1e5,
            .evidence = "1.4"},
           stream.changes_per_developer_week);
  v.number({.name = "velocity_multiplier",
            .description = "times that rate",
            .min = 0.0,
            .max = 1000.0,
            .reason = "a scenario varies it (Z3)"},
           stream.velocity_multiplier);
  v.object({.name = "lines", .description = "lines changed: lognormal, cut at a maximum"}, [&](FieldVisitor& inner) {
    inner.number(
        {.name = "median_lines", .description = "median", .unit = "lines", .min = 1.0, .max = 1e6, .evidence = "1.6"},
        stream.lines.median_lines);
    inner.number({.name = "log_sd",
                  .description = "standard deviation of the logarithm",
                  .min = 0.0,
                  .max = 5.0,
                  .evidence = "1.6"},
                 stream.lines.log_sd);
    inner.number({.name = "max_lines",
                  .description = "larger changes are cut to this",
                  .unit = "lines",
                  .min = 1.0,
                  .max = 1e7,
                  .evidence = "1.6"},
                 stream.lines.max_lines);
  });
  describe_numbers_by_name(v,
                           {.name = "kind_weight",
                            .description = "relative frequency of what changes alter",
                            .min = 0.0,
                            .max = kMany,
                            .reason = "code to config 54:46 from 4.4, the rest assumed"},
                           kChangeKindNames, stream.kind_weight);
  v.number({.name = "touches_pricing_fraction",
            .description = "share that touches pricing or payment data",
            .min = 0.0,
            .max = 1.0,
            .reason = kAssumed},
           stream.touches_pricing_fraction);
  v.number({.name = "documented_fraction",
            .description = "share with an audit trail before any gate asks for one",
            .min = 0.0,
            .max = 1.0,
            .reason = kModel12},
           stream.documented_fraction);
  v.number({.name = "out_of_band_multiplier",
            .description = "times out_of_band.base_fraction; 0: never leaves the pipeline",
            .min = 0.0,
            .max = 1000.0,
            .reason = kAssumed},
           stream.out_of_band_multiplier);
}

void describe_review(FieldVisitor& v, ReviewPractice& r) {
  v.number({.name = "review_hours_per_week",
            .description = "of each reviewer, in five daily bouts",
            .unit = "hours per week",
            .min = 0.0,
            .max = 168.0,
            .evidence = "Z6"},
           r.review_hours_per_week);
  v.flag({.name = "in_bouts", .description = "false: reviewers are available all the time (for closed forms)"},
         r.in_bouts);
  describe_lognormal(v, {.name = "base_work", .description = "work of one review, up to free_lines", .evidence = "Z7"},
                     r.base_work);
  v.flag({.name = "exponential_work",
          .description = "base work is exponential with mean base_work.median_hours (for closed forms)"},
         r.exponential_work);
  v.flag({.name = "independent_work", .description = "drawn anew for each reviewer (for closed forms)"},
         r.independent_work);
  v.number({.name = "free_lines",
            .description = "lines that cost no further work",
            .unit = "lines",
            .min = 0.0,
            .max = 1e7,
            .evidence = "3.4"},
           r.free_lines);
  v.number({.name = "hours_per_line",
            .description = "work for each line above free_lines",
            .unit = "hours per line",
            .min = 0.0,
            .max = 100.0,
            .evidence = "3.4"},
           r.hours_per_line);
  v.number({.name = "max_work_hours",
            .description = "no review takes longer",
            .unit = "hours",
            .min = 0.0,
            .max = 1e4,
            .above_min = true,
            .evidence = "3.4"},
           r.max_work_hours);
  v.number({.name = "target_wait_working_hours",
            .description = "wait above which reviewers hurry",
            .unit = "working hours",
            .min = 0.0,
            .max = 1e4,
            .above_min = true,
            .reason = "model, section 6"},
           r.target_wait_working_hours);
  v.number({.name = "attention_exponent",
            .description = "kappa: attention = (target wait / projected wait)^kappa",
            .min = 0.0,
            .max = 10.0,
            .reason = "model, section 6"},
           r.attention_exponent);
  v.number({.name = "attention_floor",
            .description = "phi_min: attention never falls below",
            .min = 0.0,
            .max = 1.0,
            .above_min = true,
            .reason = "model, section 6"},
           r.attention_floor);
  v.number({.name = "idle_stamp_fraction",
            .description = "approvals stamped unread even when nothing waits",
            .min = 0.0,
            .max = 1.0,
            .reason = "a third to a half of the 0.46 without a comment (3.14)"},
           r.idle_stamp_fraction);
  v.number({.name = "stamp_hours",
            .description = "time that a stamped approval takes",
            .unit = "hours",
            .min = 0.0,
            .max = 100.0,
            .reason = kModel12},
           r.stamp_hours);
  v.number({.name = "habit_bypass_fraction",
            .description = "changes that go round the review at any load",
            .min = 0.0,
            .max = 1.0,
            .reason = "model, section 6"},
           r.habit_bypass_fraction);
  v.number({.name = "impatient_fraction",
            .description = "authors who go round a waiting review",
            .min = 0.0,
            .max = 1.0,
            .reason = "model, section 6"},
           r.impatient_fraction);
  v.number({.name = "patience_mean_working_hours",
            .description = "their mean patience, exponential",
            .unit = "working hours",
            .min = 0.0,
            .max = 1e4,
            .above_min = true,
            .reason = "model, section 6"},
           r.patience_mean_working_hours);
  v.number({.name = "stale_fraction",
            .description = "reviewed changes that wait for their author",
            .min = 0.0,
            .max = 1.0,
            .reason = "0.05 to 0.10 (model, section 6)"},
           r.stale_fraction);
  describe_lognormal(v, {.name = "stale", .description = "how long they do", .reason = "model, section 6"}, r.stale);
  describe_lognormal(
      v, {.name = "rework", .description = "from a rejection to the next submission", .reason = kModel12}, r.rework);
  v.number({.name = "rework_lines_fraction",
            .description = "share of the lines that the next review must look at",
            .min = 0.0,
            .max = 1.0,
            .reason = kModel12},
           r.rework_lines_fraction);
  v.number({.name = "author_hours_per_change",
            .description = "author's active time shepherding a reviewed change",
            .unit = "hours",
            .min = 0.0,
            .max = 1000.0,
            .evidence = "3.5"},
           r.author_hours_per_change);
}

void describe_organisation(FieldVisitor& v, OrganisationFields& o) {
  o.place = v.place();
  v.list({.name = "teams", .description = "who owns services and changes them"}, [&](FieldVisitor& inner) {
    TeamFields& team = o.teams.emplace_back();
    team.place = inner.place();
    inner.text({.name = "id", .description = "name in results", .required = true}, team.id);
    describe_team_size(inner, team);
    inner.text({.name = "calendar", .description = "id of the calendar of its working hours; absent: the first one"},
               team.calendar);
    inner.texts({.name = "services",
                 .description = "ids of the services that it owns, besides those whose `team` in the graph it is"},
                team.services);
  });
  o.generated = v.optional_object(
      {.name = "generate",
       .description = "teams without listing them: one for each `team` of the graph's services; services without one "
                      "are dealt out in runs to so many further teams"},
      [&](FieldVisitor& inner) {
        o.generate.place = inner.place();
        inner.whole(Info{.name = "teams",
                         .description = "for services whose graph names no team",
                         .min = 1,
                         .max = 100000,
                         .reason = kAssumed},
                    o.generate_teams);
        describe_team_size(inner, o.generate);
        inner.texts({.name = "calendars",
                     .description = "ids of calendars, dealt out to the teams in turn; absent: the first one"},
                    o.generate_calendars);
      });
  v.list({.name = "streams", .description = "changes by who wrote them", .required = true},
         [&](FieldVisitor& inner) { describe_stream(inner, o); });
  static constexpr std::array<std::size_t, 1> kDays{7};
  v.numbers({.name = "weekday_weights",
             .description = "share of a week's changes, Monday to Sunday, scaled to sum 1; evenly over the team's "
                            "working hours, at weekends and on holidays over those of the first working day",
             .min = 0.0,
             .max = kMany,
             .evidence = "1.11",
             .reason = kModel12},
            kDays, o.weekday_weights);
  v.number({.name = "daily_dispersion",
            .description = "variance over mean of a team's changes in a day; 1 is Poisson",
            .min = 1.0,
            .max = 1000.0,
            .reason = "real histories have 1.5 to 4.3 (model, section 4)"},
           o.daily_dispersion);
  v.object({.name = "review", .description = "how reviewers work"},
           [&](FieldVisitor& inner) { describe_review(inner, o.review); });
  v.object({.name = "out_of_band", .description = "changes that never pass the pipeline"}, [&](FieldVisitor& inner) {
    inner.number({.name = "base_fraction",
                  .description = "share of changes at the baseline's lead time",
                  .min = 0.0,
                  .max = 1.0,
                  .reason = kModel12},
                 o.out_of_band.base_fraction);
    inner.number({.name = "displacement_exponent",
                  .description = "share = base x (lead time / baseline's lead time)^exponent",
                  .min = 0.0,
                  .max = 5.0,
                  .reason = "0 to 0.5 (model, section 4)"},
                 o.out_of_band.displacement_exponent);
  });
}

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

void describe_economics(FieldVisitor& v, Economics& e) {
  v.text({.name = "currency", .description = "code for amounts"}, e.currency);
  v.number({.name = "margin_per_order",
            .description = "0: no money is shown",
            .unit = "currency",
            .min = 0.0,
            .max = kMany,
            .reason = kAssumed},
           e.margin_per_order);
  v.number({.name = "cost_per_engineer_hour",
            .description = "",
            .unit = "currency",
            .min = 0.0,
            .max = kMany,
            .reason = kAssumed},
           e.cost_per_engineer_hour);
  v.number({.name = "cost_of_delay_per_change_day",
            .description = "",
            .unit = "currency",
            .min = 0.0,
            .max = kMany,
            .reason = kAssumed},
           e.cost_of_delay_per_change_day);
  v.number({.name = "sessions_per_order",
            .description = "most traffic does not buy",
            .min = 1.0,
            .max = 1e6,
            .reason = kModel12},
           e.sessions_per_order);
  v.number({.name = "recapture_fraction",
            .description = "customers who come back after a short incident",
            .min = 0.0,
            .max = 1.0,
            .reason = "Z19, weak"},
           e.recapture_fraction);
  v.number({.name = "recapture_decay_hours",
            .description = "that share falls as exp(-duration / decay)",
            .unit = "hours",
            .min = 0.0,
            .max = 1e6,
            .above_min = true,
            .reason = "Z19, weak"},
           e.recapture_decay_hours);
}

void describe_run(FieldVisitor& v, RunSettings& run) {
  v.whole(Info{.name = "replications",
               .description = "quarters simulated under every policy",
               .min = 1,
               .max = 1e8,
               .setting = true},
          run.replications);
  v.whole(Info{.name = "seed", .description = "of all luck", .min = 0, .max = 9.2e18, .setting = true}, run.seed);
  v.whole(Info{.name = "blast_samples",
               .description = "samples of live calls; a multiple of 64 is used fully",
               .min = 64,
               .max = 1 << 20,
               .setting = true},
          run.blast_samples);
  v.number({.name = "smallest_difference_that_matters_fraction",
            .description = "of the baseline's mean loss",
            .min = 0.0,
            .max = 1.0,
            .setting = true},
           run.smallest_difference_that_matters_fraction);
}

}  // namespace

std::array<double, 24> hour_profile(std::size_t name_index) {
  std::array<double, 24> flat{};
  flat.fill(1.0);
  // Evidence row 6.6, from 00:00 local.
  constexpr std::array<double, 24> kUsOnlineShopping{1.05, .76,  .50,  .33,  .25,  .22,  .28,  .40,
                                                     .55,  .76,  1.04, 1.26, 1.43, 1.52, 1.50, 1.46,
                                                     1.41, 1.36, 1.33, 1.32, 1.33, 1.35, 1.34, 1.24};
  return name_index == 0 ? flat : kUsOnlineShopping;
}

void describe(FieldVisitor& v, GraphFields& graph) {
  v.text({.name = "file", .description = "graph file, relative to the document"}, graph.file);
  v.text({.name = "format", .description = "as in `faultline import`; absent: the content decides"}, graph.format);
  graph.generated = v.optional_object(
      {.name = "generate", .description = "makes a graph with published statistics"}, [&](FieldVisitor& inner) {
        GeneratorOptions& g = graph.generate;
        const auto fraction = [&](std::string_view name, std::string_view evidence, double& value) {
          inner.number({.name = name, .min = 0.0, .max = 1.0, .evidence = evidence, .reason = kAssumed}, value);
        };
        inner.whole(Info{.name = "services", .description = "how many", .min = 1, .max = 1000000, .setting = true},
                    g.services);
        inner.whole(
            Info{.name = "seed", .description = "of the graph's luck", .min = 0, .max = 9.2e18, .setting = true},
            g.seed);
        fraction("tier1_fraction", "7.6", g.tier1_fraction);
        inner.number({.name = "services_per_team",
                      .description = "mean number of services that a team owns",
                      .min = 0.1,
                      .max = 1e6,
                      .reason = kAssumed},
                     g.services_per_team);
        fraction("entry_fraction", "7.4", g.entry_fraction);
        fraction("leaf_fraction", "7.4", g.leaf_fraction);
        fraction("hub_fraction", "7.3", g.hub_fraction);
        inner.number({.name = "in_degree_tail",
                      .description = "Pareto exponent of the number of callers",
                      .min = 0.1,
                      .max = 10.0,
                      .evidence = "7.3"},
                     g.in_degree_tail);
        fraction("hard_fraction_tier1", "7.7", g.hard_fraction_tier1);
        fraction("hard_fraction_elsewhere", "7.7", g.hard_fraction_elsewhere);
        fraction("soft_coupling", "", g.soft_coupling);
      });
}

void describe(FieldVisitor& v, ScenarioFields& s) {
  s.place = v.place();
  v.text({.name = "format", .description = "\"faultline-scenario\"", .required = true}, s.format);
  v.whole(
      Info{.name = "version", .description = "of the format", .min = 1, .max = 1, .required = true, .setting = true},
      s.version);
  v.text({.name = "id", .description = "name in results and of the results folder", .required = true}, s.id);
  v.text({.name = "title", .description = "one line", .required = true}, s.title);
  v.text({.name = "description", .description = "what is modelled, from where"}, s.description);
  v.text({.name = "question", .description = "which question it answers"}, s.question);
  v.object({.name = "time", .description = "time frame", .required = true},
           [&](FieldVisitor& inner) { describe_time(inner, s.time); });
  v.raw({.name = "graph",
         .description = "services and calls: a native graph (see graph-json.md), or a file or the options of a generator",
         .required = true},
        "graph", s.graph);
  v.list({.name = "journeys",
          .description =
              "what customers do to place an order; absent: the graph's own, or each service that nobody calls"},
         [&](FieldVisitor& inner) { describe_journey(inner, s.journeys.emplace_back()); });
  v.list({.name = "marketplaces", .description = "demand by market", .required = true},
         [&](FieldVisitor& inner) { describe_marketplace(inner, s.marketplaces.emplace_back()); });
  v.list({.name = "calendars", .description = "working, board and promotion hours; absent: always open"},
         [&](FieldVisitor& inner) { describe_calendar(inner, s.calendars.emplace_back()); });
  v.object({.name = "organisation", .description = "teams, what they change and how they review", .required = true},
           [&](FieldVisitor& inner) { describe_organisation(inner, s.organisation); });
  v.object({.name = "defects", .description = "how often changes carry one, and what it does"},
           [&](FieldVisitor& inner) { describe_defects(inner, s.defects); });
  v.object({.name = "stealth", .description = "how well defects hide from each class of detector"},
           [&](FieldVisitor& inner) { describe_stealth(inner, s); });
  v.object({.name = "response", .description = "from the start of a fault to its end"},
           [&](FieldVisitor& inner) { describe_response(inner, s.response); });
  v.object({.name = "background_incidents", .description = "incidents that no change caused"},
           [&](FieldVisitor& inner) { describe_background(inner, s.background); });
  v.object({.name = "feedback", .description = "ways in which what happens changes what happens next"},
           [&](FieldVisitor& inner) {
             inner.flag({.name = "rework",
                         .description = "a caught change goes back to its author; false: it keeps its "
                                        "place, without its defect"},
                        s.feedback.rework);
             inner.flag({.name = "displacement", .description = "slow delivery drives work out of band"},
                        s.feedback.displacement);
           });
  v.object({.name = "economics", .description = "money and customers' patience"},
           [&](FieldVisitor& inner) { describe_economics(inner, s.economics); });
  v.list({.name = "policies", .description = "what is compared", .required = true},
         [&](FieldVisitor& inner) { describe(inner, s.policies.emplace_back()); });
  v.text({.name = "baseline", .description = "id of the policy that rules during the warm-up"}, s.baseline);
  v.object({.name = "run", .description = "settings of the computation"},
           [&](FieldVisitor& inner) { describe_run(inner, s.run); });
}

}  // namespace faultline
