#include "models/io/scenario_builder.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "models/graph/traffic.h"
#include "models/io/json_document.h"
#include "models/io/name_table.h"
#include "models/io/organisation_builder.h"
#include "models/io/policy_builder.h"
#include "models/io/review_load.h"
#include "models/io/time_builder.h"

namespace faultline {

namespace {

class ScenarioBuilder {
 public:
  ScenarioBuilder(const ScenarioFields& fields, GraphReading graph, const std::vector<Marketplace>* laid,
                  ProblemList& problems, std::vector<std::string>& warnings)
      : fields_(fields),
        graph_journeys_(std::move(graph.journeys)),
        laid_(laid),
        problems_(problems),
        warnings_(warnings) {
    scenario_.graph = std::move(graph.graph);
  }

  Scenario build() {
    scenario_.id = fields_.id;
    scenario_.title = fields_.title;
    scenario_.description = fields_.description;
    scenario_.defects = fields_.defects;
    scenario_.response = fields_.response;
    scenario_.feedback = fields_.feedback;
    scenario_.economics = fields_.economics;
    scenario_.run = fields_.run;
    if (scenario_.graph.service_count() == 0) {
      problems_.add(fields_.place.problem("/graph", "", "a graph needs at least one service"));
    }
    check_id();
    check_traffic();
    build_marketplace_names();
    build_journeys();
    build_stealth();
    constexpr std::size_t kMostMarketplaces = 64;
    constexpr std::size_t kMostCalendars = 100;
    constexpr std::size_t kMostPolicies = 64;  // every pair of them is compared
    constexpr std::size_t kMostPools = 100;
    const bool few = few_enough(fields_.organisation.pools.size(), kMostPools, "/organisation/pools") &&
                     few_enough(fields_.marketplaces.size(), kMostMarketplaces, "/marketplaces") &&
                     few_enough(fields_.calendars.size(), kMostCalendars, "/calendars") &&
                     few_enough(fields_.policies.size(), kMostPolicies, "/policies");
    if (few && lay_time(fields_, laid_, scenario_, calendars_, problems_)) {
      build_organisation(fields_.organisation, {services_, calendars_}, scenario_, pools_, problems_, warnings_);
      build_policies();
    }
    check_fractions();
    if (problems_.empty()) {
      warn_of_no_orders();
      warn_of_review_load(scenario_, warnings_);
    }
    return std::move(scenario_);
  }

 private:
  void check_id() {
    const bool safe = fields_.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") == std::string::npos &&
                      fields_.id.size() <= 100 && (fields_.id.empty() || fields_.id.front() != '.');
    if (!safe) {  // it names a folder of results
      problems_.add(fields_.place.problem("/id", '"' + printable(fields_.id) + '"',
                                          "must consist of lower-case letters, digits, '-', '_' and '.'"));
    }
  }

  void check_traffic() {
    try {
      (void)request_rates(scenario_.graph, std::vector<double>(scenario_.graph.service_count(), 1.0));
    } catch (const UnstableTraffic& error) {
      problems_.add(fields_.place.problem("/graph", "", error.what(), "lower calls_per_request on that cycle"));
    }
  }

  void build_marketplace_names() {
    for (const MarketplaceFields& market : fields_.marketplaces) {
      if (!marketplaces_.add(market.id)) {
        NameTable::duplicate(market.id, "marketplace", market.place, problems_);
      }
    }
    if (fields_.marketplaces.empty()) {
      problems_.add(fields_.place.problem("/marketplaces", "", "needs at least one marketplace"));
    }
  }

  void build_journeys() {
    for (const Service& service : scenario_.graph.services()) {
      services_.add(service.id);
    }
    if (!fields_.journeys.empty()) {
      build_own_journeys();
      return;
    }
    scenario_.journeys = std::move(graph_journeys_);
    if (scenario_.journeys.empty()) {
      assume_journeys();
    }
    for (Journey& journey : scenario_.journeys) {
      const double share = journey.demand_share.empty() ? 1.0 / static_cast<double>(scenario_.journeys.size())
                                                        : journey.demand_share.front();
      journey.demand_share.assign(fields_.marketplaces.size(), share);
    }
  }

  void assume_journeys() {
    const std::vector<ServiceId> entries = scenario_.graph.entry_points();
    for (const ServiceId entry : entries) {
      scenario_.journeys.push_back({scenario_.graph.service(entry).id, {{entry, 1.0}}, {}});
    }
    if (entries.empty() && scenario_.graph.service_count() > 0) {
      problems_.add(fields_.place.problem("/journeys", "",
                                          "the graph has no service that nobody calls, so journeys "
                                          "cannot be assumed",
                                          "list the journeys"));
    } else {
      warnings_.push_back("no journeys are given: assumed one for each of the " + std::to_string(entries.size()) +
                          " services that nobody calls, with equal shares of demand");
    }
  }

  void build_own_journeys() {
    std::set<std::string> ids;
    const std::size_t with_share = static_cast<std::size_t>(
        std::count_if(fields_.journeys.begin(), fields_.journeys.end(),
                      [](const JourneyFields& journey) { return journey.demand_share.has_value(); }));
    if (with_share != 0 && with_share != fields_.journeys.size()) {
      problems_.add(fields_.place.problem("/journeys", "", "demand_share must stand in every journey or in none"));
      return;
    }
    for (const JourneyFields& from : fields_.journeys) {
      if (!ids.insert(from.id).second) {
        NameTable::duplicate(from.id, "journey", from.place, problems_);
      }
      Journey journey{from.id, {}, {}};
      for (const JourneyFields::Entry& entry : from.entries) {
        if (const auto service = services_.resolve(entry.service, "service", entry.place, "/service", problems_)) {
          journey.entries.push_back({ServiceId{*service}, entry.requests_per_order});
        }
      }
      if (from.entries.empty()) {
        problems_.add(from.place.problem("/entries", "", "needs at least one service"));
      }
      journey.demand_share.assign(fields_.marketplaces.size(),
                                  from.demand_share.value_or(1.0 / static_cast<double>(fields_.journeys.size())));
      for (const JourneyFields::Share& share : from.shares) {
        if (const auto market =
                marketplaces_.resolve(share.marketplace, "marketplace", share.place, "/marketplace", problems_)) {
          journey.demand_share[*market] = share.demand_share;
        }
      }
      scenario_.journeys.push_back(std::move(journey));
    }
    check_shares();
  }

  void check_shares() {
    constexpr double kTolerance = 1e-6;
    for (std::size_t market = 0; market < fields_.marketplaces.size(); ++market) {
      double sum = 0.0;
      for (const Journey& journey : scenario_.journeys) {
        sum += journey.demand_share[market];
      }
      if (!(std::fabs(sum - 1.0) <= kTolerance)) {
        problems_.add(fields_.place.problem("/journeys", json_number(sum),
                                            "the journeys' shares of marketplace \"" +
                                                printable(fields_.marketplaces[market].id) + "\" must sum to 1"));
      }
    }
  }

  void build_stealth() {
    scenario_.stealth = fields_.stealth;
    ClassMatrix& matrix = scenario_.stealth.correlation;
    std::set<std::pair<std::size_t, std::size_t>> seen;
    for (const CorrelationFields& pair : fields_.correlations) {
      if (pair.first == pair.second) {
        problems_.add(pair.place.problem("", "", "a class cannot be correlated with itself"));
        continue;
      }
      if (!seen.insert(std::minmax(pair.first, pair.second)).second) {
        problems_.add(pair.place.problem("", "", "this pair is given twice"));
      }
      matrix[pair.first][pair.second] = matrix[pair.second][pair.first] = pair.correlation;
    }
    const CopulaFactor factor = copula_factor(matrix);
    if (!factor.ok) {
      const auto name = [&](std::size_t i) {
        return std::string(kDetectorClassNames[static_cast<std::size_t>(factor.problem_pair[i])]);
      };
      problems_.add(fields_.place.problem("/stealth/correlation", "",
                                          "the correlations contradict each other (the matrix is not positive "
                                          "definite) at \"" +
                                              name(0) + "\" and \"" + name(1) + "\"",
                                          "bring that correlation nearer to 0"));
    }
  }

  void warn_of_no_orders() {
    const TimeFrame& time = scenario_.time;
    if (std::all_of(scenario_.marketplaces.begin(), scenario_.marketplaces.end(), [&time](const Marketplace& market) {
          return market.demand.orders_between(time.horizon_begin(), time.horizon_end()) == 0.0;
        })) {
      warnings_.emplace_back(
          "no marketplace has orders in the horizon, so nothing can be lost and no policy can lose less than another: "
          "set orders_per_hour in /marketplaces");
    }
  }

  /// Every entry is laid over the whole span: a bound keeps a small file from filling the memory.
  bool few_enough(std::size_t count, std::size_t most, const char* pointer) {
    if (count > most) {
      problems_.add(
          fields_.place.problem(pointer, std::to_string(count), "at most " + std::to_string(most) + " are allowed"));
    }
    return count <= most;
  }

  void build_policies() {
    PolicyContext context;
    for (const Service& service : scenario_.graph.services()) {
      context.service_names.push_back(service.id);
    }
    context.calendar = [this](const std::string& name, const Place& place) {
      return CalendarId{name.empty() ? scenario_.calendars.size() - 1
                                     : calendars_.resolve(name, "calendar", place, "/calendar", problems_).value_or(0)};
    };
    context.pool = [this](const std::string& name, const Place& place) {
      const auto pool = name.empty() ? std::nullopt : pools_.resolve(name, "pool", place, "/pool", problems_);
      return pool ? PoolId{*pool} : PoolId{};
    };
    build_policy_list(fields_, context, scenario_, problems_, warnings_);
  }

  void check_fractions() {
    const auto at_most_one = [&](double sum, const char* pointer, const char* what) {
      if (sum > 1.0 + 1e-9) {
        problems_.add(
            fields_.place.problem(pointer, json_number(sum), std::string(what) + " must not sum to more than 1"));
      }
    };
    const DefectModel& defects = fields_.defects;
    at_most_one(defects.activation.immediate_fraction + defects.activation.delayed_fraction, "/defects/activation",
                "immediate and delayed fraction");
    for (const double fleet : {defects.scope.fleet_fraction_pipeline, defects.scope.fleet_fraction_out_of_band}) {
      at_most_one(defects.scope.cell_fraction + defects.scope.marketplace_fraction + fleet, "/defects/scope",
                  "the fractions");
    }
    const auto& weights = defects.category_weight;
    if (std::none_of(weights.begin(), weights.end(), [](double weight) { return weight > 0.0; })) {
      problems_.add(fields_.place.problem("/defects/category_weight", "", "some weight must be above 0"));
    }
    if (fields_.response.severity.sev1_fraction < fields_.response.severity.sev2_fraction) {
      problems_.add(fields_.place.problem("/response/severity", "", "sev1_fraction must not be below sev2_fraction"));
    }
  }

  const ScenarioFields& fields_;
  std::vector<Journey> graph_journeys_;
  const std::vector<Marketplace>* laid_;  // null: they are to be laid
  ProblemList& problems_;
  std::vector<std::string>& warnings_;
  Scenario scenario_;
  NameTable services_;
  NameTable marketplaces_;
  NameTable calendars_;
  NameTable pools_;
};

}  // namespace

Scenario build_scenario(const ScenarioFields& fields, GraphReading graph, const std::vector<Marketplace>* laid,
                        ProblemList& problems, std::vector<std::string>& warnings) {
  return ScenarioBuilder(fields, std::move(graph), laid, problems, warnings).build();
}

}  // namespace faultline
