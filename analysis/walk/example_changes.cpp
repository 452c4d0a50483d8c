#include "analysis/walk/example_changes.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "models/core/elementary.h"

namespace faultline {
namespace {

constexpr double kLargeQuantile = 0.95;

bool people_write(Origin origin) { return origin == Origin::human || origin == Origin::ai_assisted; }

/// Kinds by how often the stream has them, those that never occur left out.
std::vector<ChangeKind> kinds_of(const ChangeStream& stream) {
  std::vector<ChangeKind> kinds;
  for (std::size_t kind = 0; kind < kChangeKindCount; ++kind) {
    if (stream.kind_weight[kind] > 0.0) kinds.push_back(static_cast<ChangeKind>(kind));
  }
  std::stable_sort(kinds.begin(), kinds.end(), [&](ChangeKind a, ChangeKind b) {
    return stream.kind_weight[static_cast<std::size_t>(a)] > stream.kind_weight[static_cast<std::size_t>(b)];
  });
  return kinds;
}

double lines_at(const LinesLaw& law, double rank) {
  const double lines = law.median_lines * elementary::exp(law.log_sd * elementary::normal_quantile(rank));
  return std::clamp(std::ceil(lines), 1.0, std::max(1.0, law.max_lines));
}

/// The first service that a team owns and that other gates cover than `service`, out of those most frequent, with
/// traffic if there is one; not valid when all services meet the same gates.
ServiceId elsewhere(const Scenario& scenario, const ServiceFacts& facts, const Policy& policy, ServiceId service) {
  const auto covering = [&](ServiceId id) {
    std::vector<bool> gates;
    for (const PolicyPhase& phase : policy.phases) {
      for (const Gate& gate : phase.gates) {
        gates.push_back(gate.selector.services.empty() || gate.selector.services[id.index()]);
      }
    }
    return gates;
  };
  std::vector<bool> owned(scenario.graph.service_count(), false);
  for (const Team& team : scenario.organisation.teams) {
    for (const ServiceId id : team.services) owned[id.index()] = true;
  }
  const std::vector<bool> here = covering(service);
  std::map<std::vector<bool>, std::pair<std::size_t, ServiceId>> others;  // how many, and the first
  for (std::size_t i = 0; i < scenario.graph.service_count(); ++i) {
    if (!owned[i]) continue;
    const std::vector<bool> gates = covering(ServiceId{i});
    if (gates == here) continue;
    auto& [count, first] = others.try_emplace(gates, 0, ServiceId{i}).first->second;
    ++count;
    if (!(facts.requests_per_order[first.index()] > 0.0) && facts.requests_per_order[i] > 0.0) first = ServiceId{i};
  }
  const auto most = std::max_element(others.begin(), others.end(),
                                     [](const auto& a, const auto& b) { return a.second.first < b.second.first; });
  return most == others.end() ? ServiceId{} : most->second.second;
}

}  // namespace

ServiceId usual_service(const Scenario& scenario) {
  for (const Journey& journey : scenario.journeys) {
    for (const JourneyEntry& entry : journey.entries) {
      if (owner_of(scenario, entry.service).valid()) return entry.service;
    }
  }
  for (const Team& team : scenario.organisation.teams) {
    if (!team.services.empty()) return team.services.front();
  }
  return ServiceId{0};
}

std::string change_title(const WalkedChange& change) {
  std::string origin(kOriginNames[static_cast<std::size_t>(change.origin)]);
  std::replace(origin.begin(), origin.end(), '_', '-');
  std::string title = origin + ' ' + std::string(kChangeKindNames[static_cast<std::size_t>(change.kind)]) + ", " +
                      std::to_string(std::llround(change.lines)) + (change.lines == 1.0 ? " line" : " lines");
  if (change.touches_pricing) title += ", pricing data";
  if (change.emergency) title += ", emergency";
  if (change.channel == Channel::out_of_band) {
    title += ", out of band";
  } else if (!change.documented) {
    title += ", undocumented";
  }
  if (change.wide_scope) title += ", whole fleet";
  return title;
}

ExampleSet example_changes(const Scenario& scenario, const ServiceFacts& facts, const Policy& policy,
                           ServiceId service) {
  ExampleSet set;
  const auto add = [&](std::string id, const WalkedChange& change) {
    set.changes.push_back({std::move(id), change_title(change), change});
  };
  const ChangeStream* first = nullptr;
  for (const ChangeStream& stream : scenario.organisation.streams) {
    if (!(stream.changes_per_developer_week * stream.velocity_multiplier > 0.0)) continue;
    WalkedChange change;
    change.origin = stream.origin;
    change.kind = kinds_of(stream).front();
    change.lines = lines_at(stream.lines, 0.5);
    change.service = service;
    add(std::string(kOriginNames[static_cast<std::size_t>(stream.origin)]), change);
    if (first == nullptr || (!people_write(first->origin) && people_write(stream.origin))) first = &stream;
  }
  if (first == nullptr) {
    set.left_out.emplace_back("no stream writes changes");
    return set;
  }

  WalkedChange plain;
  plain.origin = first->origin;
  plain.kind = kinds_of(*first).front();
  plain.lines = lines_at(first->lines, 0.5);
  plain.service = service;
  if (const std::vector<ChangeKind> kinds = kinds_of(*first); kinds.size() > 1) {
    WalkedChange other = plain;
    other.kind = kinds[1];
    add(std::string(kChangeKindNames[static_cast<std::size_t>(kinds[1])]), other);
  }
  const auto vary = [&](const char* id, bool written, const char* why_not, const auto& alter) {
    if (!written) {
      set.left_out.push_back(why_not);
      return;
    }
    WalkedChange varied = plain;
    alter(varied);
    add(id, varied);
  };
  vary("pricing", first->touches_pricing_fraction > 0.0, "no change touches pricing data",
       [](WalkedChange& c) { c.touches_pricing = true; });
  vary("undocumented", first->documented_fraction < 1.0, "every change is documented",
       [](WalkedChange& c) { c.documented = false; });
  vary("large", first->lines.log_sd > 0.0, "all changes have the same size",
       [&](WalkedChange& c) { c.lines = lines_at(first->lines, kLargeQuantile); });
  vary("emergency", first->emergency_fraction > 0.0, "no change takes the emergency path",
       [](WalkedChange& c) { c.emergency = true; });
  const ScopeLaw& scope = scenario.defects.scope;
  const bool leaves = scenario.organisation.out_of_band.base_fraction * first->out_of_band_multiplier > 0.0;
  vary("fleet-wide", scope.fleet_fraction_pipeline > 0.0, "no change in the pipeline acts on the whole fleet",
       [](WalkedChange& c) { c.wide_scope = true; });
  vary("out-of-band", leaves, "nobody works out of band", [](WalkedChange& c) { c.channel = Channel::out_of_band; });
  vary("out-of-band-fleet-wide", leaves && scope.fleet_fraction_out_of_band > 0.0,
       "no out-of-band work acts on the whole fleet", [](WalkedChange& c) {
         c.channel = Channel::out_of_band;
         c.wide_scope = true;
       });
  if (const ServiceId other = elsewhere(scenario, facts, policy, service); other.valid()) {
    WalkedChange away = plain;
    away.service = other;
    add("elsewhere", away);
  }
  return set;
}

}  // namespace faultline
