#include "cli/planner_sweeps.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "analysis/grid/grid_maps.h"
#include "analysis/report/shell_word.h"
#include "analysis/report/timeline_charts.h"
#include "analysis/researcher/velocity_maps.h"
#include "cli/leadership_inputs.h"
#include "cli/scenario_run.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAllowed =
    "the page takes a tornado, and a grid over velocity (or velocity:ORIGIN) and review-capacity";

std::string design_words(const Design& design) {
  std::string names;
  for (const SweepParameter& parameter : design.parameters) {
    names += (names.empty() ? "" : ", ") + parameter.name;
  }
  return printable(std::string(kDesignNames[static_cast<std::size_t>(design.kind)]) + " over " + names, 200);
}

std::string build_words(const std::string& version, const std::string& hash) {
  return printable("faultline " + version + (hash.empty() ? "" : " (" + hash + ")"));
}

std::optional<std::size_t> place_of(const std::vector<PolicyLabel>& policies, const std::string& id) {
  const auto found =
      std::find_if(policies.begin(), policies.end(), [&id](const PolicyLabel& policy) { return policy.id == id; });
  return found == policies.end() ? std::nullopt : std::optional<std::size_t>(found - policies.begin());
}

// What the maps rest on; throws when the sweep is not about the run.
void check(const fs::path& path, const SweepDescription& sweep, const RunDescription& run, std::size_t told) {
  const auto refuse = [&path](const std::string& found, const std::string& problem, const std::string& mend) {
    throw InputError({path.string(), "", found, problem, mend});
  };
  if (!grid::velocity_axes(sweep.design)) {
    refuse(design_words(sweep.design), std::string(kAllowed),
           "sweep it with `--design grid --vary velocity=0.5:4:7,log --vary review-capacity=0.25:2:7,log`");
  }
  if (sweep.scenario_sha256 != run.scenario_sha256) {
    refuse(printable(sweep.scenario_id) + ", SHA-256 " + sweep.scenario_sha256.substr(0, 12),
           fmt::format("it is a sweep of another scenario than the results ({}, SHA-256 {}), or of another state of it",
                       printable(run.scenario_id), run.scenario_sha256.substr(0, 12)),
           "");
  }
  if (sweep.tool_version != run.tool_version || sweep.git_hash != run.git_hash) {
    refuse(build_words(sweep.tool_version, sweep.git_hash),
           "another build of the program made it than the results, " + build_words(run.tool_version, run.git_hash),
           "make both with one build");
  }
  if (sweep.policies[0].id != run.policies[0].id) {
    refuse(printable(sweep.policies[0].id), "its policies must be compared with " + printable(run.policies[0].id), "");
  }
  if (!place_of(sweep.policies, run.policies[told].id)) {
    std::string names;
    for (const PolicyLabel& policy : sweep.policies) {
      names += (names.empty() ? "" : ", ") + printable(policy.id);
    }
    refuse(names, "it lacks the policy that the page tells of, " + printable(run.policies[told].id),
           "sweep it with --policies " + report::shell_word(run.policies[0].id + "," + run.policies[told].id));
  }
}

void add_maps(const SweepFile& file, const Comparison& comparison, const std::optional<OrderLine>& line,
              report::PlannerExtras& extras, std::ostream& err) {
  const SweepDescription& sweep = file.sweep();
  const std::size_t told = report::policy_told_of(comparison);
  check(file.path(), sweep, comparison.run, told);
  const researcher::Facts facts = researcher::read_facts(file);
  if (!facts.grid) {
    throw InputError({file.path().string(), "", "", facts.no_grid, ""});
  }
  for (const std::string& warning : facts.grid->warnings) {
    err << "faultline: warning: " << warning << "\n";
    extras.velocity_warning += (extras.velocity_warning.empty() ? "" : "; ") + warning;
  }
  std::vector<std::size_t> policies{0};
  if (told > 0) {
    policies.push_back(*place_of(sweep.policies, comparison.run.policies[told].id));
  }
  extras.velocity = researcher::velocity_maps(facts, policies, line ? std::optional(line->orders) : std::nullopt,
                                              line ? line->name : "");
  for (report::VelocityMap& map : extras.velocity) {
    map.policy = map.policy > 0 ? told : 0;
  }
}

}  // namespace

std::optional<OrderLine> order_line(const Limits& limits, const std::optional<double>& budget) {
  if (limits.max_mean_lost_orders) {
    return OrderLine{*limits.max_mean_lost_orders, "limit"};
  }
  return budget ? std::optional(OrderLine{*budget, "budget"}) : std::nullopt;
}

void add_sweeps(const std::vector<fs::path>& sweeps, const Comparison& comparison, const std::optional<OrderLine>& line,
                report::PlannerExtras& extras, std::ostream& err) {
  for (const fs::path& path : sweeps) {
    const SweepFile file = SweepFile::open(results_path(path));
    const DesignKind kind = file.sweep().design.kind;
    if (kind == DesignKind::tornado ? extras.sweep.has_value() : !extras.velocity.empty()) {
      throw InputError({path.string(), "", design_words(file.sweep().design), "there is a sweep of this kind already",
                        "give one tornado and one grid at most"});
    }
    if (kind == DesignKind::tornado) {
      extras.sweep = sweep_in_question(path, comparison);
    } else {
      add_maps(file, comparison, line, extras, err);
    }
  }
}

}  // namespace faultline::cli
