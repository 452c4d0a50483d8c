#include "analysis/report/warning_help.h"

#include <algorithm>

namespace faultline::report {
namespace {

struct Known {
  std::string_view sentence;  // whole; * stands for any text: names and numbers
  WarningHelp help;
};

constexpr std::array<Known, kWarningKinds> kKnown{{
    {"* leaves * % of its changes undelivered at the horizon's end: its loss alone decides nothing",
     {"undelivered",
      "Raise review capacity, lower the volume of changes, or shorten the freeze; until then compare by orders per "
      "change deployed."}},
    {"under * nothing ships",
     {"nothing-ships", "Look for a gate that blocks or holds every change (`faultline explain`)."}},
    {"under * reviewers are saturated (utilisation * %, * changes waiting at the horizon's end)",
     {"saturated", "Give reviewers more hours, or send fewer changes to review."}},
    {"under * more faults overlapped than are handled exactly, * times in all",
     {"overlapping-faults",
      "Check rates of defects and lengths of incidents: so many faults at once are rarely meant."}},
    {"the steps to the loss of * do not add up, so they are not shown: report this",
     {"waterfall", "Report this: it is an error of the program."}},
    {"*: its mean loss is known to *, not to the * % asked for, after the * replications at most; allow more with "
     "--most-replications",
     {"precision", "Allow more with --most-replications, or ask for less precision."}},
    {"policy \"*\": gate \"*\" is marked on_demand, but no gate before it demands it: no change ever meets it",
     {"on-demand", "Put a gate that demands it before it, or take the mark away."}},
    {"policy \"*\": gate \"*\" demands no gate: what it flags has no consequence",
     {"demands-nothing", "Name the gate that it demands, or remove it."}},
    {"policy \"*\": gate \"*\" selects nothing: no change ever meets it",
     {"selects-nothing", "Correct the selector: no change has what it asks for."}},
    {"policy \"*\": gate \"*\" has a limit of 0: while it is in force, no change that it selects ever ships",
     {"limit-zero", "Raise the limit, or close the channel in so many words."}},
    {"policy \"*\": gate \"*\" needs * of pool \"*\", which has not as many with time to review: changes that meet it "
     "*",
     {"pool-too-small", "Give the pool more people or hours, or ask for fewer approvals at that gate."}},
    {"policy \"*\": gate \"*\" blocks every change that it selects for ever",
     {"blocks-all", "Narrow the selector or set a day on which it ends."}},
    {"policy \"*\": gate \"*\" leaves no budget: the first lost order freezes everything",
     {"no-budget", "Ask for less than every order (`order_success_objective` below 1)."}},
    {"policy \"*\" has no gate from day * on: every change ships at once",
     {"no-gate", "Add a gate to that phase, unless none is meant."}},
    {"policy \"*\": gate \"*\" needs *, and team \"*\"* cannot give *: such changes *",
     {"no-reviewer", "Give the team more reviewers, or ask for fewer looks."}},
    {"policy \"*\": expected utilisation of reviewers is * in team \"*\" and above 1 in *: their backlog grows until "
     "they "
     "hurry",
     {"utilisation", "Raise review_capacity or lower velocity: queues grow without end above 1."}},
    {"no marketplace has orders in the horizon, so nothing can be lost and no policy can lose less than another: set "
     "orders_per_hour in /marketplaces",
     {"no-orders", "Give orders_per_hour in /marketplaces, from `faultline fit demand` where there are records."}},
    {"no journeys are given: assumed one for each of the * services that nobody calls, with equal shares of demand",
     {"no-journeys", "Say in /journeys where customers enter and with how many requests for each order."}},
    {"* of * services belong to no team: nobody changes them",
     {"no-team", "Name a `team` for each service in graph.json, or list it under /organisation/teams."}},
    {"graph: *", {"graph", "See how the graph was imported; give the missing numbers in graph.json."}},
}};

// Whether `text` is the sentence. The usual greedy match: after a mismatch the last star takes one letter more.
bool is(std::string_view text, std::string_view sentence) {
  std::size_t t = 0;
  std::size_t s = 0;
  std::size_t star = std::string_view::npos;
  std::size_t taken = 0;
  while (t < text.size()) {
    if (s < sentence.size() && sentence[s] == '*') {
      star = s++;
      taken = t;
    } else if (s < sentence.size() && sentence[s] == text[t]) {
      ++s;
      ++t;
    } else if (star != std::string_view::npos) {
      s = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  return sentence.find_first_not_of('*', s) == std::string_view::npos;
}

}  // namespace

WarningHelp warning_help(std::string_view warning) {
  const auto* known =
      std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& kind) { return is(warning, kind.sentence); });
  return known != kKnown.end() ? known->help
                               : WarningHelp{"other", "See what `faultline validate` says of the scenario."};
}

std::array<std::string_view, kWarningKinds> warning_ids() {
  std::array<std::string_view, kWarningKinds> ids;
  std::transform(kKnown.begin(), kKnown.end(), ids.begin(), [](const Known& kind) { return kind.help.id; });
  return ids;
}

}  // namespace faultline::report
