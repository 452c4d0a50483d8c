#include "analysis/report/warning_help.h"

#include <algorithm>
#include <array>

#include "models/core/sha256.h"

namespace faultline::report {
namespace {

struct Known {
  std::string_view part;  // of the sentence
  std::string_view id;
  std::string_view how_to_fix;
};

constexpr std::array<Known, 16> kKnown{{
    {"undelivered at the horizon's end", "undelivered",
     "Raise review capacity, lower the volume of changes, or shorten the freeze; until then compare by orders per "
     "change "
     "deployed."},
    {"nothing ships", "nothing-ships", "Look for a gate that blocks or holds every change (`faultline explain`)."},
    {"reviewers are saturated", "saturated", "Give reviewers more hours, or send fewer changes to review."},
    {"more faults overlapped", "overlapping-faults",
     "Check rates of defects and lengths of incidents: so many faults at once are rarely meant."},
    {"do not add up", "waterfall", "Report this: it is an error of the program."},
    {"its mean loss is known to", "precision", "Allow more with --most-replications, or ask for less precision."},
    {"is marked on_demand", "on-demand", "Put a gate that demands it before it, or take the mark away."},
    {"demands no gate", "demands-nothing", "Name the gate that it demands, or remove it."},
    {"selects nothing", "selects-nothing", "Correct the selector: no change has what it asks for."},
    {"has a limit of 0", "limit-zero", "Raise the limit, or close the channel in so many words."},
    {"blocks every change", "blocks-all", "Narrow the selector or set a day on which it ends."},
    {"leaves no budget", "no-budget", "Raise the budget above 0."},
    {"has no gate from day", "no-gate", "Add a gate to that phase, unless none is meant."},
    {"review needs", "no-reviewer", "Give the team more reviewers, or ask for fewer looks."},
    {"expected utilisation of reviewers", "utilisation",
     "Raise review_capacity or lower velocity: queues grow without end above 1."},
    {"graph:", "graph", "See how the graph was imported; give the missing numbers in graph.json."},
}};

// Letters alone, names of policies and what stands in quotes left out.
std::string skeleton(std::string text, std::span<const std::string> policies) {
  for (const std::string& policy : policies) {
    for (std::size_t at = policy.empty() ? std::string::npos : text.find(policy); at != std::string::npos;
         at = text.find(policy, at)) {
      text.erase(at, policy.size());
    }
  }
  std::string kept;
  bool quoted = false;
  for (const char c : text) {
    quoted = c == '"' ? !quoted : quoted;
    if (!quoted && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
      kept += c;
    }
  }
  return kept;
}

}  // namespace

WarningHelp warning_help(std::string_view warning, std::span<const std::string> policies) {
  const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                  [&](const Known& kind) { return warning.find(kind.part) != std::string_view::npos; });
  if (known != kKnown.end()) {
    return {std::string(known->id), std::string(known->how_to_fix)};
  }
  return {"other-" + sha256_hex(skeleton(std::string(warning), policies)).substr(0, 6),
          "See what `faultline validate` says of the scenario."};
}

}  // namespace faultline::report
