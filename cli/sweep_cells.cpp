#include "cli/sweep_cells.h"

#include <algorithm>
#include <utility>

#include "models/core/input_error.h"
#include "models/graph/traffic.h"
#include "models/io/field_reader.h"
#include "models/io/json_document.h"
#include "sim/run/block_runner.h"

namespace faultline::cli {
namespace {

bool any_place(const std::vector<SweepTarget>& targets, const std::function<bool(const std::string&)>& is) {
  return std::any_of(targets.begin(), targets.end(), [&](const SweepTarget& target) {
    return std::any_of(target.places.begin(), target.places.end(), [&](const auto& place) { return is(place.first); });
  });
}

// One line: the first few problems, without the name of the file, which is the same in every cell.
std::string reason_of(const InputError& error) {
  constexpr std::size_t kEnough = 3;
  std::vector<std::string> messages;
  for (InputProblem problem : error.problems()) {
    // A value that was set is its own file, and its pointer there is empty.
    problem.file = problem.file.starts_with("--set ") ? problem.file.substr(6) : "";
    // Generated teams all have the same problem.
    if (const std::string message = problem.message();
        std::find(messages.begin(), messages.end(), message) == messages.end()) {
      messages.push_back(message);
    }
  }
  std::string reason;
  for (std::size_t i = 0; i < std::min(messages.size(), kEnough); ++i) {
    reason += (i > 0 ? "; " : "") + messages[i];
  }
  if (messages.size() > kEnough) {
    reason += "; and " + std::to_string(messages.size() - kEnough) + " more problems";
  }
  return reason;
}

// Several blocks for each thread even where a cell has few quarters. Results do not depend on it.
std::uint32_t block_size(std::uint32_t replications) { return std::clamp(replications / 16, 1U, kBlockSize); }

}  // namespace

SweepDocuments::SweepDocuments(const ScenarioRun& plain, const ScenarioChoice& choice, std::string resolved_document)
    : resolved(std::move(resolved_document)), as_written(document_as_written(plain.file(), load_options(choice))) {
  const JsonDocument parsed = parse_json(as_written, plain.file().string());
  const JsonNode* const graph = parsed.root().find("graph");
  written_graph = graph != nullptr && graph->find("calls") != nullptr;
}

SweepCells::SweepCells(const ScenarioRun& plain, const SweepDocuments& documents, const RunDescription& run,
                       std::vector<SweepTarget> targets)
    : plain_(plain),
      run_(run),
      targets_(std::move(targets)),
      text_(documents.resolved),
      same_losses_(!any_place(targets_, [](const std::string& pointer) {
        return pointer.starts_with("/graph/") || pointer.starts_with("/journeys/") || pointer == "/run/blast_samples";
      })) {
  const auto into_written_graph = [&](const std::string& pointer) {
    return pointer.starts_with(documents.written_graph ? "/graph/" : "/graph/generate/");
  };
  if (any_place(targets_, into_written_graph)) {
    text_ = documents.as_written;
  }
}

LoadedScenario SweepCells::load(std::span<const double> point) const {
  LoadOptions options;
  options.overrides = overrides_at(targets_, point);
  return parse_scenario(text_, plain_.file(), options);
}

std::optional<CellResult> SweepCells::run(std::span<const double> point, int threads, const std::atomic<bool>& stop,
                                          const std::function<void(std::uint32_t)>& progress) const {
  CellResult result;
  std::optional<LoadedScenario> loaded;
  std::optional<PreparedScenario> prepared;
  try {
    loaded.emplace(load(point));
    if (same_losses_) {
      prepared.emplace(loaded->scenario, plain_.prepared().shared_loss_table());
    } else {
      prepared.emplace(loaded->scenario);
    }
  } catch (const InputError& error) {
    result.failure = reason_of(error);
    return result;
  } catch (const UnstableTraffic& unstable) {
    result.failure = std::string("/graph: ") + unstable.what();
    return result;
  }
  result.scenario_sha256 = loaded->sha256;
  const std::vector<PolicyCase> all = policy_cases(run_, loaded->scenario);
  const std::span<const PolicyCase> cases = std::span(all).first(run_.policies.size());
  CellAccumulator accumulator(cases.size());
  const auto deliver = [&](Block&& block) {
    for (std::size_t first = 0; first < block.outcomes.size(); first += cases.size()) {
      accumulator.add(std::span(block.outcomes).subspan(first, cases.size()));
    }
  };
  BlockRunOptions options;
  options.block_size = run_.precision.asked() ? kBlockSize : block_size(run_.replications);
  options.threads = threads;
  options.stop = &stop;
  std::uint32_t before = 0;
  for (std::uint32_t wanted = run_.replications; wanted > before; wanted = accumulator.wanted(run_.precision)) {
    options.replications = wanted;
    options.first_block = before / options.block_size;
    options.end_block = (wanted + options.block_size - 1) / options.block_size;
    const auto share_done = [&](std::uint32_t done) {
      progress(static_cast<std::uint32_t>(std::uint64_t{run_.replications} * (before + done) / wanted));
    };
    if (!run_blocks(*prepared, run_.seed, cases, options, deliver, share_done)) {
      return std::nullopt;
    }
    before = wanted;
  }
  result.policies = std::move(accumulator).finish();
  return result;
}

bool loader_reads(const ScenarioRun& plain, const std::string& document, const std::string& pointer, double value) {
  LoadOptions options;
  options.overrides.emplace_back(pointer, json_number(value));
  try {
    (void)parse_scenario(document, plain.file(), options);
    return true;
  } catch (const InputError& error) {
    return std::none_of(error.problems().begin(), error.problems().end(), [](const InputProblem& problem) {
      return problem.problem == kUnknownKey || problem.file == "--set";
    });
  }
}

}  // namespace faultline::cli
