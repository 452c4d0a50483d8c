#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/sweep/design.h"
#include "cli/exit_code.h"
#include "cli/sweep_targets.h"
#include "cli/version.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"

namespace faultline::cli {
namespace {

constexpr std::uint32_t kMostReplications = 10'000'000;
constexpr std::uint32_t kMostThreads = 1024;
constexpr std::uint32_t kMostServices = 10'000'000;

// A whole number in plain decimal digits. CLI11 alone wraps -1 round to 2^64 - 1, takes what is larger for that too,
// and reads 010 as 8.
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

// A finite number of at least `least`, or above it.
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

// One of some names, in place of CLI11's own check, whose messages speak of its internals.
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

template <class Seed>
void add_seed(CLI::App& app, Seed& seed, const std::string& what) {
  app.add_option("--seed", seed, what)->transform(any_whole_number())->option_text("S");
}

// PATH=VALUE, at the first "=" (a JSON pointer may hold one only by mistake).
std::string take_override(const std::string& text, std::vector<std::pair<std::string, std::string>>& overrides) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || text.empty() || text[0] != '/') {
    return "--set needs /pointer=value, not '" + text + "'";
  }
  overrides.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  return "";
}

// "2%" or "0.02", between 0 and 1.
void add_precision(CLI::App& app, PrecisionOptions& options, const std::string& each) {
  app.add_option_function<std::string>(
         "--precision",
         [&options](const std::string& text) {
           const bool percent = !text.empty() && text.back() == '%';
           double value = 0;
           const char* const end = text.data() + text.size() - (percent ? 1 : 0);
           const auto [stop, error] = std::from_chars(text.data(), end, value);
           value = percent ? value / 100 : value;
           if (error != std::errc() || stop != end || !(value > 0.0 && value < 1.0)) {
             throw CLI::ValidationError(
                 "--precision", "must be a share above 0 and below 1, like 2% or 0.02 (found " + printable(text) + ")");
           }
           options.relative_half_width = value;
         },
         "Go on after --replications until " + each + " policy's mean loss is known to so much, half its 95 % interval")
      ->option_text("X%");
  app.add_option("--most-replications", options.most_replications, "Where --precision stops at the latest (100000)")
      ->transform(whole_number(1, kMostReplications))
      ->option_text("N");
}

using Overrides = std::vector<std::pair<std::string, std::string>>;

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

template <class Options>
void add_out(CLI::App& app, Options& options) {
  app.add_option(
         "--out", options.out,
         "Folder of results.sqlite and report.html, a variant's in one of its name (faultline-results/<scenario>)")
      ->option_text("DIR");
}

void add_compare(CLI::App& app, CompareOptions& options, bool one_policy) {
  add_scenario(app, options.scenario);
  if (one_policy) {
    app.add_option("--policy", options.policies, "The policy to run")->required()->expected(1)->option_text("P");
    add_variant(app, options.scenario);
  } else {
    options.variants.emplace();
    app.add_option("--variant", *options.variants,
                   "Variants of the scenario to compare, by comma (all); of a single one its policies alone")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->option_text("A,B");
    app.add_option("--policies", options.policies, "Policies to compare, by comma (all)")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->option_text("A,B");
  }
  app.add_option("--replications", options.replications, "Quarters to simulate (as the scenario says)")
      ->transform(whole_number(1, kMostReplications))
      ->option_text("N");
  add_precision(app, options.precision, "every");
  add_seed(app, options.seed, "Seed of all luck (as the scenario says)");
  app.add_option("--threads", options.threads, "Threads; no effect on results (all cores)")
      ->transform(whole_number(0, kMostThreads))
      ->option_text("T");
  add_out(app, options);
  add_format(
      app, options.format,
      std::map<std::string, Format>{
          {"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}, {"markdown", Format::markdown}});
  app.add_flag("--quiet", options.quiet, "Errors alone on stderr");
  add_choice(app, "--progress", options.progress, "Progress bar: auto shows it on a terminal",
             {{"auto", true}, {"never", false}});
  app.add_flag("--resume", options.resume, "Go on with a run that was interrupted");
  app.add_option("--max-mean-lost-orders", options.max_mean_lost_orders,
                 "Exit 4 when a policy's mean lost orders lie above X, 6 when that is not settled")
      ->check(finite_number(0.0, false))
      ->option_text("X");
  app.add_option("--max-p99-lost-orders", options.max_p99_lost_orders, "The same for the loss of 1 quarter in 100")
      ->check(finite_number(0.0, false))
      ->option_text("X");
  add_choice(app, "--undecided", options.undecided_passes, "What a limit that is not settled counts as",
             {{"pass", true}, {"fail", false}});
}

void add_replay(CLI::App& app, ReplayOptions& options) {
  add_scenario(app, options.scenario);
  auto* policy = app.add_option("--policy", options.policy, "The policy")->option_text("P");
  add_variant(app, options.scenario);
  auto* replication = app.add_option("--replication", options.replication, "The quarter, from 0")
                          ->transform(whole_number(0, kMostReplications - 1))
                          ->option_text("R");
  add_seed(app, options.seed, "Seed of all luck (as the scenario says)");
  auto* events =
      app.add_option("--events", options.events, "Write the event log here, as JSON Lines")->option_text("FILE");
  auto* trace =
      app.add_option("--trace", options.trace, "Write the quarter here for ui.perfetto.dev or chrome://tracing")
          ->option_text("FILE");
  app.add_flag("--second-reviewer-low", options.second_reviewer_low, "With a second reviewer who is nearly worthless");
  add_out(app, options);
  app.add_flag("--quiet", options.quiet, "Errors alone on stderr");
  auto* known = app.add_option("--known", options.known,
                               "Instead of a quarter, an incident that the world has reported, and whether each policy "
                               "could have touched it: its id or \"all\" (of known-incidents.json in the scenario's "
                               "folder), FILE, or FILE#ID")
                    ->option_text("ID|FILE");
  known->excludes(policy)->excludes(replication)->excludes(events)->excludes(trace);
  add_choice(app, "--format", options.json, "Form of the answer to --known", {{"table", false}, {"json", true}});
  app.get_option("--format")->needs(known);
  app.callback([=] {
    if (known->count() > 0) return;
    for (const CLI::Option* option : {policy, replication}) {
      if (option->count() == 0) throw CLI::RequiredError(option->get_name() + " (or --known)");
    }
  });
}

void add_report(CLI::App& app, ReportOptions& options) {
  app.add_option("RESULTS", options.results, "results.sqlite or its folder")->required();
  app.add_option("-o,--output", options.output, "The page (report.html beside the results)")->option_text("FILE.html");
}

void add_export(CLI::App& app, ExportOptions& options) {
  app.add_option("RESULTS", options.results, "results.sqlite or its folder")->required();
  add_format(app, options.format,
             std::map<std::string, ExportFormat>{{"csv", ExportFormat::csv},
                                                 {"npy", ExportFormat::npy},
                                                 {"markdown", ExportFormat::markdown},
                                                 {"json", ExportFormat::json}});
  app.add_option("-o,--output", options.output,
                 "A folder for csv and npy (that of the results), a file for json and markdown (standard output)")
      ->option_text("PATH");
}

void add_blast(CLI::App& app, BlastOptions& options) {
  app.add_option("GRAPH", options.graph, "Graph in any format that `faultline import --list` names")->required();
  app.add_option("--graph-format", options.graph_format, "Format of the graph (the content decides)");
  app.add_option("--service", options.service, "Explain the failure of this service")->option_text("S");
  add_format(app, options.format,
             std::map<std::string, BlastFormat>{{"table", BlastFormat::table},
                                                {"json", BlastFormat::json},
                                                {"csv", BlastFormat::csv},
                                                {"dot", BlastFormat::dot}});
  app.add_option("--samples", options.samples, "Samples of live calls")
      ->capture_default_str()
      ->transform(whole_number(64, std::uint64_t{1} << 24U))
      ->option_text("N");
  add_seed(app, options.seed, "Seed of the samples (1)");
  app.add_option("--orders-per-hour", options.orders_per_hour, "Demand behind failing requests per hour")
      ->capture_default_str()
      ->check(finite_number(0.0, true))
      ->option_text("X");
  app.add_option("--top", options.top, "Rows of the table")
      ->capture_default_str()
      ->transform(any_whole_number())
      ->option_text("N");
}

void add_import(CLI::App& app, ImportOptions& options) {
  auto* list = app.add_flag("--list", options.list, "Name the formats");
  app.add_option("FORMAT", options.format, "Format, or auto to let the content decide")->excludes(list);
  app.add_option("FILE", options.files, "Files of one graph")->excludes(list);
  app.add_flag("--merge", options.merge, "Each file, or FORMAT=FILE, is a source of its own: join them into one graph")
      ->excludes(list);
  app.add_option("--columns", options.columns, "Columns of a table: MEANING=NAME, separated by commas")
      ->delimiter(',')
      ->option_text("MEANING=NAME,...");
  app.add_option("-o,--output", options.output, "The graph (standard output)")->option_text("GRAPH");
}

void add_generate(CLI::App& app, GenerateOptions& options) {
  app.add_option("--services", options.graph.services, "Number of services")
      ->required()
      ->transform(whole_number(1, kMostServices))
      ->option_text("N");
  add_seed(app, options.graph.seed, "Seed");
  app.add_option("-o,--output", options.output, "The graph (standard output)")->option_text("GRAPH");
}

void add_validate(CLI::App& app, ValidateOptions& options) {
  app.add_option("FILE", options.file,
                 "Scenario (file, folder or installed name), graph or policy; the content decides which")
      ->required();
  add_overrides(app, options.overrides);
  app.add_flag("--allow-outside", options.allow_outside_tree, "Parts of the scenario may lie outside its folder");
}

void add_schema(CLI::App& app, SchemaOptions& options) {
  app.add_option("KIND", options.kind, "scenario, graph, policy or known-incidents")->required();
  app.add_option("--format", options.format, "json, or markdown for the reference page")
      ->option_text("{json,markdown}");
}

void add_explain(CLI::App& app, ExplainOptions& options) {
  add_scenario(app, options.scenario);
  app.add_option("--policy", options.policy, "The policy")->required()->option_text("P");
  add_variant(app, options.scenario);
  app.add_option("--service", options.service, "Service whose changes are walked (where the first journey enters)")
      ->option_text("S");
  add_choice(app, "--format", options.json, "Form of the answer", {{"table", false}, {"json", true}});
}

std::string alias_lines() {
  std::string lines;
  for (const SweepAlias& alias : sweep_aliases()) {
    lines +=
        "\n  " + alias.name + std::string(alias.name.size() < 17 ? 17 - alias.name.size() : 1, ' ') + alias.meaning;
  }
  return lines;
}

void add_sweep(CLI::App& app, SweepOptions& options) {
  add_scenario(app, options.scenario);
  add_variant(app, options.scenario);
  app.add_option_function<std::vector<std::string>>(
         "--vary",
         [&options](const std::vector<std::string>& texts) {
           for (const std::string& text : texts) {
             if (const std::string problem = read_variation(text, options.variations.emplace_back());
                 !problem.empty()) {
               throw CLI::ValidationError(problem);
             }
           }
         },
         "A number of the scenario and its range: a JSON pointer (* stands for any key) or an alias; N levels of a "
         "grid "
         "or tornado (5); may be repeated")
      ->allow_extra_args(false)
      ->option_text("NAME=LO:HI[:N][,log][,whole]");
  app.add_option("--design", options.design,
                 "grid, lhs, sobol, saltelli, morris, tornado, or a CSV file of points with names in its first line")
      ->required()
      ->option_text("D");
  app.add_option("--points", options.points,
                 "Points of lhs and sobol, base rows of saltelli, trajectories of morris (64)")
      ->transform(whole_number(1, kMostCells))
      ->option_text("N");
  app.add_flag("--second-order", options.second_order,
               "With saltelli: indices of pairs too, for nearly twice the cells");
  app.add_option("--policies", options.policies, "Policies to run, by comma (all)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("A,B");
  app.add_option("--replications", options.replications, "Quarters to simulate in each cell (as the scenario says)")
      ->transform(whole_number(1, kMostReplications))
      ->option_text("N");
  add_precision(app, options.precision, "in each cell every");
  add_seed(app, options.seed, "Seed of all luck, the same in every cell (as the scenario says)");
  app.add_option("--threads", options.threads, "Threads; no effect on results (all cores)")
      ->transform(whole_number(0, kMostThreads))
      ->option_text("T");
  app.add_option("--out", options.out, "Folder of results.sqlite (faultline-results/<scenario>-sweep)")
      ->option_text("DIR");
  add_format(app, options.format,
             std::map<std::string, Format>{{"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}});
  app.add_flag("--quiet", options.quiet, "Errors alone on stderr");
  add_choice(app, "--progress", options.progress, "Progress bar: auto shows it on a terminal",
             {{"auto", true}, {"never", false}});
  app.add_flag("--resume", options.resume, "Go on with a sweep that was interrupted");
}

void add_sensitivity(CLI::App& app, SensitivityOptions& options) {
  app.add_option("RESULTS", options.results, "results.sqlite of a sweep, or its folder")->required();
  app.add_option("--policy", options.policies, "Policies, by comma (all)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("A,B");
  add_choice(app, "--output", options.output, "What of their lost orders (all): mean, p99, or saved",
             {{"mean", std::string("mean")}, {"p99", std::string("p99")}, {"saved", std::string("saved")}});
  add_format(app, options.format,
             std::map<std::string, Format>{{"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}});
}

// What importance shares with other commands; the rest is in importance_options.cpp.
void add_importance_run(CLI::App& app, ImportanceOptions& options) {
  add_scenario(app, options.scenario);
  add_variant(app, options.scenario);
  add_importance(app, options);
  app.add_option("--replications", options.replications, "Quarters to simulate (as the scenario says)")
      ->transform(whole_number(1, kMostReplications))
      ->option_text("N");
  add_seed(app, options.seed, "Seed of all luck (as the scenario says)");
  app.add_option("--threads", options.threads, "Threads; no effect on results (all cores)")
      ->transform(whole_number(0, kMostThreads))
      ->option_text("T");
  add_format(
      app, options.format,
      std::map<std::string, Format>{
          {"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}, {"markdown", Format::markdown}});
  app.add_flag("--quiet", options.quiet, "Errors alone on stderr");
  add_choice(app, "--progress", options.progress, "Progress bar: auto shows it on a terminal",
             {{"auto", true}, {"never", false}});
}

// As it can be pasted into a shell.
void add_fit(CLI::App& app, FitCommandOptions& options) {
  add_choice(app, "KIND", options.kind, "What the records are of",
             std::map<std::string, FitKind>{{"changes", FitKind::changes},
                                            {"demand", FitKind::demand},
                                            {"deployments", FitKind::deployments},
                                            {"incidents", FitKind::incidents},
                                            {"reviews", FitKind::reviews}});
  app.get_option("KIND")->required();
  app.add_option("FILE", options.files, "Records: see docs/formats/measured.md for what is read")
      ->option_text("FILE...");
  app.add_option("--git", options.git, "Read the history of this working copy (changes)")->option_text("DIR");
  app.add_option("-o,--output", options.output, "Write measured.json here; - prints it instead of the table")
      ->option_text("FILE");
  auto* into = app.add_option("--into", options.into,
                              "Also write this scenario with the measured values in it, and say what stayed assumed")
                   ->option_text("SCENARIO");
  app.add_option("--as", options.as, "The new scenario (scenario-measured.json beside the old one)")
      ->needs(into)
      ->option_text("FILE");
  app.add_flag("--allow-outside", options.allow_outside, "Parts of the scenario may lie outside its folder")
      ->needs(into);
  app.add_option("--columns", options.columns, "Names that a table gives to columns, by comma, e.g. hash=sha")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("A=B,...");
  app.add_option("--window", options.windows, "Days that the records cover (found from them); may be repeated")
      ->allow_extra_args(false)
      ->option_text("FROM..TO");
  app.add_option("--zone", options.zone,
                 "Clock of days and hours, and of times that name no zone (UTC); author: each record's own")
      ->option_text("ZONE");
  app.add_option("--salt", options.salt, "Mixed into the hashes that stand for people")->option_text("TEXT");
  app.add_option("--skip-at-most", options.skip_at_most, "Share of rows that may be malformed (0.01), above it exit 3")
      ->check(finite_number(0.0, false))
      ->option_text("X");
  app.add_flag("--quiet", options.quiet, "Errors alone on stderr");
}

std::string as_typed(int argc, const char* const* argv) {
  std::string text = "faultline";
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool plain = !word.empty() && word.find_first_not_of(
                                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789_./,:=+-@%") == std::string::npos;
    std::string quoted = "'";
    for (const char c : word) {
      quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    text += " " + (plain ? word : quoted + "'");
  }
  return text;
}

}  // namespace

std::variant<Command, ParsedToEnd> parse_command_line(int argc, const char* const* argv) {
  CLI::App app(
      "Compares release policies on a model of your services: which loses the fewest orders, and at what price.",
      "faultline");
  const std::string hash = git_hash();
  app.set_version_flag("--version", "faultline " + tool_version() + (hash.empty() ? "" : " (" + hash + ")"));
  app.require_subcommand(1);
  app.footer("Example: faultline compare march-2026 --replications 200\n`faultline COMMAND --help` says more.");

  CompareOptions compare;
  CompareOptions run;
  ReplayOptions replay;
  ReportOptions report;
  ExportOptions exported;
  BlastOptions blast;
  ImportOptions import;
  GenerateOptions generate;
  ValidateOptions validate;
  SchemaOptions schema;
  ExplainOptions explain;
  FitCommandOptions fit;
  SweepOptions sweep;
  SensitivityOptions sensitivity;
  ImportanceOptions importance;
  const auto command = [&app](const char* name, const char* what, const char* example) {
    CLI::App* sub = app.add_subcommand(name, what);
    sub->footer("Example: " + std::string(example));
    return sub;
  };
  CLI::App* compare_app = command("compare", "Every policy of a scenario on the same quarters",
                                  "faultline compare march-2026 --policies baseline,controlled-friction "
                                  "--replications 1000");
  CLI::App* run_app = command("run", "One policy", "faultline run march-2026 --policy baseline --replications 200");
  CLI::App* replay_app = command(
      "replay", "One quarter again, bit for bit, with its event log and trace; or a known incident",
      "faultline replay march-2026 --policy baseline --replication 17 --events events.jsonl --trace trace.json\n"
      "         faultline replay march-2026 --known march-5");
  CLI::App* report_app =
      command("report", "A page that stands alone", "faultline report faultline-results/march-2026 -o report.html");
  CLI::App* export_app = command("export", "Results for other programs",
                                 "faultline export faultline-results/march-2026 --format csv -o tables");
  CLI::App* blast_app = command("blast", "Blast radius of one service, or of all ranked",
                                "faultline blast graph.json --service checkout");
  CLI::App* import_app = command("import", "A graph from what you already have",
                                 "faultline import jaeger dependencies.json -o graph.json");
  CLI::App* generate_app = command("generate", "A synthetic graph with the statistics of production systems",
                                   "faultline generate --services 335 --seed 7 -o graph.json");
  CLI::App* validate_app =
      command("validate", "Is this file sound (scenario, graph, policy, known incidents)? All problems at once",
              "faultline validate scenario.json");
  CLI::App* schema_app = command("schema", "The JSON Schema of a kind of file, for editors",
                                 "faultline schema scenario > scenario.schema.json");
  CLI::App* explain_app = command("explain", "What a policy does, and one change of each sort on its way through it",
                                  "faultline explain march-2026 --policy controlled-friction");
  CLI::App* fit_app = command("fit", "A scenario's numbers from the records of the past, with intervals",
                              "faultline fit changes git-log.txt -o measured.json");
  CLI::App* sweep_app =
      command("sweep", "A scenario's policies at many values of its numbers, on the same quarters",
              "faultline sweep small-shop --vary velocity=1:4 --vary /defects/beta=0.001:0.003,log\n"
              "                         --design sobol --points 64 --replications 200\n"
              "         faultline sweep small-shop --vary reviewers=0.5:2 --vary demand=0.5:2 --design tornado");
  sweep_app->footer(sweep_app->get_footer() + "\nAliases:" + alias_lines());
  CLI::App* sensitivity_app = command("sensitivity", "On which of the numbers that a sweep varied the answer hangs",
                                      "faultline sensitivity faultline-results/small-shop-sweep --output saved");
  CLI::App* importance_app =
      command("importance", "What each gate, service and dependency is worth: forced perfect, and forced failed",
              "faultline importance small-shop --of gates,edges --top 5 --replications 400");
  add_compare(*compare_app, compare, false);
  add_compare(*run_app, run, true);
  add_replay(*replay_app, replay);
  add_report(*report_app, report);
  add_export(*export_app, exported);
  add_blast(*blast_app, blast);
  add_import(*import_app, import);
  add_generate(*generate_app, generate);
  add_validate(*validate_app, validate);
  add_schema(*schema_app, schema);
  add_explain(*explain_app, explain);
  add_fit(*fit_app, fit);
  add_sweep(*sweep_app, sweep);
  add_sensitivity(*sensitivity_app, sensitivity);
  add_importance_run(*importance_app, importance);

  // CLI11 would only say that a command is required.
  if (argc > 1 && argv[1][0] != '-') {
    std::vector<std::string> names;
    for (const CLI::App* sub : app.get_subcommands({})) {
      names.push_back(sub->get_name());
    }
    if (std::find(names.begin(), names.end(), argv[1]) == names.end()) {
      const std::optional<std::string> nearest = nearest_name(argv[1], names);
      return ParsedToEnd{kWrongUse, "",
                         "there is no command " + printable(argv[1]) +
                             (nearest ? "; did you mean " + *nearest + "?" : "") +
                             "\nRun with --help for more information.\n"};
    }
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = app.exit(error, out, err);
    return ParsedToEnd{code == 0 ? kDone : kWrongUse, out.str(), err.str()};
  }
  compare.command = run.command = sweep.command = as_typed(argc, argv);
  const std::map<const CLI::App*, Command> commands{
      {compare_app, compare},         {run_app, run},       {replay_app, replay},        {report_app, report},
      {export_app, exported},         {blast_app, blast},   {import_app, import},        {generate_app, generate},
      {validate_app, validate},       {schema_app, schema}, {explain_app, explain},      {sweep_app, sweep},
      {sensitivity_app, sensitivity}, {fit_app, fit},       {importance_app, importance}};
  return commands.at(app.get_subcommands().front());
}

}  // namespace faultline::cli
