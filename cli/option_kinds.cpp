#include "cli/option_kinds.h"

#include <charconv>
#include <cmath>
#include <system_error>

namespace faultline::cli {
namespace {

// PATH=VALUE, at the first "=" (a JSON pointer may hold one only by mistake).
std::string take_override(const std::string& text, std::vector<std::pair<std::string, std::string>>& overrides) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || text.empty() || text[0] != '/') {
    return "--set needs /pointer=value, not '" + text + "'";
  }
  overrides.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  return "";
}

}  // namespace

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
  return CLI::Validator(
      [least, most](std::string& text) {
        std::uint64_t value = 0;
        const char* const end = text.data() + text.size();
        const auto [last, failure] = std::from_chars(text.data(), end, value);
        const bool good = failure == std::errc() && last == end && value >= least && value <= most;
        text = good ? std::to_string(value) : text;
        return good ? std::string()
                    : "must be a whole number, at least " + std::to_string(least) + " and at most " +
                          std::to_string(most) + " (found " + printable(text) + ")";
      },
      "");
}

CLI::Validator any_whole_number() { return whole_number(0, std::numeric_limits<std::uint64_t>::max()); }

CLI::Validator finite_number(double least, bool above) {
  return CLI::Validator(
      [least, above](std::string& text) {
        double value = 0.0;
        const char* const end = text.data() + text.size();
        const auto [last, failure] = std::from_chars(text.data(), end, value);
        const bool good =
            failure == std::errc() && last == end && std::isfinite(value) && (above ? value > least : value >= least);
        return good ? std::string()
                    : std::string("must be a finite number ") + (above ? "above " : "of at least ") +
                          std::to_string(static_cast<int>(least)) + " (found " + printable(text) + ")";
      },
      "");
}

CLI::Validator share() {
  return CLI::Validator(
      [](std::string& text) {
        const bool percent = !text.empty() && text.back() == '%';
        double value = 0.0;
        const char* const end = text.data() + text.size() - (percent ? 1 : 0);
        const auto [last, failure] = std::from_chars(text.data(), end, value);
        value = percent ? value / 100 : value;
        if (failure != std::errc() || last != end || !(value > 0.0 && value < 1.0)) {
          return "must be a share above 0 and below 1, like 2% or 0.02 (found " + printable(text) + ")";
        }
        char decimal[32];
        text = std::string(decimal, std::to_chars(decimal, decimal + sizeof decimal, value).ptr);
        return std::string();
      },
      "");
}

void add_format(CLI::App& app, Format& format) {
  add_format(
      app, format,
      std::map<std::string, Format>{
          {"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}, {"markdown", Format::markdown}});
}

void add_format_without_markdown(CLI::App& app, Format& format) {
  add_format(app, format,
             std::map<std::string, Format>{{"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}});
}

void add_limits(CLI::App& app, Limits& limits, std::optional<bool>& undecided_passes) {
  app.add_option("--max-mean-lost-orders", limits.max_mean_lost_orders,
                 "Exit 4 when a policy's mean lost orders lie above X, 6 when that is not settled")
      ->check(finite_number(0.0, false))
      ->option_text("X");
  app.add_option("--max-p99-lost-orders", limits.max_p99_lost_orders, "The same for the loss of 1 quarter in 100")
      ->check(finite_number(0.0, false))
      ->option_text("X");
  add_choice(app, "--undecided", undecided_passes, "What a limit that is not settled counts as",
             {{"pass", true}, {"fail", false}});
}

void add_against(CLI::App& app, std::filesystem::path& against) {
  app.add_option("--against", against, "Earlier results (results.sqlite or its folder): say what changed since")
      ->option_text("OLD_RESULTS");
}

void add_threads(CLI::App& app, int& threads) {
  app.add_option("--threads", threads, "Threads; no effect on results (all cores)")
      ->transform(whole_number(0, kMostThreads))
      ->option_text("T");
}

void add_quiet(CLI::App& app, bool& quiet, bool& progress) {
  app.add_flag("--quiet", quiet, "Errors alone on stderr");
  add_choice(app, "--progress", progress, "Progress bar: auto shows it on a terminal",
             {{"auto", true}, {"never", false}});
}

void add_overrides(CLI::App& app, Overrides& overrides) {
  app.add_option_function<std::vector<std::string>>(
         "--set",
         [&overrides](const std::vector<std::string>& texts) {
           for (const std::string& text : texts) {
             if (const std::string problem = take_override(text, overrides); !problem.empty()) {
               throw CLI::ValidationError(problem);
             }
           }
         },
         "Replace one value of the scenario by JSON pointer, e.g. /run/blast_samples=1024; may be repeated")
      ->allow_extra_args(false)
      ->option_text("PATH=VALUE");
}

void add_scenario(CLI::App& app, ScenarioChoice& choice) {
  app.add_option("SCENARIO", choice.scenario, "Scenario file, its folder, or the name of an installed scenario")
      ->required();
  add_overrides(app, choice.overrides);
  app.add_flag("--allow-outside", choice.allow_outside_tree, "Parts of the scenario may lie outside its folder");
}

void add_variant(CLI::App& app, ScenarioChoice& choice) {
  app.add_option("--variant", choice.variant, "A variant of the scenario (the scenario as it stands)")
      ->option_text("V");
}

void add_precision(CLI::App& app, PrecisionOptions& options, const std::string& each) {
  app.add_option(
         "--precision", options.relative_half_width,
         "Go on after --replications until " + each + " policy's mean loss is known to so much, half its 95 % interval")
      ->transform(share())
      ->option_text("X%");
  app.add_option("--most-replications", options.most_replications, "Where --precision stops at the latest (100000)")
      ->transform(whole_number(1, kMostReplications))
      ->option_text("N");
}

}  // namespace faultline::cli
