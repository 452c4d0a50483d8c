#include "analysis/store/results_file.h"

#include <stdexcept>
#include <system_error>
#include <utility>

#include "analysis/store/blobs.h"
#include "analysis/store/encoded_block.h"
#include "analysis/store/owned_file.h"
#include "analysis/store/results_schema.h"
#include "analysis/store/run_identity.h"
#include "analysis/store/told_tables.h"
#include "models/core/input_error.h"
#include "models/core/sha256.h"

namespace faultline {
namespace fs = std::filesystem;
using store::Database;
using store::OpenMode;
using store::Statement;
using store::Transaction;

struct ResultsFile::State {
  State(fs::path file, std::unique_ptr<Database> opened) : path(std::move(file)), database(std::move(opened)) {}

  fs::path path;
  std::unique_ptr<Database> database;  // replaced when the finished file is written anew
  RunDescription run;
  std::uint32_t blocks = 0;
  bool complete = false;

  /// From the file.
  void load() {
    run = store::load_run(*database, path);
    complete = store::load_value(*database, "status") == "complete";
    blocks = static_cast<std::uint32_t>(database->integer("SELECT COUNT(*) FROM block"));
    if (blocks > run.blocks() || (complete && blocks != run.blocks())) {
      throw InputError({path.string(), "/block", std::to_string(blocks), "the number of blocks does not fit the run",
                        "run the comparison again into another folder"});
    }
  }
};

namespace {

// An outcome is a row of a few kilobytes; on SQLite's usual pages of 4 KiB each would spill into a page of its own.
constexpr int kPageSize = 32768;

constexpr store::FileKind kKind{store::kApplicationId,
                                kResultsFormat,
                                "results file",
                                "give the results.sqlite that `faultline compare` wrote, or its folder",
                                "run the comparison again",
                                kPageSize};

[[noreturn]] void refuse_damaged(const fs::path& path, const std::string& place, const std::string& why) {
  throw InputError({path.string(), place, "", "the results are damaged or were changed by hand: " + why,
                    "run the comparison again into another folder"});
}

// What would be lost of a run that is not finished; empty when nothing would.
std::string progress_of(Database& database) {
  const std::int64_t done = database.integer("SELECT COALESCE(SUM(replications), 0) FROM block");
  if (done == 0 || store::load_value(database, "status") == "complete") {
    return "";
  }
  return std::to_string(done) + " of " + store::load_value(database, "replications") + " replications are done";
}

fs::path unfinished_copy(const fs::path& path) { return path.string() + ".finishing"; }

}  // namespace

ResultsFile::ResultsFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
ResultsFile::ResultsFile(ResultsFile&&) noexcept = default;
ResultsFile::~ResultsFile() = default;

ResultsFile ResultsFile::create(const fs::path& path, const RunDescription& run) {
  store::make_way(path, kKind, progress_of);
  return resume(path, run);
}

ResultsFile ResultsFile::resume(const fs::path& path, const RunDescription& run) {
  std::error_code ignored;
  fs::remove(unfinished_copy(path), ignored);
  auto state = std::make_unique<State>(path, store::open_to_write(path, kKind));
  Database& database = *state->database;
  if (store::is_empty(database)) {
    Transaction transaction(database);
    store::create_tables(database, kResultsFormat);
    store::save_run(database, run);
    transaction.commit();
    state->run = run;
    return ResultsFile(std::move(state));
  }
  state->load();
  store::check_same_run(state->run, run, path);
  return ResultsFile(std::move(state));
}

ResultsFile ResultsFile::open(const fs::path& path) {
  auto state = std::make_unique<State>(path, store::open_to_read(path, kKind));
  state->load();
  ResultsFile file(std::move(state));
  if (file.complete() && store::load_value(*file.state_->database, "results_sha256") != file.results_sha256()) {
    refuse_damaged(path, "/run/results_sha256", "the hash does not fit the blocks");
  }
  return file;
}

const RunDescription& ResultsFile::run() const { return state_->run; }
const fs::path& ResultsFile::path() const { return state_->path; }
std::uint32_t ResultsFile::blocks() const { return state_->blocks; }
bool ResultsFile::complete() const { return state_->complete; }

void ResultsFile::extend(std::uint32_t replications) {
  Transaction transaction(*state_->database);
  store::save_value(*state_->database, "replications", std::to_string(replications));
  transaction.commit();
  state_->run.replications = replications;
}

void ResultsFile::append(const Block& block) {
  State& state = *state_;
  const std::uint32_t index = block.first_replication / kBlockSize;
  if (index != state.blocks || block.replications != state.run.replications_in_block(index)) {
    throw std::logic_error("a block was handed over out of order");
  }
  const std::size_t cases = state.run.cases_in_block(index);
  const store::EncodedBlock encoded(block, cases, state.run.gates.size());

  Transaction transaction(*state.database);
  Statement insert_block(*state.database, "INSERT INTO block VALUES (?, ?, ?, ?)");
  insert_block.integer(0, index)
      .integer(1, block.first_replication)
      .integer(2, block.replications)
      .text(3, encoded.digest)
      .run();
  Statement insert_outcome(*state.database, store::insert_outcome_sql());
  for (std::size_t i = 0; i < encoded.outcomes.size(); ++i) {
    insert_outcome.integer(0, block.first_replication + static_cast<std::int64_t>(i / cases))
        .integer(1, static_cast<std::int64_t>(i % cases));
    for (std::size_t column = 0; column < store::OutcomeBlobs::kColumns; ++column) {
      insert_outcome.blob(2 + static_cast<int>(column), encoded.outcomes[i].columns[column]);
    }
    insert_outcome.run();
  }
  Statement insert_histogram(*state.database, "INSERT INTO histogram VALUES (?, ?, ?, ?)");
  for (std::size_t h = 0; h < encoded.histograms.size(); ++h) {
    insert_histogram.integer(0, index)
        .integer(1, static_cast<std::int64_t>(h / 2))
        .text(2, store::kHistogramNames[h % 2])
        .blob(3, encoded.histograms[h])
        .run();
  }
  transaction.commit();
  ++state.blocks;
}

Block ResultsFile::read(std::uint32_t index) const {
  const State& state = *state_;
  const std::string place = "/block/" + std::to_string(index);
  const std::size_t cases = state.run.cases_in_block(index);
  Block block{index * kBlockSize, state.run.replications_in_block(index), {}};
  block.outcomes.assign(block.replications * cases, make_outcome(state.run));
  std::string digest;
  try {
    Statement select_block(*state.database, "SELECT sha256 FROM block WHERE ordinal = ?");
    select_block.integer(0, index);
    if (select_block.step()) {
      digest = select_block.text_at(0);
    }
    Statement select(*state.database,
                     "SELECT * FROM outcome WHERE replication >= ? AND replication < ? ORDER BY replication, run_case");
    select.integer(0, block.first_replication).integer(1, block.first_replication + block.replications);
    std::size_t i = 0;
    for (; select.step(); ++i) {
      if (i == block.outcomes.size() ||
          select.integer_at(0) != block.first_replication + static_cast<std::int64_t>(i / cases) ||
          select.integer_at(1) != static_cast<std::int64_t>(i % cases)) {
        refuse_damaged(state.path, place, "an outcome is missing or out of place");
      }
      store::OutcomeBlobs blobs;
      for (std::size_t column = 0; column < store::OutcomeBlobs::kColumns; ++column) {
        blobs.columns[column] = select.text_at(2 + static_cast<int>(column));
      }
      store::from_blobs(blobs, state.run.gates.size(), block.outcomes[i]);
    }
    if (i != block.outcomes.size()) {
      refuse_damaged(state.path, place, "an outcome is missing");
    }
    Statement histogram(*state.database, "SELECT bins FROM histogram WHERE block = ? AND run_case = ? AND name = ?");
    for (std::size_t h = 0; h < 2 * cases; ++h) {
      histogram.integer(0, index).integer(1, static_cast<std::int64_t>(h / 2)).text(2, store::kHistogramNames[h % 2]);
      Outcome& first = block.outcomes[h / 2];
      while (histogram.step()) {
        store::add_sparse_blob(histogram.text_at(0),
                               h % 2 == 0 ? first.lead_time_hours : first.review_turnaround_hours);
      }
    }
  } catch (const std::length_error& error) {
    refuse_damaged(state.path, place, error.what());
  }
  if (store::EncodedBlock(block, cases, state.run.gates.size()).digest != digest) {
    refuse_damaged(state.path, place, "the digest does not fit the outcomes");
  }
  return block;
}

void ResultsFile::replay_into(ComparisonBuilder& builder) const {
  for (std::uint32_t block = 0; block < state_->blocks; ++block) {
    builder.add(read(block));
  }
}

std::string ResultsFile::results_sha256() const {
  std::string canonical = store::identity(state_->run, kResultsFormat);
  Statement select(*state_->database, "SELECT sha256 FROM block ORDER BY ordinal");
  while (select.step()) {
    store::append_canonical(canonical, select.text_at(0));
  }
  return sha256_hex(canonical);
}

std::optional<ToldRun> ResultsFile::told() const {
  return complete() ? store::load_told(*state_->database, state_->run, state_->path) : std::nullopt;
}

void ResultsFile::finish(const Comparison& comparison, const ToldRun& told) {
  State& state = *state_;
  {
    Transaction transaction(*state.database);
    store::save_pairs(*state.database, comparison);
    store::save_told(*state.database, state.run, told);
    store::save_value(*state.database, "results_sha256", comparison.results_sha256);
    store::save_value(*state.database, "status", "complete");
    transaction.commit();
  }
  state.complete = true;

  // The file is whole already; without room for a second copy it merely stays larger than it need be.
  const fs::path copy = unfinished_copy(state.path);
  try {
    Statement vacuum(*state.database, "VACUUM INTO ?");
    vacuum.text(0, copy.string()).run();
  } catch (const StorageFailure&) {
    std::error_code ignored;
    fs::remove(copy, ignored);
    state.database->execute("PRAGMA journal_mode = DELETE");
    return;
  }
  state.database.reset();
  fs::rename(copy, state.path);
  state.database = std::make_unique<Database>(state.path, OpenMode::read_only);
}

}  // namespace faultline
