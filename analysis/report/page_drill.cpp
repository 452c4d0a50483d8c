// One faulty service at a time: whom it hits, and how hard.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <vector>

#include "analysis/report/blast_charts.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/drill_script.h"
#include "analysis/report/html.h"
#include "analysis/report/json_parts.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_scripts.h"
#include "analysis/report/page_sections.h"

namespace faultline::report {
namespace {

constexpr double kLeastShown = 0.01;            // of a victim's requests
constexpr double kLeastShownOfLarge = 0.1;      // in graphs of which not every service is an origin
constexpr std::size_t kMostVictimsOfLarge = 8;  // for each origin of these
constexpr std::size_t kMostNamed = 3;           // in the table of all origins

bool all_are_origins(const BlastDrill& drill) { return drill.origins.size() == drill.tiers.size(); }

bool has_drill(const std::optional<BlastDrill>& drill) {
  return drill && !drill->origins.empty() && drill->tiers.size() > 1;
}

double least_shown(const BlastDrill& drill) { return all_are_origins(drill) ? kLeastShown : kLeastShownOfLarge; }

// Victims from the threshold on, and of a large graph's the first ones.
std::vector<DrillVictim> shown_victims(const BlastDrill& drill, const DrillOrigin& origin) {
  std::vector<DrillVictim> shown;
  for (const DrillVictim& victim : origin.victims) {
    if (victim.failing_fraction >= least_shown(drill) &&
        (all_are_origins(drill) || shown.size() < kMostVictimsOfLarge)) {
      shown.push_back(victim);
    }
  }
  return shown;
}

// Whole from 10 % on, and 100 only for what always fails.
double percent_of(double share) {
  constexpr double kRounding = 1e-9;
  const double percent = 100 * share;
  if (share > 1 - kRounding) {
    return 100;
  }
  return percent >= 99.5 ? std::floor(10 * percent) / 10
         : percent >= 10 ? std::round(percent)
                         : std::round(10 * percent) / 10;
}

std::string percent_text(double share) {
  return share > 0 && share < 0.001 ? "under 0.1\u00A0%" : fmt::format("{:g}\u00A0%", percent_of(share));
}

std::string orders_text(const OrderShare& share) {
  return share.exact || share.value == 0 ? percent_text(share.value)
                                         : fmt::format("{} (95\u00A0%: {} to {})", percent_text(share.value),
                                                       percent_text(share.low), percent_text(share.high));
}

// What the script says in the same words (drill_script.h).
std::string finding(const Comparison& comparison, const BlastDrill& drill, const DrillOrigin& origin) {
  const std::vector<DrillVictim> shown = shown_victims(drill, origin);
  const std::string begin = "When " + comparison.run.services[origin.service.index()] + " fails, so do " +
                            orders_text(origin.orders_hit) + " of customers\u2019 orders; ";
  if (shown.empty()) {
    return begin + fmt::format("no other service sees errors in {:g}\u00A0% of its requests or more.",
                               100 * least_shown(drill));
  }
  const double most = percent_of(shown[0].failing_fraction);
  const auto tied = std::count_if(shown.begin(), shown.end(), [most](const DrillVictim& victim) {
    return percent_of(victim.failing_fraction) == most;
  });
  const std::string others = format_number(origin.services_with_errors, 2);
  return begin + fmt::format("on average {} other service{} errors, most of all {}{} ({:g}\u00A0% of {} requests).",
                             others, others == "1" ? " sees" : "s see",
                             comparison.run.services[shown[0].service.index()],
                             tied > 1 ? fmt::format(" and {} more", tied - 1) : "", most, tied > 1 ? "their" : "its");
}

// Where it opens: on the first origin, or where that hits no other service, on the one that hits most of them.
std::size_t opening(const BlastDrill& drill) {
  std::size_t first = 0;
  for (std::size_t o = 1; shown_victims(drill, drill.origins[0]).empty() && o < drill.origins.size(); ++o) {
    first = drill.origins[o].services_with_errors > drill.origins[first].services_with_errors ? o : first;
  }
  return first;
}

// As the script draws it.
std::string bar(double share) {
  return fmt::format(
      " <svg width=\"80\" height=\"9\" class=\"bar\" aria-hidden=\"true\"><rect width=\"{:g}\" height=\"9\"/></svg>",
      std::round(0.8 * percent_of(share)));
}

std::string victims_table(const Comparison& comparison, const BlastDrill& drill, const DrillOrigin& origin) {
  std::vector<std::vector<std::string>> rows;
  for (const DrillVictim& victim : shown_victims(drill, origin)) {
    const std::string& tier = drill.tiers[victim.service.index()];
    rows.push_back(
        {escape_html(comparison.run.services[victim.service.index()]), tier.empty() ? "-" : escape_html(tier),
         percent_text(victim.failing_fraction) + bar(victim.failing_fraction), std::to_string(victim.calls_away),
         victim.hard_calls_away ? std::to_string(*victim.hard_calls_away) : "-"});
  }
  return table("Other services, hit hardest first",
               {"Service", "Tier", "Requests that fail", "Calls away", "Hard calls"}, rows);
}

// Every origin with the services that it hits hardest: all that a reader without script needs.
std::string origins_table(const Comparison& comparison, const BlastDrill& drill, const std::vector<double>& lost) {
  const double in_all = std::accumulate(lost.begin(), lost.end(), 0.0);
  std::vector<std::vector<std::string>> rows;
  for (const DrillOrigin& origin : drill.origins) {
    std::string hardest;
    const std::vector<DrillVictim> shown = shown_victims(drill, origin);
    for (std::size_t v = 0; v < std::min(shown.size(), kMostNamed); ++v) {
      hardest += fmt::format("{}{} {}", v > 0 ? ", " : "", comparison.run.services[shown[v].service.index()],
                             percent_text(shown[v].failing_fraction));
    }
    rows.push_back({escape_html(comparison.run.services[origin.service.index()]),
                    in_all > 0 ? percent_text(lost[origin.service.index()] / in_all) : "-",
                    percent_text(origin.orders_hit.value), format_number(origin.services_with_errors, 2),
                    hardest.empty() ? "-" : escape_html(hardest)});
  }
  return details(
      fmt::format("{}, one a row", all_are_origins(drill) ? "Every service" : "Each of these services"),
      table(fmt::format(
                "While all requests to a service fail. Lost orders: share of those of {} that start there. Others hit: "
                "services that see errors, on average",
                comparison.policies[0].id),
            {"Faulty service", "Lost orders", "Orders that fail", "Others hit", "Hit hardest"}, rows,
            LastColumn::words));
}

std::string meaning(const Comparison& comparison, const BlastDrill& drill) {
  std::string text =
      "Shares are of the requests to a service that fail while the faulty one fails every request: a fault at full "
      "exposure, before anybody has detected or mitigated it. One that breaks a part of the requests, or is held to a "
      "part of the traffic by a rollout or cells, fails that part of these shares. They are the same for every kind of "
      "fault and under every policy; a fault of the whole fleet hits every service. Worked out from the couplings of "
      "the "
      "calls, ";
  text += drill.exact ? "exactly. "
                      : fmt::format("on {} drawn requests: each share is known to {} points (simulation error, 95 %). ",
                                    format_number(drill.samples, 12),
                                    format_number(98 / std::sqrt(static_cast<double>(drill.samples)), 1));
  text += fmt::format(
      "Calls away: by the shortest chain; hard calls: by the shortest of calls whose failure always fails the request "
      "that "
      "made them (coupling 1). Left out: services with less than {:g} %{}.",
      100 * least_shown(drill),
      all_are_origins(drill) ? "" : fmt::format(" and those beyond the {} hit hardest", kMostVictimsOfLarge));
  if (!all_are_origins(drill)) {
    text += fmt::format(" Of {} services, the {} are shown in which most lost orders start under {}.",
                        drill.tiers.size(), drill.origins.size(), comparison.policies[0].id);
  }
  return keep_percent_signs(element("p", text)) + "\n";
}

}  // namespace

std::string drill_section(const Comparison& comparison, const std::optional<BlastDrill>& drill) {
  if (!has_drill(drill)) {
    return "";
  }
  const DrillOrigin& first = drill->origins[opening(*drill)];
  return "<section id=\"drill\">\n<h2>What does one faulty service hit?</h2>\n<p><strong>" +
         escape_html(finding(comparison, *drill, first)) + "</strong></p>\n" +
         victims_table(comparison, *drill, first) + meaning(comparison, *drill) +
         origins_table(comparison, *drill, values_of(comparison.policies[0].loss_by_service)) + "</section>\n";
}

std::string drill_scripts(const Comparison& comparison, const std::optional<BlastDrill>& drill) {
  if (!has_drill(drill)) {
    return "";
  }
  std::map<std::size_t, std::size_t> place;  // by service, in names
  Json names = Json::array();
  Json tiers = Json::array();
  const auto name = [&](ServiceId service) {
    const auto [found, fresh] = place.try_emplace(service.index(), place.size());
    if (fresh) {
      names.push_back(visible_text(comparison.run.services[service.index()]));
      tiers.push_back(visible_text(drill->tiers[service.index()]));
    }
    return found->second;
  };
  Json origins = Json::array();
  std::vector<std::size_t> position(drill->tiers.size());  // by service, among the origins
  for (const DrillOrigin& origin : drill->origins) {
    const std::size_t own = name(origin.service);
    Json hits = Json::array();
    for (const DrillVictim& victim : shown_victims(*drill, origin)) {
      hits.push_back(name(victim.service));
      const double percent = percent_of(victim.failing_fraction);
      hits.push_back(percent == std::floor(percent) ? Json(static_cast<int>(percent)) : Json(percent));
      hits.push_back(victim.calls_away);
      hits.push_back(victim.hard_calls_away.value_or(0));
    }
    position[origin.service.index()] = origins.size();
    origins.push_back(Json::array(
        {own, orders_text(origin.orders_hit), format_number(origin.services_with_errors, 2), std::move(hits)}));
  }
  Json data{{"least", 100 * least_shown(*drill)},
            {"first", opening(*drill)},
            {"names", names},
            {"tiers", tiers},
            {"origins", origins}};
  if (all_are_origins(*drill)) {
    data["positions"] = position;  // for the map
  }
  return "<script type=\"application/json\" id=\"drill-data\">" +
         embedded_json(data.dump(-1, ' ', false, Json::error_handler_t::replace)) + "</script>\n<script>" +
         compact_script(kDrillScript) + "</script>\n";
}

}  // namespace faultline::report
