// Teams, what they change and how they review.
#include <array>

#include "models/io/scenario_parts.h"

namespace faultline {

namespace {

using Info = FieldInfo;

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
  v.number({.name = "emergency_fraction",
            .description = "hotfixes on the emergency path, which gates may let pass",
            .min = 0.0,
            .max = 1.0,
            .reason = kAssumed},
           stream.emergency_fraction);
}

void describe_pool(FieldVisitor& v, PoolFields& fields) {
  ReviewPool& pool = fields.pool;
  fields.place = v.place();
  v.text({.name = "id", .description = "name for gates", .required = true}, pool.id);
  v.whole(Info{.name = "people",
               .description = "how many, or agents at work at once",
               .min = 0,
               .max = 10000,
               .reason = kAssumed},
          pool.people);
  v.flag({.name = "agents", .description = "programs: at work all the time, without haste or stamps"}, pool.agents);
  v.number({.name = "review_hours_per_week",
            .description = "of each person, in five daily bouts; agents have all of theirs",
            .unit = "hours per week",
            .min = 0.0,
            .max = 168.0,
            .reason = kAssumed},
           pool.review_hours_per_week);
  v.text({.name = "calendar", .description = "id of the calendar of people's working hours; absent: the first one"},
         fields.calendar);
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

}  // namespace

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
  v.list({.name = "pools", .description = "reviewers or review agents whom all teams share"},
         [&](FieldVisitor& inner) { describe_pool(inner, o.pools.emplace_back()); });
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

}  // namespace faultline
