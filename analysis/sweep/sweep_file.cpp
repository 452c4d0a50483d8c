#include "analysis/sweep/sweep_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "analysis/stats/quantile.h"
#include "analysis/store/blobs.h"
#include "analysis/store/owned_file.h"
#include "analysis/sweep/sweep_schema.h"
#include "models/core/input_error.h"
#include "models/core/sha256.h"

namespace faultline {
namespace fs = std::filesystem;
using store::append_canonical;
using store::Database;
using store::Statement;
using store::Transaction;

struct SweepFile::State {
  State(fs::path file, std::unique_ptr<Database> opened) : path(std::move(file)), database(std::move(opened)) {}

  fs::path path;
  std::unique_ptr<Database> database;
  SweepDescription sweep;
  std::size_t cells = 0;
  bool complete = false;

  /// From the file.
  void load() {
    sweep = store::load_sweep(*database, path);
    cells = static_cast<std::size_t>(database->integer("SELECT COUNT(*) FROM cell WHERE status <> 'waiting'"));
    complete = store::load_sweep_value(*database, "status") == "complete";
  }
};

namespace {

constexpr store::FileKind kKind{store::kSweepApplicationId, kSweepFormat, "sweep",
                                "give the results.sqlite that `faultline sweep` wrote, or its folder",
                                "run the sweep again"};

[[noreturn]] void refuse_damaged(const fs::path& path, std::string place, const std::string& why) {
  throw InputError({path.string(), std::move(place), "", "the sweep is damaged or was changed by hand: " + why,
                    "run it again into another folder"});
}

// What would be lost of a sweep that is not finished; empty when nothing would.
std::string progress_of(Database& database) {
  const std::int64_t done = database.integer("SELECT COUNT(*) FROM cell WHERE status <> 'waiting'");
  if (done == 0 || store::load_sweep_value(database, "status") == "complete") {
    return "";
  }
  return std::to_string(done) + " of " + std::to_string(database.integer("SELECT COUNT(*) FROM cell")) +
         " cells are done";
}

// How many replications a cell may hold, told from what it holds.
std::size_t replications_of(const SweepDescription& sweep, std::size_t stored) {
  return sweep.precision.asked() ? std::clamp<std::size_t>(stored, sweep.replications, sweep.precision.most)
                                 : sweep.replications;
}

// Everything that a cell's row and its policies' rows say.
std::string digest(std::size_t cell, const CellResult& result, const Design& design) {
  std::string canonical;
  append_canonical(canonical, std::to_string(cell));
  append_canonical(canonical, result.failure);
  append_canonical(canonical, result.scenario_sha256);
  for (const CellPolicy& policy : result.policies) {
    append_canonical(canonical, store::to_blob(policy.means));
    append_canonical(canonical, store::to_blob(policy.lost_orders));
    for (std::size_t o = 0; keeps_outputs(design) && o < policy.outputs.size(); ++o) {
      append_canonical(canonical, store::to_blob(policy.outputs[o]));
    }
    for (std::size_t s = 0; keeps_sums(design) && s < policy.sums.size(); ++s) {
      append_canonical(canonical, store::to_blob(policy.sums[s]));
    }
  }
  return sha256_hex(canonical);
}

// A policy's columns before its means: mean, standard deviation and quantiles of its losses.
constexpr std::size_t kLossColumns = 6;
constexpr int kFirstLossColumn = 2;
constexpr int kFirstMeanColumn = kFirstLossColumn + static_cast<int>(kLossColumns);
std::array<double, kLossColumns> loss_columns(const CellPolicy& policy) {
  const stats::SortedSample sorted(policy.lost_orders);  // once for all quantiles: files are read cell by cell, often
  const auto quantile = [&](double probability) { return sorted.size() == 0 ? 0.0 : sorted.quantile(probability); };
  return {policy.mean(), policy.standard_deviation(), quantile(0.5), quantile(0.9), quantile(0.95), quantile(0.99)};
}

// The digest does not hold these columns, for they follow from the losses. Last digits of a sum may differ between
// builds of the program; what has no number is stored as none.
bool fits(double stored, double computed, double largest) {
  constexpr double kRounding = 1e-9;
  return !std::isfinite(computed) || std::abs(stored - computed) <= kRounding * largest;
}

bool fit_losses(Statement& row, const CellPolicy& policy) {
  double largest = 0.0;
  for (const double loss : policy.lost_orders) {
    largest = std::max(largest, std::abs(loss));
  }
  const std::array<double, kLossColumns> computed = loss_columns(policy);
  for (std::size_t c = 0; c < kLossColumns; ++c) {
    if (!fits(row.real_at(kFirstLossColumn + static_cast<int>(c)), computed[c], largest)) {
      return false;
    }
  }
  return true;
}

void append_outputs(Database& database, std::size_t cell, const CellResult& result) {
  Statement insert(database, "INSERT INTO cell_output VALUES (?, ?, ?, ?)");
  for (std::size_t p = 0; p < result.policies.size(); ++p) {
    for (std::size_t o = 0; o < result.policies[p].outputs.size(); ++o) {
      insert.integer(0, static_cast<std::int64_t>(cell))
          .integer(1, static_cast<std::int64_t>(p))
          .text(2, kKeptOutputs[o].name)
          .blob(3, store::to_blob(result.policies[p].outputs[o]))
          .run();
    }
  }
}

void append_sums(Database& database, std::size_t cell, const CellResult& result) {
  Statement insert(database, "INSERT INTO cell_sum VALUES (?, ?, ?, ?)");
  for (std::size_t p = 0; p < result.policies.size(); ++p) {
    for (std::size_t s = 0; s < result.policies[p].sums.size(); ++s) {
      insert.integer(0, static_cast<std::int64_t>(cell))
          .integer(1, static_cast<std::int64_t>(p))
          .text(2, kGridSums[s].name)
          .blob(3, store::to_blob(result.policies[p].sums[s]))
          .run();
    }
  }
}

// Throws std::length_error when a blob has another length.
void read_sums(Database& database, std::size_t cell, std::size_t policy, CellPolicy& into) {
  Statement select(database, "SELECT by_group FROM cell_sum WHERE cell = ? AND policy = ? AND name = ?");
  for (const GridSum& sum : kGridSums) {
    select.integer(0, static_cast<std::int64_t>(cell)).integer(1, static_cast<std::int64_t>(policy)).text(2, sum.name);
    std::string blob;
    while (select.step()) {  // one row, or none
      blob = select.text_at(0);
    }
    if (!blob.empty()) {  // whether one is missing the digest says
      store::from_blob(blob, into.sums.emplace_back(grid_groups(into.lost_orders.size())));
    }
  }
}

// Throws std::length_error when a blob has another length.
void read_outputs(Database& database, std::size_t cell, std::size_t policy, CellPolicy& into) {
  Statement select(database, "SELECT replications FROM cell_output WHERE cell = ? AND policy = ? AND output = ?");
  for (const KeptOutput& output : kKeptOutputs) {
    select.integer(0, static_cast<std::int64_t>(cell))
        .integer(1, static_cast<std::int64_t>(policy))
        .text(2, output.name);
    std::string blob;
    while (select.step()) {  // one row, or none
      blob = select.text_at(0);
    }
    store::from_blob(blob, into.outputs.emplace_back(into.lost_orders.size()));
  }
}

}  // namespace

SweepFile::SweepFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
SweepFile::SweepFile(SweepFile&&) noexcept = default;
SweepFile::~SweepFile() = default;

SweepFile SweepFile::create(const fs::path& path, const SweepDescription& sweep) {
  store::make_way(path, kKind, progress_of);
  return resume(path, sweep);
}

SweepFile SweepFile::resume(const fs::path& path, const SweepDescription& sweep) {
  auto state = std::make_unique<State>(path, store::open_to_write(path, kKind));
  Database& database = *state->database;
  if (store::is_empty(database)) {
    Transaction transaction(database);
    store::create_sweep_tables(database);
    store::save_sweep(database, sweep);
    transaction.commit();
    state->sweep = sweep;
    return SweepFile(std::move(state));
  }
  state->load();
  store::check_same_sweep(state->sweep, sweep, path);
  return SweepFile(std::move(state));
}

SweepFile SweepFile::open(const fs::path& path) {
  auto state = std::make_unique<State>(path, store::open_to_read(path, kKind));
  state->load();
  SweepFile file(std::move(state));
  if (file.complete() && store::load_sweep_value(*file.state_->database, "results_sha256") != file.results_sha256()) {
    refuse_damaged(path, "/sweep/results_sha256", "the hash does not fit the cells");
  }
  return file;
}

const SweepDescription& SweepFile::sweep() const { return state_->sweep; }
const fs::path& SweepFile::path() const { return state_->path; }
std::size_t SweepFile::cells() const { return state_->cells; }
bool SweepFile::complete() const { return state_->complete; }

void SweepFile::append(const CellResult& result) {
  State& state = *state_;
  if (state.cells >= state.sweep.design.cells() ||
      (result.failure.empty() && result.policies.size() != state.sweep.policies.size())) {
    throw std::logic_error("a cell was handed over that the sweep does not have");
  }
  const auto cell = static_cast<std::int64_t>(state.cells);
  Transaction transaction(*state.database);
  Statement update(*state.database,
                   "UPDATE cell SET status = ?, reason = ?, scenario_sha256 = ?, sha256 = ? WHERE ordinal = ?");
  update.text(0, result.failure.empty() ? "done" : "failed")
      .text(1, result.failure)
      .text(2, result.scenario_sha256)
      .text(3, digest(state.cells, result, state.sweep.design))
      .integer(4, cell)
      .run();
  std::string sql = "INSERT INTO cell_policy VALUES (?, ?, ?, ?, ?, ?, ?, ?";
  for (std::size_t m = 0; m <= kSweepMeans.size(); ++m) {
    sql += ", ?";
  }
  Statement insert(*state.database, sql + ")");
  for (std::size_t p = 0; p < result.policies.size(); ++p) {
    const CellPolicy& policy = result.policies[p];
    insert.integer(0, cell).integer(1, static_cast<std::int64_t>(p));
    const std::array<double, kLossColumns> losses = loss_columns(policy);
    for (std::size_t c = 0; c < kLossColumns; ++c) {
      insert.real(kFirstLossColumn + static_cast<int>(c), losses[c]);
    }
    for (std::size_t m = 0; m < kSweepMeans.size(); ++m) {
      insert.real(kFirstMeanColumn + static_cast<int>(m), policy.means[m]);
    }
    insert.blob(kFirstMeanColumn + static_cast<int>(kSweepMeans.size()), store::to_blob(policy.lost_orders)).run();
  }
  if (keeps_outputs(state.sweep.design)) {
    append_outputs(*state.database, state.cells, result);
  }
  if (keeps_sums(state.sweep.design)) {
    append_sums(*state.database, state.cells, result);
  }
  store::add_sweep_warnings(*state.database, result.warnings);
  transaction.commit();
  ++state.cells;
}

CellResult SweepFile::read(std::size_t cell) const {
  State& state = *state_;
  CellResult result;
  std::string stored;
  bool losses_fit = true;
  Statement select(*state.database, "SELECT reason, scenario_sha256, sha256 FROM cell WHERE ordinal = ?");
  select.integer(0, static_cast<std::int64_t>(cell));
  if (select.step()) {
    result.failure = select.text_at(0);
    result.scenario_sha256 = select.text_at(1);
    stored = select.text_at(2);
  }
  Statement policies(*state.database, "SELECT * FROM cell_policy WHERE cell = ? ORDER BY policy");
  policies.integer(0, static_cast<std::int64_t>(cell));
  try {
    while (policies.step()) {
      CellPolicy& policy = result.policies.emplace_back();
      for (std::size_t m = 0; m < kSweepMeans.size(); ++m) {
        policy.means[m] = policies.real_at(kFirstMeanColumn + static_cast<int>(m));
      }
      const std::string losses = policies.text_at(kFirstMeanColumn + static_cast<int>(kSweepMeans.size()));
      policy.lost_orders.resize(replications_of(state.sweep, losses.size() / sizeof(double)));
      store::from_blob(losses, policy.lost_orders);
      losses_fit = losses_fit && fit_losses(policies, policy);
      if (keeps_outputs(state.sweep.design)) {
        read_outputs(*state.database, cell, result.policies.size() - 1, policy);
      }
      if (keeps_sums(state.sweep.design)) {
        read_sums(*state.database, cell, result.policies.size() - 1, policy);
      }
    }
  } catch (const std::length_error& error) {
    refuse_damaged(state.path, "/cell/" + std::to_string(cell), error.what());
  }
  if (digest(cell, result, state.sweep.design) != stored ||
      (result.failure.empty() && result.policies.size() != state.sweep.policies.size())) {
    refuse_damaged(state.path, "/cell/" + std::to_string(cell), "the digest does not fit what is stored");
  }
  if (!losses_fit) {
    refuse_damaged(state.path, "/cell/" + std::to_string(cell),
                   "its mean, standard deviation or quantiles do not fit its lost orders");
  }
  return result;
}

std::vector<CellWarning> SweepFile::warnings() const { return store::load_sweep_warnings(*state_->database); }

std::string SweepFile::results_sha256() const {
  std::string canonical = store::sweep_identity(state_->sweep);
  Statement select(*state_->database, "SELECT sha256 FROM cell WHERE status <> 'waiting' ORDER BY ordinal");
  while (select.step()) {
    append_canonical(canonical, select.text_at(0));
  }
  return sha256_hex(canonical);
}

void SweepFile::finish() {
  State& state = *state_;
  {
    Transaction transaction(*state.database);
    store::save_sweep_value(*state.database, "results_sha256", results_sha256());
    store::save_sweep_value(*state.database, "status", "complete");
    transaction.commit();
  }
  state.complete = true;
  state.database->execute("PRAGMA journal_mode = DELETE");  // one file, without its log
}

}  // namespace faultline
