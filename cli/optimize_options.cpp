#include "cli/optimize_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <vector>

#include "cli/option_kinds.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"

namespace faultline::cli {
namespace {

// Whole tens of quarters: the search looks at their means.
CLI::Validator quarters(std::uint32_t least, std::uint32_t most) {
  return CLI::Validator(
      [least, most](std::string& text) {
        std::uint32_t value = 0;
        const char* const end = text.data() + text.size();
        const auto [last, failure] = std::from_chars(text.data(), end, value);
        const bool good = failure == std::errc() && last == end && value >= least && value <= most && value % 10 == 0;
        return good ? std::string()
                    : "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
                          ", a multiple of 10 (found " + printable(text) + ")";
      },
      "");
}

Minimise minimise_of(const std::string& name) {
  const auto* const found = std::find(kMinimiseNames.begin(), kMinimiseNames.end(), name);
  if (found == kMinimiseNames.end()) {
    const std::vector<std::string> known(kMinimiseNames.begin(), kMinimiseNames.end());
    const auto nearest = nearest_name(name, known);
    const auto with_word = std::find_if(known.begin(), known.end(), [&](const std::string& valid) {  // "cost"
      return !name.empty() && valid.find(name) != std::string::npos;
    });
    const std::string meant = nearest ? *nearest : (with_word != known.end() ? *with_word : "");
    throw CLI::ValidationError("--minimise", "must be one of total-cost, lost-orders, friction, lead-time (found " +
                                                 printable(name) + ")" +
                                                 (meant.empty() ? "" : "; did you mean " + meant + "?"));
  }
  return static_cast<Minimise>(found - kMinimiseNames.begin());
}

}  // namespace

void add_optimize(CLI::App& app, OptimizeOptions& options) {
  add_scenario(app, options.scenario);
  add_variant(app, options.scenario);
  app.add_option("--decisions", options.decisions, "What is to be decided (decisions.json beside the scenario)")
      ->option_text("FILE");
  app.add_option_function<std::string>(
         "--minimise", [&options](const std::string& name) { options.minimise = minimise_of(name); },
         "What is to be small (as the decisions say)")
      ->option_text("{total-cost,lost-orders,friction,lead-time}");
  app.add_option("--max-lost-orders", options.max_lost_orders, "Limit on the mean of lost orders in a quarter")
      ->check(finite_number(0.0, true))
      ->option_text("X");
  app.add_option("--max-lead-time", options.max_lead_time_hours, "Limit on the mean of the median lead time, in hours")
      ->check(finite_number(0.0, true))
      ->option_text("H");
  app.add_option("--max-undelivered", options.max_undelivered_fraction,
                 "Limit on the mean share of changes not deployed at a quarter's end (5%)")
      ->transform(share())
      ->option_text("X%");
  app.add_option("--confidence", options.confidence, "Probability that the selection is right (95%)")
      ->transform(share())
      ->option_text("X%");
  app.add_option("--difference", options.difference_fraction,
                 "What a policy must be worse by to matter, a share of the smallest (5%)")
      ->transform(share())
      ->option_text("X%");
  app.add_option("--limit-margin", options.limit_margin_fraction,
                 "A policy within this share below a limit may be turned down (10%)")
      ->transform(share())
      ->option_text("X%");
  constexpr std::uint32_t kLeastFirst = 50;
  constexpr std::uint32_t kMost = 1'000'000;
  app.add_option("--first-replications", options.first_replications,
                 "Quarters of every policy before any is left (200)")
      ->check(quarters(kLeastFirst, kMost))
      ->option_text("N");
  app.add_option("--most-replications", options.most_replications,
                 "Quarters of a policy after which the search ends unsettled (5000)")
      ->check(quarters(kLeastFirst, kMost))
      ->option_text("N");
  app.add_option("--apply", options.apply, "Write the scenario with the recommended policy added")->option_text("FILE");
  add_seed(app, options.seed, "Seed of all luck, the same for every policy (as the scenario says)");
  add_threads(app, options.threads);
  app.add_option("--out", options.out, "Folder of results.sqlite (faultline-results/<scenario>-optimize)")
      ->option_text("DIR");
  add_format(app, options.format);
  add_quiet(app, options.quiet, options.progress);
  app.add_flag("--resume", options.resume, "Go on with a search that was interrupted");
}

}  // namespace faultline::cli
