#include "cli/sweep_run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <ostream>
#include <utility>
#include <vector>

#include "analysis/store/output_file.h"
#include "analysis/store/sqlite.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

std::string kept_so_far(const SweepFile& file) {
  return fmt::format("{} of {} cells are kept in {}", file.cells(), file.sweep().design.cells(), file.path().string());
}

std::string resume_hint(const CellRunOptions& options) {
  return options.resume ? options.command : options.command + " --resume";
}

// False when interrupted.
bool run_missing_cells(SweepCells& cells, const CellRunOptions& options, const InterruptScope& interrupt,
                       SweepFile& file) {
  const SweepDescription& sweep = file.sweep();
  const auto quarters_at = [&](std::size_t cell) { return static_cast<std::uint32_t>(cell * sweep.replications); };
  Progress progress(quarters_at(sweep.design.cells()), quarters_at(file.cells()),
                    options.show_progress && isatty(STDERR_FILENO) == 1);
  while (file.cells() < sweep.design.cells()) {
    const std::size_t cell = file.cells();
    if (interrupt.flag().load()) {
      return false;
    }
    std::vector<std::span<const double>> points;
    for (std::size_t i = cell; i < std::min(sweep.design.cells(), cell + cells.together()); ++i) {
      points.push_back(sweep.design.values.point(i));
    }
    const auto results = cells.run(points, options.threads, interrupt.flag(),
                                   [&](std::uint32_t done) { progress.update(quarters_at(cell) + done); });
    if (!results) {
      return false;
    }
    for (const CellResult& result : *results) {
      file.append(result);
    }
  }
  return true;
}

}  // namespace

SweepDescription describe_sweep(const RunDescription& run, Design design) {
  SweepDescription sweep;
  sweep.tool_version = run.tool_version;
  sweep.git_hash = run.git_hash;
  sweep.scenario_id = run.scenario_id;
  sweep.scenario_title = run.scenario_title;
  sweep.scenario_sha256 = run.scenario_sha256;
  sweep.scenario_json = run.scenario_json;
  sweep.horizon_days = run.horizon_days;
  sweep.smallest_difference_that_matters_fraction = run.smallest_difference_that_matters_fraction;
  sweep.seed = run.seed;
  sweep.replications = run.replications;
  sweep.precision = run.precision;
  sweep.policies = run.policies;
  sweep.design = std::move(design);
  const double quarters = static_cast<double>(sweep.design.cells()) * sweep.replications;
  if (quarters > std::numeric_limits<std::uint32_t>::max()) {
    throw InputError({"--replications", "", std::to_string(sweep.replications),
                      fmt::format("over {} cells these are more quarters than can be counted", sweep.design.cells()),
                      "take fewer replications or cells"});
  }
  return sweep;
}

std::optional<SweepFile> run_cells(SweepCells& cells, const SweepDescription& sweep, const fs::path& folder,
                                   const CellRunOptions& options, std::ostream& err) {
  make_folder(folder);
  const fs::path path = folder / "results.sqlite";
  std::optional<InterruptScope> interrupt{std::in_place};  // from before the file is there until the cells are done
  SweepFile file = options.resume ? SweepFile::resume(path, sweep) : SweepFile::create(path, sweep);
  try {
    const bool done = run_missing_cells(cells, options, *interrupt, file);
    interrupt.reset();
    if (!done) {
      err << "faultline: interrupted; " << kept_so_far(file) << "\nGo on with: " << resume_hint(options) << "\n";
      return std::nullopt;
    }
    if (!file.complete()) {
      file.finish();
    }
  } catch (const StorageFailure& failure) {
    throw StorageFailure(std::string(failure.what()) + "\n" + kept_so_far(file) +
                         ". When there is room again, go on with: " + resume_hint(options));
  }
  return file;
}

void say_cell_warnings(std::span<const CellWarning> warnings, std::span<const std::string> known, std::ostream& err) {
  constexpr std::size_t kEnough = 5;
  std::size_t said = 0;
  std::size_t more = 0;
  for (const CellWarning& own : warnings) {
    if (std::find(known.begin(), known.end(), own.text) != known.end()) {
      continue;
    }
    if (said == kEnough) {
      ++more;
      continue;
    }
    err << fmt::format("faultline: warning: in {}: {}\n", how_many(own.cells, "cell"), own.text);
    ++said;
  }
  if (more > 0) {
    err << fmt::format("faultline: warning: and {} more about single cells\n", more);
  }
}

void say_failures(const Design& design, std::span<const FailedCell> failures, std::ostream& err) {
  constexpr std::size_t kEnough = 5;
  for (std::size_t i = 0; i < std::min(failures.size(), kEnough); ++i) {
    err << fmt::format("faultline: warning: {} could not be run: {}\n", cell_name(design, failures[i].cell),
                       failures[i].reason);
  }
  if (failures.size() > kEnough) {
    err << fmt::format("faultline: warning: and {}; the results file has all reasons\n",
                       how_many(failures.size() - kEnough, "more cell"));
  }
}

}  // namespace faultline::cli
