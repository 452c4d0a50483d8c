#include "models/io/organisation_builder.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "models/io/json_document.h"

namespace faultline {
namespace {

class OrganisationBuilder {
 public:
  OrganisationBuilder(const OrganisationFields& fields, const OrganisationNames& names, Scenario& scenario,
                      NameTable& pools, ProblemList& problems, std::vector<std::string>& warnings)
      : fields_(fields), names_(names), scenario_(scenario), pools_(pools), problems_(problems), warnings_(warnings) {}

  void build() {
    const OrganisationFields& from = fields_;
    Organisation& organisation = scenario_.organisation;
    organisation.streams = from.streams;
    organisation.daily_dispersion = from.daily_dispersion;
    organisation.review = from.review;
    organisation.out_of_band = from.out_of_band;
    build_pools();
    check_streams();
    if (from.teams.empty() == !from.generated) {
      problems_.add(from.place.problem("", "", "must have either \"teams\" or \"generate\""));
      return;
    }
    if (from.generated) {
      generate_teams();
    } else {
      list_teams();
    }
    check_working_days();
    check_volume();
  }

 private:
  /// All changes of a replication are held at once, and all that wait are: some 400 bytes each.
  void check_volume() {
    constexpr double kMostChanges = 4e6;
    constexpr double kHoursPerWeek = 168.0;
    double changes_per_week = 0.0;
    for (const Team& team : scenario_.organisation.teams) {
      for (const ChangeStream& stream : scenario_.organisation.streams) {
        changes_per_week +=
            stream.changes_per_developer_week * stream.velocity_multiplier * team.velocity_multiplier * team.developers;
      }
    }
    const double changes = changes_per_week * (scenario_.time.horizon_end() / kHoursPerWeek);
    if (!(changes <= kMostChanges)) {
      problems_.add(
          fields_.place.problem("", json_number(std::ceil(changes)) + " changes expected",
                                "teams must submit at most 4,000,000 changes in the warm-up and the horizon together",
                                "lower developers, changes_per_developer_week, velocity_multiplier or the time frame"));
    }
  }

  void check_working_days() {
    const Organisation& organisation = scenario_.organisation;
    for (const Team& team : organisation.teams) {
      if (problems_.empty() && organisation.review.in_bouts && scenario_.calendars[team.calendar.index()].is_always()) {
        problems_.add(fields_.place.problem(
            "", "", "team \"" + printable(team.id) + "\" has no working days, which reviewers' daily bouts need",
            "give it a calendar, or set /organisation/review/in_bouts to false"));
        return;
      }
    }
  }

  void build_pools() {
    for (const PoolFields& from : fields_.pools) {
      if (!pools_.add(from.pool.id)) {
        NameTable::duplicate(from.pool.id, "pool", from.place, problems_);
      }
      ReviewPool pool = from.pool;
      pool.calendar = CalendarId{calendar_named(from.calendar, from.place, "/calendar")};
      if (!pool.agents && scenario_.calendars[pool.calendar.index()].is_always()) {
        problems_.add(from.place.problem("/calendar", "",
                                         "people have no working days here, which their daily bouts need",
                                         "give the pool a calendar, or set agents to true"));
      }
      scenario_.organisation.pools.push_back(std::move(pool));
    }
  }

  void check_streams() {
    const OrganisationFields& from = fields_;
    std::set<Origin> origins;
    for (std::size_t i = 0; i < from.streams.size(); ++i) {
      const Place& place = from.stream_places[i];
      if (!origins.insert(from.streams[i].origin).second) {
        problems_.add(place.problem("/origin", "", "there is another stream of that origin"));
      }
      if (from.streams[i].lines.median_lines > from.streams[i].lines.max_lines) {
        problems_.add(place.problem("/lines", "", "the median must not exceed max_lines"));
      }
      const auto& weights = from.streams[i].kind_weight;
      if (std::none_of(weights.begin(), weights.end(), [](double weight) { return weight > 0.0; })) {
        problems_.add(place.problem("/kind_weight", "", "some weight must be above 0"));
      }
    }
    const std::vector<double>& days = from.weekday_weights;
    if (std::none_of(days.begin(), days.end(), [](double weight) { return weight > 0.0; })) {
      problems_.add(from.place.problem("/weekday_weights", "", "some weight must be above 0"));
    }
  }

  Team make_team(const TeamFields& from, const std::string& id, std::size_t calendar) {
    if (from.reviewers > from.developers) {
      problems_.add(
          from.place.problem("/reviewers", std::to_string(from.reviewers),
                             "there cannot be more reviewers than developers, " + std::to_string(from.developers)));
    }
    Team team;
    team.id = id;
    team.developers = from.developers;
    team.reviewers = from.reviewers;
    team.calendar = CalendarId{calendar};
    team.activity_profile = static_cast<std::uint32_t>(calendar);
    team.velocity_multiplier = from.velocity_multiplier;
    return team;
  }

  /// Calendar 0 is the first one listed, or "always" when none is.
  std::size_t calendar_named(const std::string& name, const Place& place, std::string_view below) {
    return name.empty() ? 0 : names_.calendars.resolve(name, "calendar", place, below, problems_).value_or(0);
  }

  void list_teams() {
    std::map<std::string, std::size_t> index_of;
    std::vector<int> owner(scenario_.graph.service_count(), -1);
    std::vector<Team>& teams = scenario_.organisation.teams;
    for (const TeamFields& from : fields_.teams) {
      if (!index_of.emplace(from.id, teams.size()).second) {
        NameTable::duplicate(from.id, "team", from.place, problems_);
      }
      teams.push_back(make_team(from, from.id, calendar_named(from.calendar, from.place, "/calendar")));
      for (std::size_t i = 0; i < from.services.size(); ++i) {
        const std::string below = "/services/" + std::to_string(i);
        const auto service = names_.services.resolve(from.services[i], "service", from.place, below, problems_);
        if (service && owner[*service] >= 0) {
          problems_.add(from.place.problem(
              below, '"' + printable(from.services[i]) + '"',
              "team \"" + printable(teams[static_cast<std::size_t>(owner[*service])].id) + "\" owns it already"));
        } else if (service) {
          owner[*service] = static_cast<int>(teams.size() - 1);
        }
      }
    }
    std::size_t orphans = 0;
    for (std::size_t service = 0; service < owner.size(); ++service) {
      const auto team = index_of.find(scenario_.graph.services()[service].team);
      if (owner[service] < 0 && team != index_of.end()) {
        owner[service] = static_cast<int>(team->second);
      }
      orphans += owner[service] < 0 ? 1 : 0;
      if (owner[service] >= 0) {
        teams[static_cast<std::size_t>(owner[service])].services.push_back(ServiceId{service});
      }
    }
    check_owners(orphans);
  }

  void check_owners(std::size_t orphans) {
    const std::vector<Team>& teams = scenario_.organisation.teams;
    for (std::size_t i = 0; i < teams.size(); ++i) {
      if (teams[i].services.empty() && teams[i].developers > 0) {
        problems_.add(fields_.teams[i].place.problem("/services", "",
                                                     "a team with developers must own a service that it can change"));
      }
    }
    if (orphans > 0) {
      warnings_.push_back(std::to_string(orphans) + " of " + std::to_string(scenario_.graph.service_count()) +
                          " services belong to no team: nobody changes them");
    }
  }

  void generate_teams() {
    const OrganisationFields& from = fields_;
    std::vector<std::size_t> calendars;
    for (std::size_t i = 0; i < from.generate_calendars.size(); ++i) {
      calendars.push_back(
          calendar_named(from.generate_calendars[i], from.generate.place, "/calendars/" + std::to_string(i)));
    }
    if (calendars.empty()) {
      calendars.push_back(0);
    }
    std::map<std::string, std::size_t> index_of;
    std::vector<Team>& teams = scenario_.organisation.teams;
    const auto team_named = [&](const std::string& id) {
      const auto [found, fresh] = index_of.emplace(id, teams.size());
      if (fresh) {
        teams.push_back(make_team(from.generate, id, calendars[teams.size() % calendars.size()]));
      }
      return found->second;
    };
    std::vector<ServiceId> unowned;
    for (std::size_t i = 0; i < scenario_.graph.service_count(); ++i) {
      const Service& service = scenario_.graph.services()[i];
      if (service.team.empty()) {
        unowned.push_back(ServiceId{i});
      } else {
        teams[team_named(service.team)].services.push_back(ServiceId{i});
      }
    }
    const std::size_t runs = std::min(unowned.size(), static_cast<std::size_t>(from.generate_teams));
    for (std::size_t i = 0; i < unowned.size(); ++i) {
      teams[team_named("team-" + std::to_string(1 + i * runs / unowned.size()))].services.push_back(unowned[i]);
    }
  }

  const OrganisationFields& fields_;
  const OrganisationNames& names_;
  Scenario& scenario_;
  NameTable& pools_;
  ProblemList& problems_;
  std::vector<std::string>& warnings_;
};

}  // namespace

void build_organisation(const OrganisationFields& fields, const OrganisationNames& names, Scenario& scenario,
                        NameTable& pools, ProblemList& problems, std::vector<std::string>& warnings) {
  OrganisationBuilder(fields, names, scenario, pools, problems, warnings).build();
}

}  // namespace faultline
