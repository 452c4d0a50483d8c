// The scenarios of a sweep's cells, and their runs.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/sweep/cell_result.h"
#include "cli/run_options.h"
#include "cli/scenario_run.h"
#include "cli/sweep_targets.h"
#include "models/io/scenario_json.h"
#include "sim/replication_draws.h"

namespace faultline::cli {

/// The two forms of a sweep's scenario.
struct SweepDocuments {
  std::string resolved;        ///< with the graph's content, so that files are read and graphs generated once
  std::string as_written;      ///< in which pointers into the graph mean what they mean to --set
  bool written_graph = false;  ///< the latter holds the graph's calls

  SweepDocuments(const ScenarioRun& plain, const ScenarioChoice& choice, std::string resolved_document);
  /// Where a scenario's numbers are looked up.
  [[nodiscard]] const std::string& numbers() const { return written_graph ? as_written : resolved; }
};

/// Makes the scenario of each point and runs it. Keeps references to `plain` and `run`, which must outlive it.
class SweepCells {
 public:
  SweepCells(const ScenarioRun& plain, const SweepDocuments& documents, const RunDescription& run,
             std::vector<SweepTarget> targets);
  ~SweepCells();

  /// How many cells may be run together, at the most.
  [[nodiscard]] std::size_t together() const { return together_; }

  /// Runs the quarters of the first of up to together() points, and of those next to it that can share its draws, on
  /// `threads` threads (0: all cores): cells that differ in policies after the warm-up alone share their changes, their
  /// background incidents and their warm-up, others that draw alike all but the latter. A point that makes the scenario
  /// invalid is a result that says so. What all cells draw alike is kept from call to call as far as memory is granted.
  /// There are as many results as points were run. Nothing when `stop` ended it early. `progress` hears how many
  /// quarters of how many of the points are done.
  [[nodiscard]] std::optional<std::vector<CellResult>> run(std::span<const std::span<const double>> points, int threads,
                                                           const std::atomic<bool>& stop,
                                                           const std::function<void(std::uint32_t)>& progress);
  /// One cell.
  [[nodiscard]] std::optional<CellResult> run(std::span<const double> point, int threads, const std::atomic<bool>& stop,
                                              const std::function<void(std::uint32_t)>& progress);

 private:
  struct Member;
  struct Batch;
  [[nodiscard]] LoadedScenario load(std::span<const double> point) const;
  void prepare(Member& member, const PreparedScenario* alike) const;
  [[nodiscard]] std::unique_ptr<Member> make_member(std::span<const double> point);
  static void join(Member& member, Member&& other);
  [[nodiscard]] bool fits(const Batch& batch, const Member& member) const;
  [[nodiscard]] bool take(Batch& batch, std::span<const double> point);

  const ScenarioRun& plain_;
  const RunDescription& run_;
  std::vector<SweepTarget> targets_;
  std::string text_;                  // of the document to which a point is applied
  std::optional<SharedGraph> graph_;  // of every cell; the text has none then
  SharedDemand demand_;               // of the cells in which no parameter touches it
  bool same_losses_;                  // in every cell: no parameter touches what the loss table is made of
  bool same_warm_up_;                 // in every cell: parameters move nothing but policies that do not govern it
  std::size_t together_;
  DrawStore draws_;                  // of the cells that draw as the plain scenario does
  std::unique_ptr<Member> waiting_;  // was not let into the last batch: it begins the next
  std::vector<double> waiting_point_;
};

/// Whether the loader knows a pointer that a document leaves out: it is set to `value` and nobody says that it names
/// nothing. Whether the value is allowed is another question.
[[nodiscard]] bool loader_reads(const ScenarioRun& plain, const std::string& document, const std::string& pointer,
                                double value);

}  // namespace faultline::cli
