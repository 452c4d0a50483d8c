#include "analysis/fit/deployment_fit.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "analysis/fit/size_law.h"
#include "analysis/fit/stream.h"
#include "models/core/how_many.h"

namespace faultline::fit {
namespace {

using Deployments = std::vector<const DeploymentRecord*>;
using Kind = DeploymentRecord::Kind;

bool is_production(const std::string& environment) {
  std::string lower;
  for (const char c : environment) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower == "production" || lower == "prod" || lower == "live";
}

void add_rollbacks(const Deployments& deployments, const FitOptions& options, Group& group) {
  const auto is = [](Kind kind) { return [kind](const DeploymentRecord* one) { return one->kind == kind; }; };
  const auto rollbacks =
      static_cast<std::size_t>(std::count_if(deployments.begin(), deployments.end(), is(Kind::rollback)));
  const auto failed = static_cast<std::size_t>(std::count_if(deployments.begin(), deployments.end(), is(Kind::failed)));
  add_share("rollback_share", "rollbacks among deployments", rollbacks, deployments.size(), group);
  std::map<std::int64_t, std::size_t> by_day;
  for (const DeploymentRecord* deployment : deployments) {
    if (deployment->kind == Kind::rollback) ++by_day[options.day_of(deployment->at)];
  }
  std::size_t fleet_days = 0;
  std::size_t fleet_rollbacks = 0;
  std::size_t others = 0;
  std::size_t of_others = 0;
  for (const DeploymentRecord* deployment : deployments) {
    const auto day = by_day.find(options.day_of(deployment->at));
    if (day != by_day.end() && day->second >= kFleetRollbacks) continue;
    ++others;
    of_others += deployment->kind == Kind::rollback ? 1 : 0;
  }
  for (const auto& [day, count] : by_day) {
    if (count < kFleetRollbacks) continue;
    ++fleet_days;
    fleet_rollbacks += count;
  }
  add_share("rollback_share_without_fleet_days",
            "the same without days on which five services or more were rolled back", of_others, others, group);
  if (fleet_days > 0) {
    group.notes.push_back(std::to_string(fleet_rollbacks) + " rollbacks fall on " + how_many(fleet_days, "day") +
                          " of five and more: one change of the whole fleet each, not so many defects");
  }
  if (failed > 0) add_share("failed_share", "deployments that failed", failed, deployments.size(), group);
  group.notes.emplace_back(
      "a rollback is evidence of a defect that reached production, and no more: many are mended forwards, and "
      "promotions "
      "that overtake each other look like rollbacks of seconds");
}

/// Hours until the next deployment of the same service.
void add_hours_live(const Deployments& deployments, Group& group) {
  std::map<std::string, std::int64_t> last;
  std::vector<double> hours;
  std::vector<double> after_rollback;
  for (const DeploymentRecord* deployment : deployments) {
    const auto before = last.find(deployment->service);
    if (before != last.end()) {
      hours.push_back(static_cast<double>(deployment->at.utc_seconds - before->second) / 3600.0);
      if (deployment->kind == Kind::rollback) after_rollback.push_back(hours.back());
    }
    last[deployment->service] = deployment->at.utc_seconds;
  }
  add_size_figures(hours, {"hours_live", "hours until the next deployment of the same service", 1.0 / 3600.0}, group);
  add_size_figures(after_rollback, {"hours_to_rollback", "hours from a deployment to its rollback", 1.0 / 3600.0},
                   group);
}

}  // namespace

std::vector<const DeploymentRecord*> production_of(std::span<const DeploymentRecord> every) {
  Deployments chosen;
  for (const bool all : {false, true}) {
    for (const DeploymentRecord& one : every) {
      if (all || is_production(one.environment)) chosen.push_back(&one);
    }
    if (!chosen.empty()) break;
  }
  return chosen;
}

Findings fit_deployments(std::span<const DeploymentRecord> every, const FitOptions& options) {
  Findings findings;
  findings.kind = "deployments";
  Deployments deployments;
  std::vector<Moment> moments;
  std::vector<std::string> services;
  for (const DeploymentRecord* one : production_of(every)) {
    if (!options.within(one->at)) continue;
    deployments.push_back(one);
    moments.push_back(one->at);
    services.push_back(one->service);
  }
  if (deployments.empty()) return findings;
  Group group;
  group.name = "production";
  if (!is_production(deployments.front()->environment)) {
    group.notes.emplace_back("no environment is called production, prod or live: all of them count");
  }
  add_stream_figures(moments, covered_windows(moments, options), options, "deployments", group);
  add_rollbacks(deployments, options, group);
  add_hours_live(deployments, group);
  group.mixes.push_back(mix_of("services", "share of deployments by service", services, 20));
  findings.groups.push_back(std::move(group));
  findings.notes.emplace_back(
      "a scenario's deployments follow from its changes and gates: hold its results against these figures, none of "
      "them "
      "takes the place of a value");
  return findings;
}

}  // namespace faultline::fit
