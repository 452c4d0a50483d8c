#include "cli/known_command.h"

#include <nlohmann/json.hpp>
#include <ostream>
#include <system_error>
#include <vector>

#include "analysis/known/known_loss.h"
#include "analysis/report/table.h"
#include "cli/exit_code.h"
#include "cli/known_text.h"
#include "cli/scenario_location.h"
#include "cli/scenario_run.h"
#include "cli/walk_text.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"
#include "models/io/known_incidents.h"
#include "models/io/scenario_json.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

/// A file of known incidents, and which of it is meant.
struct Wanted {
  fs::path file;
  std::string id;  ///< empty: all
};

Wanted wanted(const std::string& which, const fs::path& scenario_file) {
  const std::size_t hash = which.find('#');
  const std::string name = which.substr(0, hash);
  const std::string id = hash == std::string::npos ? "" : which.substr(hash + 1);
  std::error_code error;
  const bool is_file = hash != std::string::npos || name.find('/') != std::string::npos || name.ends_with(".json") ||
                       fs::is_regular_file(name, error);
  if (is_file) return {name, id};
  const fs::path own = scenario_file.parent_path() / kKnownIncidentsFile;
  if (!fs::exists(own, error)) {
    throw InputError({own.string(), "", "", "the scenario has no file of known incidents",
                      "name a file: --known FILE or --known FILE#ID"});
  }
  return {own, name == "all" ? "" : name};
}

std::vector<KnownIncident> chosen(const KnownIncidents& known, const Wanted& which) {
  if (which.id.empty()) return known.incidents;
  std::vector<std::string> names;
  std::string listed;
  for (const KnownIncident& incident : known.incidents) {
    if (incident.id == which.id) return {incident};
    names.push_back(incident.id);
    listed += (listed.empty() ? "" : ", ") + printable(incident.id);
  }
  const auto nearest = nearest_name(which.id, names);
  throw InputError({which.file.string(), "/incidents", '"' + printable(which.id) + '"',
                    "no incident has that id; there are " + listed,
                    nearest ? "did you mean \"" + printable(*nearest) + "\"?" : ""});
}

Json law_json(const LossLaw& law) {
  return {{"mean", law.mean},
          {"interval95", {law.low, law.high}},
          {"width", law.width()},
          {"range", {law.least, law.most}}};
}

Json range_json(const RangeLaw& range) {
  return {{"law", kRangeLawNames[static_cast<std::size_t>(range.law)]}, {"low", range.low}, {"high", range.high}};
}

Json known_json(const Scenario& scenario, const ServiceFacts& facts, const KnownIncident& incident,
                const KnownLoss& loss) {
  Json json{{"id", incident.id},
            {"title", incident.title},
            {"standing", kStandingNames[static_cast<std::size_t>(incident.standing)]},
            {"standing_reason", incident.standing_reason},
            {"begin", incident.begin_text},
            {"begin_hours", incident.begin_hours},
            {"begin_within_hours", incident.begin_within_hours}};
  json["marketplaces"] = Json::array();
  for (const MarketplaceId market : incident.marketplaces) {
    json["marketplaces"].push_back(scenario.marketplaces[market.index()].id);
  }
  json["magnitude"] = range_json(incident.magnitude);
  json["duration_hours"] = range_json(incident.duration_hours);
  json["order_loss_given_error"] = range_json(incident.order_loss_given_error);
  json["lost_orders_gross"] = law_json(loss.lost_orders_gross);
  json["lost_orders_net"] = law_json(loss.lost_orders_net);
  json["customer_errors"] = law_json(loss.customer_errors);
  json["errors_per_lost_order"] = law_json(loss.errors_per_lost_order);
  json["lost_orders_uncertain_demand"] = nullptr;
  if (loss.lost_orders_uncertain_demand)
    json["lost_orders_uncertain_demand"] = law_json(*loss.lost_orders_uncertain_demand);
  const auto held = [](const std::optional<double>& figure, const LossLaw& law) {
    return figure ? Json{{"value", *figure}, {"inside", law.holds(*figure)}} : Json(nullptr);
  };
  json["published"] = {{"lost_orders", held(incident.published_lost_orders, loss.lost_orders_gross)},
                       {"errors", held(incident.published_errors, loss.customer_errors)}};
  json["changes"] = Json::array();
  for (const KnownChange& known : incident.changes) {
    const WalkedChange change = walked(scenario, known);
    Json policies = Json::array();
    for (const Policy& policy : scenario.policies) {
      Json phases = Json::array();
      const Walks walks = walks_of(scenario, facts, policy, change);
      for (std::size_t i = 0; i < walks.central.size(); ++i) {
        phases.push_back(walk_json(scenario, walks.central[i]));
        phases.back()["reaches_production_second_reviewer_low"] = walks.low[i].reaches_mass;
      }
      policies.push_back({{"policy", policy.id}, {"phases", std::move(phases)}});
    }
    json["changes"].push_back(
        {{"reading", known.reading}, {"change", change_json(scenario, change)}, {"policies", std::move(policies)}});
  }
  return json;
}

}  // namespace

int replay_known(const KnownOptions& options, std::ostream& out, std::ostream& err) {
  const fs::path file = locate_scenario(options.scenario.scenario, library_folders());
  const LoadedScenario loaded = load_scenario(file, load_options(options.scenario));
  if (!options.quiet) {
    for (const std::string& warning : loaded.warnings) err << "warning: " << warning << "\n";
  }
  const Scenario& scenario = loaded.scenario;
  const Wanted which = wanted(options.which, file);
  LoadOptions parts;
  parts.allow_outside_tree = options.scenario.allow_outside_tree;
  const KnownIncidents known = parse_known_incidents(read_text_file(which.file.string()), which.file, scenario, parts);
  const std::vector<KnownIncident> incidents = chosen(known, which);
  const ServiceFacts facts(scenario);
  Json answer{{"scenario", scenario.id}};
  answer["incidents"] = Json::array();
  for (const KnownIncident& incident : incidents) {
    const KnownLoss loss = known_loss(scenario, incident);
    if (options.json) {
      answer["incidents"].push_back(known_json(scenario, facts, incident, loss));
    } else {
      out << known_text(scenario, facts, incident, loss) << "\n";
    }
  }
  if (options.json) {
    out << answer.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
    return kDone;
  }
  out << report::terminal_text(
      "Mean and middle 95 % of the injected law, not of the model: width is what the assumptions leave open; in and "
      "OUT "
      "say whether the published figure lies within. Stopped: found or blocked before production; 2nd low: the same "
      "with "
      "a second reviewer nearly worthless (evidence Z10). By stages: reaches "
      "production by a rollout, whose comparison may roll it back. At once: reaches everybody. Fleet-wide: still acts "
      "on "
      "the whole fleet. Chances as of `faultline explain`, with nothing else waiting for review.");
  return kDone;
}

}  // namespace faultline::cli
