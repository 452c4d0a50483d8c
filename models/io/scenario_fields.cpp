#include "models/io/scenario_fields.h"

#include "models/io/scenario_parts.h"

namespace faultline {

namespace {

using Info = FieldInfo;

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
  v.raw(
      {.name = "graph",
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
  v.object(
      {.name = "feedback", .description = "ways in which what happens changes what happens next"},
      [&](FieldVisitor& inner) {
        inner.flag({.name = "rework",
                    .description = "a caught change goes back to its author; false: it keeps its "
                                   "place, without its defect"},
                   s.feedback.rework);
        Feedback& f = s.feedback;
        inner.flag({.name = "rework_defects", .description = "mending a change may break it again"}, f.rework_defects);
        inner.flag({.name = "displacement", .description = "slow delivery drives work out of band"}, f.displacement);
        inner.flag({.name = "attention", .description = "reviewers hurry when much is waiting"}, f.attention);
        inner.flag({.name = "bypass", .description = "habit and impatience go round a review"}, f.bypass);
        inner.flag({.name = "complacency", .description = "people look less closely after an agent has looked"},
                   f.complacency);
        inner.flag({.name = "deterrence", .description = "audits deter bypass"}, f.deterrence);
        inner.flag({.name = "incidents_take_reviewers",
                    .description = "who responds to a sev1 or sev2 incident does not review meanwhile"},
                   f.incidents_take_reviewers);
        inner.flag({.name = "on_call", .description = "incidents wait when every responder is busy"}, f.on_call);
        inner.flag(
            {.name = "suspects", .description = "the more was deployed lately, the longer the search for the cause"},
            f.suspects);
        inner.flag({.name = "documentation", .description = "undocumented changes are harder to find"},
                   f.documentation);
      });
  v.object({.name = "economics", .description = "money and customers' patience"},
           [&](FieldVisitor& inner) { describe_economics(inner, s.economics); });
  v.list({.name = "policies", .description = "what is compared", .required = true},
         [&](FieldVisitor& inner) { describe(inner, s.policies.emplace_back()); });
  v.text({.name = "baseline", .description = "id of the policy that rules during the warm-up"}, s.baseline);
  v.object({.name = "run", .description = "settings of the computation"},
           [&](FieldVisitor& inner) { describe_run(inner, s.run); });
  v.list({.name = "correlations", .description = "uncertain numbers that are off together; 0 for all other pairs"},
         [&](FieldVisitor& inner) { describe_parameter_correlation(inner, s.parameter_correlations.emplace_back()); });
  v.list({.name = "variants", .description = "the same scenario with some values set otherwise"},
         [&](FieldVisitor& inner) { describe_variant(inner, s.variants.emplace_back()); });
}

}  // namespace faultline
