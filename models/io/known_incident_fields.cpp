// The table of fields of a file of known incidents.
#include <array>
#include <limits>

#include "models/io/known_incidents.h"

namespace faultline {
namespace {

using Info = FieldInfo;

constexpr double kMostHours = 8760.0;
constexpr std::array<std::string_view, 2> kChangeChannels{"pipeline", "out_of_band"};

struct RangeBounds {
  double min = 0.0;
  double max = 1.0;
  bool above_min = false;
  std::string_view unit{};
};

void describe_range(FieldVisitor& v, const RangeBounds& bounds, RangeLaw& range) {
  auto law = static_cast<std::size_t>(range.law);
  v.choice({.name = "law", .description = "log-uniform where not even the order of magnitude is known"}, kRangeLawNames,
           law);
  range.law = static_cast<RangeLaw::Law>(law);
  range.low = range.high = std::numeric_limits<double>::quiet_NaN();  // so that only what is given is compared
  const auto end = [&](std::string_view name, std::string_view description, double& value) {
    v.number({.name = name,
              .description = description,
              .unit = bounds.unit,
              .min = bounds.min,
              .max = bounds.max,
              .above_min = bounds.above_min,
              .required = true},
             value);
  };
  end("low", "smallest value", range.low);
  end("high", "largest value; the same as low where the number is known", range.high);
}

void describe_change(FieldVisitor& v, KnownIncidentFields::Change& fields) {
  KnownChange& change = fields.change;
  fields.place = v.place();
  v.text({.name = "reading",
          .description = "which reading of the sources this is, as a clause: \"the press: ...\"",
          .required = true},
         change.reading);
  auto origin = static_cast<std::size_t>(change.origin);
  v.choice({.name = "origin", .description = "who wrote it"}, kOriginNames, origin);
  change.origin = static_cast<Origin>(origin);
  auto kind = static_cast<std::size_t>(change.kind);
  v.choice({.name = "kind", .description = "what it altered"}, kChangeKindNames, kind);
  change.kind = static_cast<ChangeKind>(kind);
  auto channel = static_cast<std::size_t>(change.channel);
  v.choice({.name = "channel", .description = "by which way it came to production"}, kChangeChannels, channel);
  change.channel = static_cast<Channel>(channel);
  v.number(
      {.name = "lines", .description = "its size", .unit = "lines", .min = 1.0, .max = 1e7, .reason = "not published"},
      change.lines);
  v.flag({.name = "documented", .description = "had an audit trail; out of band it never has"}, change.documented);
  v.flag({.name = "touches_pricing", .description = "touched pricing or payment data"}, change.touches_pricing);
  v.flag({.name = "wide_scope", .description = "acted on the whole fleet at once"}, change.wide_scope);
  v.flag({.name = "emergency", .description = "a hotfix on the emergency path"}, change.emergency);
  v.text({.name = "service", .description = "id of the changed service; absent: where the first journey enters"},
         fields.service);
}

void describe_begin(FieldVisitor& v, KnownIncidentFields& fields) {
  fields.begin_place = v.place();
  v.text({.name = "date",
          .description = "local date, YYYY-MM-DD, within the simulated span; absent: the horizon's first day"},
         fields.date);
  v.text({.name = "time", .description = "local time, HH:MM", .required = true}, fields.time);
  v.text({.name = "zone", .description = "IANA time zone of both", .required = true}, fields.zone);
  v.number({.name = "within_hours",
            .description = "it began at any moment of so many hours after; 0: then",
            .unit = "hours",
            .min = 0.0,
            .max = kMostHours,
            .reason = "as published"},
           fields.incident.begin_within_hours);
}

void describe_incident(FieldVisitor& v, KnownIncidentFields& fields) {
  KnownIncident& incident = fields.incident;
  fields.place = v.place();
  v.text({.name = "id", .description = "name on the command line", .required = true}, incident.id);
  v.text({.name = "title", .description = "one line", .required = true}, incident.title);
  v.text({.name = "story", .description = "what was published, and where sources disagree"}, incident.story);
  auto standing = static_cast<std::size_t>(incident.standing);
  v.choice({.name = "standing",
            .description = "what agreement with the published figure is worth: \"consistency\" when numbers of the "
                           "scenario were derived from this event, \"validation\" when none was"},
           kStandingNames, standing);
  incident.standing = static_cast<Standing>(standing);
  v.text({.name = "standing_reason", .description = "why, as a sentence without a full stop", .required = true},
         incident.standing_reason);
  v.object({.name = "begin", .description = "when it began", .required = true},
           [&](FieldVisitor& inner) { describe_begin(inner, fields); });
  v.texts({.name = "marketplaces", .description = "ids of those that were struck; absent: all"}, fields.marketplaces);
  v.object(
      {.name = "magnitude", .description = "share of the orders that met the fault while it lasted", .required = true},
      [&](FieldVisitor& inner) {
        describe_range(inner, {0.0, 1.0, true, ""}, incident.magnitude);
      });
  v.object({.name = "duration_hours", .description = "how long it lasted", .required = true}, [&](FieldVisitor& inner) {
    describe_range(inner, {0.0, kMostHours, true, "hours"}, incident.duration_hours);
  });
  (void)v.optional_object({.name = "order_loss_given_error",
                           .description = "orders lost for each error shown where errors_per_order is given, else for "
                                          "each order that met it; absent: 1"},
                          [&](FieldVisitor& inner) {
                            describe_range(inner, {0.0, 1.0, false, ""}, incident.order_loss_given_error);
                          });
  RangeLaw errors;
  if (v.optional_object({.name = "errors_per_order",
                         .description = "errors shown for each order that met it; absent: failed entry requests of all "
                                        "sessions, as a simulation counts them"},
                        [&](FieldVisitor& inner) {
                          describe_range(inner, {0.0, 1e6, true, "errors"}, errors);
                        })) {
    incident.errors_per_order = errors;
  }
  RangeLaw demand;
  if (v.optional_object(
          {.name = "demand_factor",
           .description = "times the scenario's demand, where that is uncertain itself: shown as a second, "
                          "wider interval"},
          [&](FieldVisitor& inner) {
            describe_range(inner, {0.0, 1000.0, true, ""}, demand);
          })) {
    incident.demand_factor = demand;
  }
  (void)v.optional_object({.name = "published", .description = "what it is held against"}, [&](FieldVisitor& inner) {
    inner.optional_number(
        {.name = "lost_orders", .description = "taken as gross", .unit = "orders", .min = 0.0, .max = 1e15},
        incident.published_lost_orders);
    inner.optional_number(
        {.name = "errors", .description = "shown to customers", .unit = "errors", .min = 0.0, .max = 1e15},
        incident.published_errors);
  });
  v.list({.name = "changes", .description = "readings of which change caused it; absent: nothing is known of one"},
         [&](FieldVisitor& inner) { describe_change(inner, fields.changes.emplace_back()); });
}

}  // namespace

void describe(FieldVisitor& visitor, KnownIncidentsFields& fields) {
  fields.place = visitor.place();
  visitor.text({.name = "format", .description = "\"faultline-known-incidents\"", .required = true}, fields.format);
  visitor.whole(
      Info{.name = "version", .description = "of the format", .min = 1, .max = 1, .required = true, .setting = true},
      fields.version);
  visitor.list({.name = "incidents", .description = "in any order", .required = true},
               [&](FieldVisitor& v) { describe_incident(v, fields.incidents.emplace_back()); });
}

}  // namespace faultline
