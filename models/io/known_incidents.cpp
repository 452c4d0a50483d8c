#include "models/io/known_incidents.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "models/io/field_reader.h"
#include "models/io/policy_builder.h"
#include "models/io/resolve.h"
#include "models/io/time_zone.h"

namespace faultline {
namespace {

constexpr double kSecondsPerHour = 3600.0;
constexpr std::size_t kMostIncidents = 1000;

void check_range(const Place& place, std::string_view name, const RangeLaw& range, ProblemList& problems) {
  if (range.low > range.high) {
    problems.add(place.problem("/" + std::string(name), json_number(range.low) + " to " + json_number(range.high),
                               "low must not exceed high"));
  }
  if (range.law == RangeLaw::Law::log_uniform && range.low <= 0.0) {
    problems.add(place.problem("/" + std::string(name) + "/low", json_number(range.low),
                               "must be above 0 under the law log-uniform"));
  }
}

/// What single fields cannot tell, whatever the scenario.
void check(const KnownIncidentsFields& fields, ProblemList& problems) {
  if (fields.incidents.empty()) {
    problems.add(fields.place.problem("/incidents", "", "needs at least one incident"));
  }
  if (fields.incidents.size() > kMostIncidents) {
    problems.add(fields.place.problem("/incidents", std::to_string(fields.incidents.size()),
                                      "at most " + std::to_string(kMostIncidents) + " are allowed"));
  }
  std::set<std::string> ids;
  for (const KnownIncidentFields& one : fields.incidents) {
    const KnownIncident& incident = one.incident;
    if (!ids.insert(incident.id).second) {
      problems.add(
          one.place.problem("/id", '"' + printable(incident.id) + '"', "there is another incident of that id"));
    }
    if (incident.id == "all" || incident.id.find_first_of("/#") != std::string::npos) {
      problems.add(
          one.place.problem("/id", '"' + printable(incident.id) + '"',
                            "must not be \"all\" and hold no '/' and no '#', which the command line reads otherwise"));
    }
    check_range(one.place, "magnitude", incident.magnitude, problems);
    check_range(one.place, "duration_hours", incident.duration_hours, problems);
    check_range(one.place, "order_loss_given_error", incident.order_loss_given_error, problems);
    if (incident.errors_per_order) check_range(one.place, "errors_per_order", *incident.errors_per_order, problems);
    if (incident.demand_factor) check_range(one.place, "demand_factor", *incident.demand_factor, problems);
    if (!one.date.empty() && !parse_date(one.date)) {
      problems.add(one.begin_place.problem("/date", '"' + printable(one.date) + '"',
                                           "must be a date of the years 1970 to 2200, YYYY-MM-DD"));
    }
    if (!one.time.empty() && !parse_time_of_day(one.time)) {
      problems.add(one.begin_place.problem("/time", '"' + printable(one.time) + '"', "must be a time HH:MM"));
    }
    if (!one.zone.empty() && !TimeZone::find(one.zone)) {
      problems.add(one.begin_place.problem("/zone", '"' + printable(one.zone) + '"',
                                           "is no time zone of the IANA database",
                                           suggestion_for(one.zone, TimeZone::names())));
    }
  }
}

/// Seconds since 1970 of "2026-03-09T05:00:00Z", as loaders write it; 0 when there is none.
std::int64_t parse_iso_utc(const std::string& text) {
  constexpr std::size_t kTimeAt = 11;
  const auto day = parse_date(text.substr(0, 10));
  const auto time = text.size() >= kTimeAt + 5 ? parse_time_of_day(text.substr(kTimeAt, 5)) : std::nullopt;
  return day.value_or(0) * kSecondsPerDay + time.value_or(0);
}

class Builder {
 public:
  Builder(const Scenario& scenario, ProblemList& problems)
      : scenario_(scenario), start_(parse_iso_utc(scenario.time.start_utc)), problems_(problems) {}

  KnownIncident build(const KnownIncidentFields& fields) {
    KnownIncident incident = fields.incident;
    place_in_time(fields, incident);
    for (std::size_t i = 0; i < fields.marketplaces.size(); ++i) {
      if (const auto market = marketplace(fields.marketplaces[i])) {
        incident.marketplaces.push_back(*market);
      } else {
        std::vector<std::string> names;
        for (const Marketplace& known : scenario_.marketplaces) names.push_back(known.id);
        unknown(fields.place, "/marketplaces/" + std::to_string(i), "marketplace", fields.marketplaces[i], names);
      }
    }
    if (fields.marketplaces.empty()) {
      for (std::size_t i = 0; i < scenario_.marketplaces.size(); ++i) incident.marketplaces.emplace_back(i);
    }
    std::sort(incident.marketplaces.begin(), incident.marketplaces.end());
    const auto twice = std::unique(incident.marketplaces.begin(), incident.marketplaces.end());
    incident.marketplaces.erase(twice, incident.marketplaces.end());
    for (const KnownIncidentFields::Change& from : fields.changes) {
      KnownChange& change = incident.changes.emplace_back(from.change);
      if (from.service.empty()) continue;
      if (const auto service = scenario_.graph.find(from.service)) {
        change.service = *service;
      } else {
        std::vector<std::string> names;
        for (const Service& known : scenario_.graph.services()) names.push_back(known.id);
        unknown(from.place, "/service", "service", from.service, names);
      }
    }
    return incident;
  }

 private:
  void place_in_time(const KnownIncidentFields& fields, KnownIncident& incident) {
    const auto zone = TimeZone::find(fields.zone);
    const auto time = parse_time_of_day(fields.time);
    if (!zone || !time) return;  // reported already
    const std::int64_t horizon = start_ + std::llround(scenario_.time.horizon_begin() * kSecondsPerHour);
    std::int64_t day = zone->to_local(horizon).day;
    if (!fields.date.empty()) {
      const auto given = parse_date(fields.date);
      if (!given) return;
      day = *given;
    } else if (zone->to_utc(day, *time) < horizon) {
      ++day;
    }
    const std::int64_t begin = zone->to_utc(day, *time);
    incident.begin_hours = static_cast<double>(begin - start_) / kSecondsPerHour;
    const std::string date = iso_utc(day * kSecondsPerDay).substr(0, 10);
    incident.begin_text = date + " " + fields.time + " " + fields.zone;
    const double end = incident.begin_hours + incident.begin_within_hours + incident.duration_hours.high;
    if (incident.begin_hours < 0.0 || end > scenario_.time.end()) {
      problems_.add(fields.begin_place.problem(
          fields.date.empty() ? "" : "/date", printable(incident.begin_text),
          "the incident does not lie within the simulated span, " + scenario_.time.start_utc + " to " +
              iso_utc(start_ + std::llround(scenario_.time.end() * kSecondsPerHour)),
          fields.date.empty() ? "" : "leave the date out to take the horizon's first day"));
    }
  }

  [[nodiscard]] std::optional<MarketplaceId> marketplace(const std::string& name) const {
    for (std::size_t i = 0; i < scenario_.marketplaces.size(); ++i) {
      if (scenario_.marketplaces[i].id == name) return MarketplaceId{i};
    }
    return std::nullopt;
  }

  void unknown(const Place& place, const std::string& below, const char* what, const std::string& name,
               const std::vector<std::string>& valid) {
    if (!problems_.full()) {
      problems_.add(place.problem(below, '"' + printable(name) + '"',
                                  std::string("the scenario has no ") + what + " of that id",
                                  suggestion_for(name, valid)));
    }
  }

  const Scenario& scenario_;
  std::int64_t start_;
  ProblemList& problems_;
};

/// The document's fields with everything checked that needs no scenario; problems are collected.
KnownIncidentsFields read(std::string_view text, const std::filesystem::path& file, const LoadOptions& options,
                          ProblemList& problems, std::vector<ParameterSource>& sources) {
  const ResolvedDocument document = resolve_document(text, file, options, problems);
  const JsonNode& root = document.root();
  if (!root.is(JsonKind::object)) {
    throw InputError(root.problem("a file of known incidents must be an object"));
  }
  KnownIncidentsFields fields;
  FieldReader reader(&root, "", problems, sources);
  describe(reader, fields);
  reader.finish();
  if (!fields.format.empty() && fields.format != kKnownIncidentsFormat) {
    problems.add(root.find("format")->problem("must be \"" + std::string(kKnownIncidentsFormat) + "\""));
  }
  check(fields, problems);
  return fields;
}

}  // namespace

KnownIncidents parse_known_incidents(std::string_view text, const std::filesystem::path& file, const Scenario& scenario,
                                     const LoadOptions& options) {
  ProblemList problems;
  KnownIncidents known;
  const KnownIncidentsFields fields = read(text, file, options, problems, known.sources);
  Builder builder(scenario, problems);
  for (const KnownIncidentFields& incident : fields.incidents) {
    if (problems.full()) break;
    known.incidents.push_back(builder.build(incident));
  }
  problems.throw_if_any();
  return known;
}

std::size_t check_known_incidents(std::string_view text, const std::filesystem::path& file,
                                  const LoadOptions& options) {
  ProblemList problems;
  std::vector<ParameterSource> sources;
  const KnownIncidentsFields fields = read(text, file, options, problems, sources);
  problems.throw_if_any();
  return fields.incidents.size();
}

}  // namespace faultline
