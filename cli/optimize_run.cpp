#include "cli/optimize_run.h"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "cli/progress.h"
#include "models/core/input_error.h"
#include "models/core/sha256.h"
#include "sim/run/block_runner.h"

namespace faultline::cli {
namespace {

constexpr std::uint32_t kBlocksPerBatch = 2;  // so that two batches keep four threads busy
constexpr std::uint32_t kQuartersPerBlock = kQuartersPerBatch / kBlocksPerBatch;

// Collects the outcomes of some candidates until a batch is whole.
class BatchCollector {
 public:
  BatchCollector(std::vector<std::size_t> candidates, Optimisation& search, OptimisationFile& file)
      : candidates_(std::move(candidates)), figures_(candidates_.size()), search_(search), file_(file) {}

  void add(const Block& block) {
    for (std::size_t i = 0; i < block.outcomes.size(); ++i) {
      figures_[i % candidates_.size()].add(block.outcomes[i]);
    }
    if (figures_.front().quarters() < kQuartersPerBatch) {
      return;
    }
    file_.append(search_.batches(candidates_.front()), candidates_, figures_);
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      search_.add(candidates_[i], figures_[i]);
      figures_[i] = FigureTable{};
    }
  }

 private:
  std::vector<std::size_t> candidates_;
  std::vector<FigureTable> figures_;
  Optimisation& search_;
  OptimisationFile& file_;
};

}  // namespace

OptimizeRun::OptimizeRun(const ScenarioRun& plain, std::vector<CandidateScenario> scenarios) {
  groups_.reserve(scenarios.size());
  for (CandidateScenario& scenario : scenarios) {
    groups_.push_back({std::move(scenario)});
  }
  for (Group& group : groups_) {  // once none of them moves any more
    group.prepared =
        std::make_unique<PreparedScenario>(group.scenario.loaded.scenario, plain.prepared().shared_loss_table());
  }
}

std::string OptimizeRun::sha256() const {
  std::string hashes;
  for (const Group& group : groups_) {
    hashes += group.scenario.loaded.sha256;
  }
  return sha256_hex(hashes);
}

std::vector<std::string> OptimizeRun::warnings(const std::vector<std::string>& known) const {
  std::vector<std::string> fresh;
  for (const Group& group : groups_) {
    for (const std::string& warning : group.scenario.loaded.warnings) {
      if (std::find(known.begin(), known.end(), warning) == known.end() &&
          std::find(fresh.begin(), fresh.end(), warning) == fresh.end()) {
        fresh.push_back(warning);
      }
    }
  }
  return fresh;
}

std::vector<std::string> OptimizeRun::warnings_of(std::size_t candidate) const {
  std::vector<std::string> own;
  for (const Group& group : groups_) {
    const std::vector<std::size_t>& candidates = group.scenario.candidates;
    const auto at = std::find(candidates.begin(), candidates.end(), candidate);
    if (at == candidates.end()) {
      continue;
    }
    const auto policy = group.scenario.first_policy + static_cast<std::size_t>(at - candidates.begin());
    const LoadedScenario& loaded = group.scenario.loaded;
    const std::string about = "policy \"" + printable(loaded.scenario.policies[policy].id) + '"';
    std::copy_if(loaded.warnings.begin(), loaded.warnings.end(), std::back_inserter(own),
                 [&](const std::string& warning) { return warning.compare(0, about.size(), about) == 0; });
  }
  return own;
}

bool OptimizeRun::run_group(const Group& group, Optimisation& search, OptimisationFile& file, int threads,
                            const std::atomic<bool>& stop, const std::function<void(std::uint32_t)>& progress) const {
  std::vector<std::size_t> candidates;
  std::vector<PolicyCase> cases;
  for (std::size_t i = 0; i < group.scenario.candidates.size(); ++i) {
    const std::size_t candidate = group.scenario.candidates[i];
    if (!search.wants(candidate)) {
      continue;
    }
    file.read_into(search, candidate, search.batches(candidate), search.wanted_batches());
    if (!candidates.empty() && search.batches(candidate) != search.batches(candidates.front())) {
      throw InputError({file.path().string(), "/batch", "",
                        "the search is damaged or was changed by hand: candidates of one batch are missing",
                        "run it again into another folder"});
    }
    candidates.push_back(candidate);
    cases.push_back({PolicyId{group.scenario.first_policy + i}});
  }
  if (candidates.empty() || search.batches(candidates.front()) >= search.wanted_batches()) {
    return true;
  }
  BlockRunOptions options;
  options.block_size = kQuartersPerBlock;
  options.first_block = kBlocksPerBatch * static_cast<std::uint32_t>(search.batches(candidates.front()));
  options.end_block = kBlocksPerBatch * static_cast<std::uint32_t>(search.wanted_batches());
  options.replications = options.end_block * kQuartersPerBlock;
  options.threads = threads;
  options.stop = &stop;
  const auto share = static_cast<std::uint32_t>(candidates.size());
  BatchCollector collector(std::move(candidates), search, file);
  return run_blocks(
      *group.prepared, search.description().seed, cases, options, [&](Block&& block) { collector.add(block); },
      [&](std::uint32_t done) { progress(done * share); });
}

bool OptimizeRun::finish(Optimisation& search, OptimisationFile& file, int threads, const std::atomic<bool>& stop,
                         bool progress) const {
  while (!search.over()) {
    std::uint32_t total = 0;
    for (std::size_t c = 0; c < search.figures().size(); ++c) {
      const std::size_t missing =
          search.wants(c) ? search.wanted_batches() - std::min(search.wanted_batches(), search.batches(c)) : 0;
      total += static_cast<std::uint32_t>(missing * kQuartersPerBatch);
    }
    Progress bar(total, 0, progress && isatty(STDERR_FILENO) == 1);  // up to the next look: what is left is not known
    std::uint32_t before = 0;
    for (const Group& group : groups_) {
      std::uint32_t furthest = 0;
      if (stop.load() || !run_group(group, search, file, threads, stop, [&](std::uint32_t done) {
            furthest = std::max(furthest, done);
            bar.update(before + done);
          })) {
        return false;
      }
      before += furthest;
    }
    search.look();
  }
  return true;
}

}  // namespace faultline::cli
