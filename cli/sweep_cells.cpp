#include "cli/sweep_cells.h"

#include <algorithm>
#include <charconv>
#include <iterator>
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

// Whether a pointer leads into a policy that does not govern the warm-up.
bool in_later_policy(const std::string& pointer, const Scenario& scenario) {
  constexpr std::string_view kPolicies = "/policies/";
  if (!pointer.starts_with(kPolicies)) {
    return false;
  }
  std::size_t position = 0;
  const char* const begin = pointer.data() + kPolicies.size();
  const auto [end, error] = std::from_chars(begin, pointer.data() + pointer.size(), position);
  return error == std::errc() && *end == '/' && position < scenario.policies.size() &&
         position != scenario.baseline.index();
}

// More share the same draws, but are done later when interrupted.
constexpr std::size_t kMostTogether = 16;
// Of all scenarios that run together: each thread keeps the state of each of them, some 3 KB a service.
constexpr double kMostChangesTogether = 500'000.0;
constexpr std::size_t kMostServicesTogether = 40'000;
// For replications that every cell draws alike: a thousand of some 8,000 changes.
constexpr std::size_t kMostBytesOfDraws = 512UL << 20U;

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
      demand_(plain.shared_demand()),
      same_losses_(!any_place(targets_,
                              [](const std::string& pointer) {
                                return pointer.starts_with("/graph/") || pointer.starts_with("/journeys/") ||
                                       pointer == "/run/blast_samples";
                              })),
      same_warm_up_(!any_place(
          targets_, [&](const std::string& pointer) { return !in_later_policy(pointer, plain.scenario()); })),
      // With a precision each cell has a number of quarters of its own.
      together_(run.precision.asked() ? 1 : kMostTogether),
      draws_(kMostBytesOfDraws) {
  const auto into_written_graph = [&](const std::string& pointer) {
    return pointer.starts_with(documents.written_graph ? "/graph/" : "/graph/generate/");
  };
  if (any_place(targets_, into_written_graph)) {
    text_ = documents.as_written;
  } else if (same_losses_) {  // neither the graph nor the journeys that are written with it
    DocumentApart apart = take_graph_apart(documents.resolved, plain.file());
    text_ = std::move(apart.rest);
    graph_.emplace(std::move(apart.graph));
  }
}

LoadedScenario SweepCells::load(std::span<const double> point) const {
  LoadOptions options;
  options.overrides = overrides_at(targets_, point);
  options.graph = graph_ ? &*graph_ : nullptr;
  options.demand = &demand_;
  return parse_scenario(text_, plain_.file(), options);
}

// A scenario, and the cells whose policies it holds: one, or all where they share their warm-up.
struct SweepCells::Member {
  std::string scenario_sha256;
  std::vector<std::string> warnings;
  Scenario scenario;
  std::vector<PolicyCase> cases;   // of every cell, one after another
  std::vector<std::size_t> cells;  // which those are, among the points
  std::optional<PreparedScenario> prepared;
};

// Cells that run together.
struct SweepCells::Batch {
  std::vector<std::unique_ptr<Member>> members;
  std::vector<CellResult> results;  // of every point that was taken

  [[nodiscard]] std::vector<std::size_t> cells() const {
    std::vector<std::size_t> all;
    for (const auto& member : members) {
      all.insert(all.end(), member->cells.begin(), member->cells.end());
    }
    return all;
  }
};

void SweepCells::prepare(Member& member, const PreparedScenario* alike) const {
  const PreparedScenario& plain = plain_.prepared();
  member.prepared.emplace(
      member.scenario,
      same_losses_ ? plain.shared_loss_table() : make_loss_table(member.scenario, member.scenario.graph),
      alike != nullptr ? alike : &plain);
}

SweepCells::~SweepCells() = default;

std::unique_ptr<SweepCells::Member> SweepCells::make_member(std::span<const double> point) {
  LoadedScenario loaded = load(point);
  auto member = std::make_unique<Member>();
  member->scenario_sha256 = std::move(loaded.sha256);
  member->scenario = std::move(loaded.scenario);
  member->warnings = std::move(loaded.warnings);
  member->cases = policy_cases(run_, member->scenario);
  member->cases.resize(run_.policies.size());  // a cell has no low cases of second reviewers
  return member;
}

// Its policies go behind those that are there.
void SweepCells::join(Member& member, Member&& other) {
  const auto before = static_cast<std::uint32_t>(member.scenario.policies.size());
  std::move(other.scenario.policies.begin(), other.scenario.policies.end(),
            std::back_inserter(member.scenario.policies));
  for (const PolicyCase& one : other.cases) {
    member.cases.push_back({PolicyId{before + static_cast<std::uint32_t>(one.policy.index())}, one.second_reviewer});
  }
}

// Whether it can run with those that are there.
bool SweepCells::fits(const Batch& batch, const Member& member) const {
  if (batch.members.empty()) {
    return true;
  }
  const auto together = static_cast<double>(batch.members.size() + 1);
  return member.prepared->draws_like(*batch.members.front()->prepared) &&
         together * member.prepared->expected_changes() <= kMostChangesTogether &&
         (batch.members.size() + 1) * member.scenario.graph.service_count() <= kMostServicesTogether;
}

bool SweepCells::take(Batch& batch, std::span<const double> point) {
  CellResult result;
  try {
    const bool waits = waiting_ && std::ranges::equal(waiting_point_, point);
    auto member = waits ? std::move(waiting_) : make_member(point);
    result.scenario_sha256 = member->scenario_sha256;
    result.warnings = member->warnings;
    member->cells = {batch.results.size()};
    if (same_warm_up_ && !batch.members.empty()) {
      batch.members.front()->cells.push_back(batch.results.size());
      join(*batch.members.front(), std::move(*member));
    } else {
      if (!same_warm_up_) {
        if (!waits) {
          prepare(*member, batch.members.empty() ? nullptr : &*batch.members.front()->prepared);
        }
        if (!fits(batch, *member)) {
          waiting_ = std::move(member);
          waiting_point_.assign(point.begin(), point.end());
          return false;
        }
      }
      batch.members.push_back(std::move(member));
    }
  } catch (const InputError& error) {
    result.failure = reason_of(error);
  } catch (const UnstableTraffic& unstable) {
    result = {};
    result.failure = std::string("/graph: ") + unstable.what();
  }
  batch.results.push_back(std::move(result));
  return true;
}

std::optional<std::vector<CellResult>> SweepCells::run(std::span<const std::span<const double>> points, int threads,
                                                       const std::atomic<bool>& stop,
                                                       const std::function<void(std::uint32_t)>& progress) {
  Batch batch;
  for (const std::span<const double> point : points.first(std::min(points.size(), together_))) {
    if (!take(batch, point)) {
      break;
    }
  }
  if (same_warm_up_ && !batch.members.empty()) {
    prepare(*batch.members.front(), nullptr);  // no parameter reaches the graph
  }
  std::vector<CellResult>& results = batch.results;
  const std::vector<std::size_t> cells = batch.cells();
  if (cells.empty()) {
    return results;
  }
  std::vector<ScenarioCases> scenarios;
  for (const auto& member : batch.members) {
    scenarios.push_back({&*member->prepared, member->cases});
  }
  const std::size_t policies = run_.policies.size();
  std::vector<CellAccumulator> accumulators(cells.size(), CellAccumulator(policies));
  const auto deliver = [&](Block&& block) {
    for (std::size_t first = 0; first < block.outcomes.size(); first += policies) {
      accumulators[first / policies % accumulators.size()].add(std::span(block.outcomes).subspan(first, policies));
    }
  };
  BlockRunOptions options;
  options.block_size = run_.precision.asked() ? kBlockSize : block_size(run_.replications);
  options.threads = threads;
  options.stop = &stop;
  // Of others there is no cell that would find its draws there again.
  if (batch.members.front()->prepared->draws_like(plain_.prepared())) options.draws = &draws_;
  std::uint32_t before = 0;
  for (std::uint32_t wanted = run_.replications; wanted > before;
       wanted = accumulators.front().wanted(run_.precision)) {
    options.replications = wanted;
    options.first_block = before / options.block_size;
    options.end_block = (wanted + options.block_size - 1) / options.block_size;
    const auto share_done = [&](std::uint32_t done) {
      progress(
          static_cast<std::uint32_t>(std::uint64_t{run_.replications} * results.size() * (before + done) / wanted));
    };
    if (!run_blocks(scenarios, run_.seed, options, deliver, share_done)) {
      return std::nullopt;
    }
    before = wanted;
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    results[cells[i]].policies = std::move(accumulators[i]).finish();
  }
  return std::move(results);
}

std::optional<CellResult> SweepCells::run(std::span<const double> point, int threads, const std::atomic<bool>& stop,
                                          const std::function<void(std::uint32_t)>& progress) {
  std::optional<std::vector<CellResult>> results = run(std::span(&point, 1), threads, stop, progress);
  return results ? std::optional(std::move(results->front())) : std::nullopt;
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
