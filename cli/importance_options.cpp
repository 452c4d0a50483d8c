#include "cli/importance_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "cli/option_kinds.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"

namespace faultline::cli {
namespace {

constexpr std::array<const char*, kPartKindCount> kPlurals{"gates", "services", "edges"};

void choose_kinds(const std::vector<std::string>& names, PartChoice& parts) {
  parts.kinds.fill(false);
  for (const std::string& name : names) {
    const auto* const found = std::find(kPlurals.begin(), kPlurals.end(), name);
    if (found == kPlurals.end()) {
      const std::vector<std::string> known(kPlurals.begin(), kPlurals.end());
      const auto nearest = nearest_name(name, known);
      throw CLI::ValidationError("--of", "must be of gates, services, edges (found " + printable(name) + ")" +
                                             (nearest ? "; did you mean " + *nearest + "?" : ""));
    }
    parts.kinds[static_cast<std::size_t>(found - kPlurals.begin())] = true;
  }
}

std::string read_coupling(std::string& text) {
  double value = 0.0;
  const char* const end = text.data() + text.size();
  const auto [last, failure] = std::from_chars(text.data(), end, value);
  const bool good = failure == std::errc() && last == end && value >= 0.0 && value <= 1.0;
  return good ? "" : "must be a coupling from 0 to 1 (found " + printable(text) + ")";
}

}  // namespace

void add_importance(CLI::App& app, ImportanceOptions& options) {
  add_scenario(app, options.scenario);
  add_variant(app, options.scenario);
  app.add_option("--policy", options.policy, "The policy whose quarters are looked at (the baseline)")
      ->option_text("P");
  auto* of = app.add_option_function<std::vector<std::string>>(
                    "--of", [&options](const std::vector<std::string>& names) { choose_kinds(names, options.parts); },
                    "Kinds of parts, by comma (all): gates, services, edges")
                 ->delimiter(',')
                 ->allow_extra_args(false)
                 ->option_text("A,B");
  app.add_option("--top", options.parts.top,
                 "Services, and edges, that are run: those that carry most of the loss in closed form (10)")
      ->transform(whole_number(1, 1000))
      ->option_text("N");
  const auto add_names = [&](const char* option, PartKind kind, const char* what, const char* form) {
    app.add_option(option, options.parts.named[static_cast<std::size_t>(kind)], what)
        ->delimiter(',')
        ->allow_extra_args(false)
        ->excludes(of)
        ->option_text(form);
  };
  add_names("--gate", PartKind::gate, "These gates, by comma; parts of unnamed kinds are then not run", "A,B");
  add_names("--service", PartKind::service, "These services, likewise", "A,B");
  add_names("--edge", PartKind::edge, "These calls, likewise, each as 'caller -> callee'", "'A -> B'");
  app.add_option("--soft", options.parts.soft_coupling, "Coupling of a dependency that is made soft (0.05)")
      ->check(CLI::Validator(read_coupling, ""))
      ->option_text("H");
  app.add_option("--replications", options.replications, "Quarters to simulate (as the scenario says)")
      ->transform(whole_number(1, kMostReplications))
      ->option_text("N");
  add_seed(app, options.seed, "Seed of all luck (as the scenario says)");
  add_threads(app, options.threads);
  add_format(app, options.format);
  add_quiet(app, options.quiet, options.progress);
  app.final_callback([&options] {
    PartChoice& parts = options.parts;
    const auto named = [](const std::vector<std::string>& names) { return !names.empty(); };
    if (std::any_of(parts.named.begin(), parts.named.end(), named)) {
      std::transform(parts.named.begin(), parts.named.end(), parts.kinds.begin(), named);
    }
  });
}

}  // namespace faultline::cli
