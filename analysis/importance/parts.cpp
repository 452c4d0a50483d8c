#include "analysis/importance/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "analysis/importance/screening.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"

namespace faultline {
namespace {

constexpr std::array<const char*, kPartKindCount> kMissing{
    "the policy has no gate of this id that looks for something", "the graph has no such service",
    "the graph has no such call; an edge is written 'caller -> callee'"};

std::string edge_name(const ServiceGraph& graph, const Call& call) {
  return graph.service(call.caller).id + " -> " + graph.service(call.callee).id;
}

std::vector<Part> gates_of(const Policy& policy, std::vector<std::string>& notes) {
  std::vector<Part> parts;
  std::string idle;
  for (const PolicyPhase& phase : policy.phases) {
    for (const Gate& gate : phase.gates) {
      const bool known = std::any_of(parts.begin(), parts.end(), [&](const Part& p) { return p.gate == gate.index; });
      if (can_be_forced(gate) && !known) {
        parts.push_back({PartKind::gate, gate.id, gate.index, {}, {}, 0.0});
      } else if (!known && idle.find(gate.id) == std::string::npos) {
        idle += (idle.empty() ? "" : ", ") + printable(gate.id);
      }
    }
  }
  if (!idle.empty()) {
    notes.push_back("These gates hold changes and look for nothing, so nothing of them was forced: " + idle + ".");
  }
  return parts;
}

std::vector<Part> services_of(const Scenario& scenario, const LossTable& losses) {
  const std::vector<double> shares = service_shares(scenario, losses);
  std::vector<Part> parts;
  for (std::size_t s = 0; s < shares.size(); ++s) {
    parts.push_back({PartKind::service, scenario.graph.service(ServiceId{s}).id, {}, ServiceId{s}, {}, shares[s]});
  }
  return parts;
}

std::vector<Part> edges_of(const Scenario& scenario) {
  const std::vector<double> shares = edge_shares(scenario);
  std::vector<Part> parts;
  for (std::size_t c = 0; c < shares.size(); ++c) {
    const Call& call = scenario.graph.call(CallId{c});
    parts.push_back({PartKind::edge, edge_name(scenario.graph, call), {}, {}, CallId{c}, shares[c]});
  }
  return parts;
}

// Those of the names, in their order; what is no part of the kind becomes a problem.
std::vector<Part> named_parts(const std::vector<Part>& all, const std::vector<std::string>& names, PartKind kind,
                              const std::string& file, std::vector<InputProblem>& problems) {
  const std::string kind_name(kPartKindNames[static_cast<std::size_t>(kind)]);
  std::vector<std::string> known;
  for (const Part& part : all) known.push_back(part.name);
  std::vector<Part> parts;
  for (const std::string& name : names) {
    const auto found = std::find(known.begin(), known.end(), name);
    const std::string place = kind == PartKind::gate ? "/policies" : "/graph";
    if (found == known.end()) {
      const std::optional<std::string> nearest = nearest_name(name, known);
      problems.push_back(
          {file, place, printable(name, 200), kMissing[static_cast<std::size_t>(kind)],
           nearest && kind == PartKind::edge ? "did you mean '" + *nearest + "'?" : nearest.value_or("")});
    } else if (std::count(names.begin(), names.end(), name) > 1) {
      problems.push_back({file, place, printable(name, 200), "this " + kind_name + " is named twice", ""});
    } else {
      parts.push_back(all[static_cast<std::size_t>(found - known.begin())]);
    }
  }
  return parts;
}

// The few that carry most; what carries nothing is not run.
std::vector<Part> top_parts(std::vector<Part> all, std::size_t top, PartKind kind, std::vector<std::string>& notes) {
  const std::string kind_name(kPartKindNames[static_cast<std::size_t>(kind)]);
  const std::size_t count = all.size();
  std::stable_sort(all.begin(), all.end(),
                   [](const Part& a, const Part& b) { return a.screened_share > b.screened_share; });
  std::erase_if(all, [](const Part& part) { return !(part.screened_share > 0.0); });
  all.resize(std::min(all.size(), top));
  if (all.size() < count) {
    const double least = all.empty() ? 0.0 : all.back().screened_share;
    notes.push_back(
        fmt::format("{} of {} {}s were run, those that carry most of the loss in closed form ({:.2g} % of "
                    "it at least); the rest were not run.",
                    all.size(), count, kind_name, 100.0 * least));
  }
  return all;
}

}  // namespace

bool can_be_forced(const Gate& gate) {
  switch (gate.kind) {
    case GateKind::rules:
    case GateKind::tests:
      return gate.effort > 0.0;
    case GateKind::risk_score:
      return gate.demands != 0;
    case GateKind::peer_review:
    case GateKind::senior_review:
    case GateKind::agent_review:
    case GateKind::authorisation:
    case GateKind::rollout:
    case GateKind::channel_closing:
    case GateKind::scope_limit:
    case GateKind::audit:
      return true;
    default:
      return false;
  }
}

ChosenParts choose_parts(const Scenario& scenario, const LossTable& losses, PolicyId policy, const PartChoice& choice,
                         const std::filesystem::path& file) {
  ChosenParts chosen;
  std::vector<InputProblem> problems;
  for (std::size_t k = 0; k < kPartKindCount; ++k) {
    const auto kind = static_cast<PartKind>(k);
    if (!choice.kinds[k]) continue;
    std::vector<std::string> notes;
    std::vector<Part> parts;
    if (kind == PartKind::gate) {
      parts = gates_of(scenario.policies[policy.index()], notes);
    } else if (kind == PartKind::service) {
      parts = services_of(scenario, losses);
    } else {
      parts = edges_of(scenario);
    }
    if (!choice.named[k].empty()) {
      notes.clear();
      parts = named_parts(parts, choice.named[k], kind, file.string(), problems);
    } else if (kind != PartKind::gate) {
      parts = top_parts(std::move(parts), choice.top, kind, notes);
    }
    chosen.parts.insert(chosen.parts.end(), parts.begin(), parts.end());
    chosen.notes.insert(chosen.notes.end(), notes.begin(), notes.end());
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  return chosen;
}

}  // namespace faultline
