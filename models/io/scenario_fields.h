// A scenario as its document says it: local dates, names and profiles, before they become hours, indices and curves.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/graph/generator.h"
#include "models/io/fields.h"
#include "models/io/policy_fields.h"
#include "models/scenario.h"

namespace faultline {

inline constexpr std::string_view kScenarioFormat = "faultline-scenario";
inline constexpr std::array<std::string_view, 7> kWeekdayNames{"monday", "tuesday",  "wednesday", "thursday",
                                                               "friday", "saturday", "sunday"};

struct TimeFields {
  std::string start;
  std::string zone = "UTC";
  double warm_up_days = 28.0;
  double horizon_days = 90.0;
  double run_off_days = 60.0;
  Place place;
};

/// `graph` when it is not the graph itself.
struct GraphFields {
  std::string file;
  std::string format;
  bool generated = false;
  GeneratorOptions generate;
};

struct JourneyFields {
  struct Entry {
    std::string service;
    double requests_per_order = 1.0;
    Place place;
  };
  struct Share {
    std::string marketplace;
    double demand_share = 0.0;
    Place place;
  };
  std::string id;
  std::vector<Entry> entries;
  std::optional<double> demand_share;
  std::vector<Share> shares;
  Place place;
};

/// Named shapes of a day of demand.
inline constexpr std::array<std::string_view, 2> kHourProfileNames{"flat", "us-online-shopping"};
[[nodiscard]] std::array<double, 24> hour_profile(std::size_t name_index);

struct MarketplaceFields {
  struct Event {
    std::string title;
    double from_day = 0.0;
    double days = 1.0;
    double factor = 1.0;
  };
  std::string id;
  std::string zone;
  double orders_per_hour = 0.0;
  std::size_t hour_profile = 0;
  std::vector<double> hour_weights;  ///< 24 or 168; empty: the named profile
  std::vector<double> weekday_factors = std::vector<double>(7, 1.0);
  double growth_per_week_fraction = 0.0;
  std::vector<Event> events;
  Place place;
};

struct CalendarFields {
  struct Open {
    std::uint8_t days = 0x1F;  ///< bit per weekday
    std::string from = "00:00";
    std::string to = "24:00";
    Place place;
  };
  std::string id;
  std::string zone;
  std::vector<Open> open;
  std::vector<std::string> holidays;
  Place place;
};

struct TeamFields {
  std::string id;
  int developers = 8;
  int reviewers = 8;
  std::string calendar;
  double velocity_multiplier = 1.0;
  std::vector<std::string> services;
  Place place;
};

struct PoolFields {
  ReviewPool pool;
  std::string calendar;
  Place place;
};

struct OrganisationFields {
  std::vector<TeamFields> teams;
  bool generated = false;
  int generate_teams = 80;
  TeamFields generate;                          ///< of every generated team
  std::vector<std::string> generate_calendars;  ///< dealt out in turn
  std::vector<PoolFields> pools;
  std::vector<ChangeStream> streams;
  std::vector<Place> stream_places;
  std::vector<double> weekday_weights{0.1824, 0.1968, 0.2256, 0.192, 0.1632, 0.02, 0.02};
  double daily_dispersion = 2.5;
  ReviewPractice review;
  OutOfBand out_of_band;
  Place place;
};

struct BackgroundFields {
  BackgroundIncidents incidents;
  std::vector<double> hour_weights;  ///< 24; empty: the same at every hour
  double weekend_factor = 0.25;
};

struct CorrelationFields {
  std::size_t first = 0;
  std::size_t second = 0;
  double correlation = 0.0;
  Place place;
};

/// Of two numbers of the scenario that are off together.
struct ParameterCorrelationFields {
  std::string a;
  std::string b;
  double rho = 0.0;
  Place place;
};

struct VariantFields {
  std::string id;
  std::string title;
  std::optional<double> value;
  const JsonNode* set = nullptr;
  Place place;
};

struct ScenarioFields {
  std::string format;
  int version = 1;
  std::string id;
  std::string title;
  std::string description;
  std::string question;
  TimeFields time;
  const JsonNode* graph = nullptr;
  std::vector<JourneyFields> journeys;
  std::vector<MarketplaceFields> marketplaces;
  std::vector<CalendarFields> calendars;
  OrganisationFields organisation;
  DefectModel defects;
  StealthModel stealth;
  std::vector<CorrelationFields> correlations;
  ResponseModel response;
  BackgroundFields background;
  Feedback feedback;
  Economics economics;
  std::vector<PolicyFields> policies;
  std::string baseline = "baseline";
  RunSettings run;
  std::vector<VariantFields> variants;
  std::vector<ParameterCorrelationFields> parameter_correlations;
  Place place;
};

/// The table of fields of a scenario document.
void describe(FieldVisitor& visitor, ScenarioFields& scenario);
/// Of a graph that is a file in a foreign format or generated.
void describe(FieldVisitor& visitor, GraphFields& graph);

}  // namespace faultline
