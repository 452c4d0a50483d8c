#include "cli/options.h"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/report/shell_word.h"
#include "cli/backtest_options.h"
#include "cli/exit_code.h"
#include "cli/fit_options.h"
#include "cli/means_options.h"
#include "cli/option_kinds.h"
#include "cli/options_compare.h"
#include "cli/options_report.h"
#include "cli/options_sweep.h"
#include "cli/version.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"

namespace faultline::cli {
namespace {

constexpr std::uint32_t kMostServices = 10'000'000;

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
  app.add_option("--salt", options.salt, "Mixed into the hashes that stand for people (owners in catalogs)")
      ->option_text("TEXT");
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
  app.add_option("KIND", options.kind, "scenario, graph, policy, known-incidents or decisions")->required();
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

// As it can be pasted into a shell.
std::string as_typed(int argc, const char* const* argv) {
  std::string text = "faultline";
  for (int i = 1; i < argc; ++i) {
    text += " " + report::shell_word(argv[i]);
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
  GridOptions grid;
  BacktestOptions backtest;
  MeansOptions means;
  CurveOptions curve;
  TailsOptions tails;
  ImportanceOptions importance;
  OptimizeOptions optimize;
  WhatIfOptions what_if;
  const auto command = [&app](const char* name, const char* what, const char* example) {
    CLI::App* sub = app.add_subcommand(name, what);
    sub->footer("Example: " + std::string(example));
    return sub;
  };
  CLI::App* compare_app = command("compare", "Every policy of a scenario on the same quarters",
                                  "faultline compare march-2026 --policies baseline,controlled-friction "
                                  "--replications 1000\n"
                                  "         faultline compare small-shop --parameter-draws 40");
  CLI::App* run_app = command("run", "One policy", "faultline run march-2026 --policy baseline --replications 200");
  CLI::App* replay_app = command(
      "replay", "One quarter again, bit for bit, with its event log and trace; or a known incident",
      "faultline replay march-2026 --policy baseline --replication 17 --events events.jsonl --trace trace.json\n"
      "         faultline replay march-2026 --known march-5");
  CLI::App* report_app =
      command("report", "A page that stands alone",
              "faultline report faultline-results/march-2026 -o report.html\n"
              "         faultline report faultline-results/march-2026 --for leadership --budget 2000000 -o sheet.html\n"
              "         faultline report faultline-results/march-2026 --sweep faultline-results/march-2026-velocity");
  CLI::App* export_app = command("export", "Results for other programs",
                                 "faultline export faultline-results/march-2026 --format csv -o tables\n"
                                 "         faultline export faultline-results/march-2026 --charts charts\n"
                                 "         faultline export faultline-results/march-2026 --format junit "
                                 "--max-mean-lost-orders 1200000 -o gate.xml");
  CLI::App* blast_app = command("blast", "Blast radius of one service, or of all ranked",
                                "faultline blast graph.json --service checkout");
  CLI::App* import_app =
      command("import", "A graph from what you already have",
              "faultline import jaeger dependencies.json -o graph.json   counts of calls\n"
              "         faultline import otlp traces.jsonl more.jsonl -o graph.json   traces\n"
              "         faultline import prometheus metrics.txt -o graph.json   metrics, meshes\n"
              "         faultline import compose compose.yaml -o graph.json   configuration\n"
              "         faultline import csv calls.csv --columns caller=from,calls=n -o graph.json   "
              "tables\n"
              "         faultline import graphml drawing.graphml -o graph.json   drawings, models\n"
              "         faultline import --merge traces.json backstage=catalog.yaml -o graph.json   "
              "several sources\n"
              "         faultline import --list   all formats");
  CLI::App* generate_app = command("generate", "A synthetic graph with the statistics of production systems",
                                   "faultline generate --services 335 --seed 7 -o graph.json");
  CLI::App* validate_app = command(
      "validate", "Is this file sound (scenario, graph, policy, known incidents, decisions)? All problems at once",
      "faultline validate scenario.json");
  CLI::App* schema_app = command("schema", "The JSON Schema of a kind of file, for editors",
                                 "faultline schema scenario > scenario.schema.json");
  CLI::App* explain_app = command("explain", "What a policy does, and one change of each sort on its way through it",
                                  "faultline explain march-2026 --policy controlled-friction");
  CLI::App* fit_app = command("fit", "A scenario's numbers from the records of the past, with intervals",
                              "faultline fit changes git-log.txt -o measured.json");
  CLI::App* backtest_app = command("backtest", "Forecasts from the records before a day, held to those after it",
                                   "faultline backtest small-shop --incidents incidents.json --until 2022-01-01");
  CLI::App* sweep_app =
      command("sweep", "A scenario's policies at many values of its numbers, on the same quarters",
              "faultline sweep small-shop --vary velocity=1:4 --vary /defects/beta=0.001:0.003,log\n"
              "                         --design sobol --points 64 --replications 200\n"
              "         faultline sweep small-shop --vary review-capacity=0.5:2 --vary demand=0.5:2 --design tornado");
  CLI::App* sensitivity_app = command("sensitivity", "On which of the numbers that a sweep varied the answer hangs",
                                      "faultline sensitivity faultline-results/small-shop-sweep --output saved");
  CLI::App* grid_app =
      command("grid", "Where a sweep over one or two numbers has its cliffs, and which policy is best where",
              "faultline grid faultline-results/small-shop-sweep --charts figures");
  CLI::App* means_app =
      command("means", "Mean losses alone, with the luck of single faults averaged out: few quarters do",
              "faultline means march-2026 --replications 200");
  add_means(*means_app, means);
  CLI::App* curve_app =
      command("curve", "How likely a policy's quarter loses more, as a compound Poisson law, with its assumptions",
              "faultline curve march-2026 --policy baseline");
  add_curve(*curve_app, curve);
  CLI::App* tails_app = command("tails", "What the dearest quarter in 100 and in 1,000 loses, by importance sampling",
                                "faultline tails march-2026 --replications 400\n"
                                "         faultline tails small-shop --more-than 2000 --format json");
  add_tails(*tails_app, tails);
  CLI::App* importance_app =
      command("importance", "What each gate, service and dependency is worth: forced perfect, and forced failed",
              "faultline importance small-shop --of gates,edges --top 5 --replications 400");
  CLI::App* optimize_app =
      command("optimize", "The best policy of those that a file of decisions makes, with a stated probability",
              "faultline optimize march-2026 --minimise friction --max-lost-orders 1200000 --limit-margin 20% "
              "--first-replications 1000");
  CLI::App* what_if_app = command("what-if", "A page with sliders that holds the simulator and runs offline",
                                  "faultline what-if small-shop -o what-if.html");
  add_what_if(*what_if_app, what_if);
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
  add_backtest(*backtest_app, backtest);
  add_sweep(*sweep_app, sweep);
  add_sensitivity(*sensitivity_app, sensitivity);
  add_grid(*grid_app, grid);
  add_importance(*importance_app, importance);
  add_optimize(*optimize_app, optimize);

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
  compare.command = run.command = sweep.command = optimize.command = as_typed(argc, argv);
  const std::map<const CLI::App*, Command> commands{{compare_app, compare},
                                                    {run_app, run},
                                                    {replay_app, replay},
                                                    {report_app, report},
                                                    {export_app, exported},
                                                    {blast_app, blast},
                                                    {import_app, import},
                                                    {generate_app, generate},
                                                    {validate_app, validate},
                                                    {schema_app, schema},
                                                    {explain_app, explain},
                                                    {sweep_app, sweep},
                                                    {sensitivity_app, sensitivity},
                                                    {grid_app, grid},
                                                    {fit_app, fit},
                                                    {backtest_app, backtest},
                                                    {means_app, means},
                                                    {curve_app, curve},
                                                    {tails_app, tails},
                                                    {importance_app, importance},
                                                    {optimize_app, optimize},
                                                    {what_if_app, what_if}};
  return commands.at(app.get_subcommands().front());
}

}  // namespace faultline::cli
