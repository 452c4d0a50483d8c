// Kinds of options that several commands share, with checks whose messages speak of what the user typed.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/run_options.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"

namespace faultline::cli {

inline constexpr std::uint32_t kMostReplications = 10'000'000;
inline constexpr std::uint32_t kMostThreads = 1024;

/// A whole number in plain decimal digits. CLI11 alone wraps -1 round to 2^64 - 1, takes what is larger for that too,
/// and reads 010 as 8.
[[nodiscard]] CLI::Validator whole_number(std::uint64_t least, std::uint64_t most);
[[nodiscard]] CLI::Validator any_whole_number();
/// A finite number of at least `least`, or above it.
[[nodiscard]] CLI::Validator finite_number(double least, bool above);
/// "2%" or "0.02", above 0 and below 1; becomes the number.
[[nodiscard]] CLI::Validator share();

/// One of some names, in place of CLI11's own check, whose messages speak of its internals.
template <class Value>
void add_choice(CLI::App& app, const std::string& option, Value& value, const std::string& what,
                const std::map<std::string, Value>& choices) {
  std::vector<std::string> names;
  std::string listed;
  for (const auto& [name, unused] : choices) {
    names.push_back(name);
    listed += (listed.empty() ? "" : ", ") + name;
  }
  app.add_option_function<std::string>(
         option,
         [&value, option, choices, names, listed](const std::string& name) {
           const auto found = choices.find(name);
           if (found == choices.end()) {
             const std::optional<std::string> nearest = nearest_name(name, names);
             throw CLI::ValidationError(option, "must be one of " + listed + " (found " + printable(name) + ")" +
                                                    (nearest ? "; did you mean " + *nearest + "?" : ""));
           }
           value = found->second;
         },
         what)
      ->option_text("{" + CLI::detail::join(names, ",") + "}");
}

template <class Enum>
void add_format(CLI::App& app, Enum& format, const std::map<std::string, Enum>& names) {
  add_choice(app, "--format", format, "Form of the answer", names);
}
/// --format of answers that have all four forms, and of those without Markdown.
void add_format(CLI::App& app, Format& format);
void add_format_without_markdown(CLI::App& app, Format& format);
/// --max-mean-lost-orders, --max-p99-lost-orders and --undecided.
void add_limits(CLI::App& app, Limits& limits, std::optional<bool>& undecided_passes);
/// --against OLD_RESULTS.
void add_against(CLI::App& app, std::filesystem::path& against);
/// --threads, 0 for all cores.
void add_threads(CLI::App& app, int& threads);
/// --quiet and --progress.
void add_quiet(CLI::App& app, bool& quiet, bool& progress);

template <class Seed>
void add_seed(CLI::App& app, Seed& seed, const std::string& what) {
  app.add_option("--seed", seed, what)->transform(any_whole_number())->option_text("S");
}

using Overrides = std::vector<std::pair<std::string, std::string>>;

/// --set, repeatable.
void add_overrides(CLI::App& app, Overrides& overrides);
/// SCENARIO, --set and --allow-outside.
void add_scenario(CLI::App& app, ScenarioChoice& choice);
/// --variant of one.
void add_variant(CLI::App& app, ScenarioChoice& choice);
/// --precision, "2%" or "0.02", and --most-replications; `each`: "every", or "in each cell every".
void add_precision(CLI::App& app, PrecisionOptions& options, const std::string& each);

template <class Options>
void add_out(CLI::App& app, Options& options) {
  app.add_option(
         "--out", options.out,
         "Folder of results.sqlite and report.html, a variant's in one of its name (faultline-results/<scenario>)")
      ->option_text("DIR");
}

}  // namespace faultline::cli
