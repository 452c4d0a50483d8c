// faultline: which release policy loses the fewest orders?
#include <csignal>
#include <exception>
#include <iostream>

#include "analysis/store/sqlite.h"
#include "cli/backtest_command.h"
#include "cli/compare_command.h"
#include "cli/curve_command.h"
#include "cli/exit_code.h"
#include "cli/explain_command.h"
#include "cli/export_command.h"
#include "cli/grid_command.h"
#include "cli/importance_command.h"
#include "cli/means_command.h"
#include "cli/optimize_command.h"
#include "cli/options.h"
#include "cli/replay_command.h"
#include "cli/report_command.h"
#include "cli/sensitivity_command.h"
#include "cli/sweep_command.h"
#include "cli/tails_command.h"
#include "cli/what_if_command.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

struct RunCommand {
  int operator()(const CompareOptions& options) const { return compare(options, std::cout, std::cerr); }
  int operator()(const ReplayOptions& options) const { return replay(options, std::cout, std::cerr); }
  int operator()(const ReportOptions& options) const { return report(options, std::cerr); }
  int operator()(const ExportOptions& options) const { return export_results(options, std::cout, std::cerr); }
  int operator()(const BlastOptions& options) const { return run_blast(options, std::cout, std::cerr); }
  int operator()(const ImportOptions& options) const { return run_import(options, std::cout, std::cerr); }
  int operator()(const GenerateOptions& options) const { return run_generate(options, std::cout, std::cerr); }
  int operator()(const ValidateOptions& options) const { return run_validate(options, std::cout, std::cerr); }
  int operator()(const SchemaOptions& options) const { return run_schema(options, std::cout, std::cerr); }
  int operator()(const ExplainOptions& options) const { return explain(options, std::cout, std::cerr); }
  int operator()(const FitCommandOptions& options) const { return run_fit(options, std::cout, std::cerr); }
  int operator()(const BacktestOptions& options) const { return run_backtest(options, std::cout, std::cerr); }
  int operator()(const SensitivityOptions& options) const { return run_sensitivity(options, std::cout, std::cerr); }
  int operator()(const GridOptions& options) const { return run_grid(options, std::cout, std::cerr); }
  int operator()(const MeansOptions& options) const { return run_means(options, std::cout, std::cerr); }
  int operator()(const TailsOptions& options) const { return run_tails(options, std::cout, std::cerr); }
  int operator()(const CurveOptions& options) const { return run_curve(options, std::cout, std::cerr); }
  int operator()(const ImportanceOptions& options) const { return run_importance(options, std::cout, std::cerr); }
  int operator()(const OptimizeOptions& options) const { return run_optimize(options, std::cout, std::cerr); }
  int operator()(const WhatIfOptions& options) const { return run_what_if(options, std::cerr); }
  int operator()(const SweepOptions& options) const { return run_sweep(options, std::cout, std::cerr); }
};

int run(int argc, const char* const* argv) {
  const auto parsed = parse_command_line(argc, argv);
  if (const auto* end = std::get_if<ParsedToEnd>(&parsed)) {
    std::cout << end->out;
    std::cerr << end->err;
    return end->exit_code;
  }
  const int code = std::visit(RunCommand{}, std::get<Command>(parsed));
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "faultline: the answer could not be written to standard output\n";
    return kMachineFailed;
  }
  return code;
}

}  // namespace
}  // namespace faultline::cli

int main(int argc, char** argv) {
  using namespace faultline;
  // A file that grows past its limit is then an error that can be reported, like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return cli::run(argc, argv);
  } catch (const InputError& error) {
    for (const InputProblem& problem : error.problems()) {
      std::cerr << "faultline: " << problem.message() << "\n";
    }
    return cli::kWrongInput;
  } catch (const StorageFailure& failure) {
    std::cerr << "faultline: " << failure.what() << "\n";
    return cli::kMachineFailed;
  } catch (const std::bad_alloc&) {
    std::cerr << "faultline: out of memory\n";
    return cli::kMachineFailed;
  } catch (const std::exception& error) {
    std::cerr << "faultline: this is a bug: " << error.what()
              << "\nPlease report it with the command, the scenario and the output of `faultline --version`.\n";
    return cli::kBug;
  }
}
