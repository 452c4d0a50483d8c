#include "analysis/optimize/optimisation_file.h"

#include <stdexcept>
#include <utility>

#include "analysis/store/blobs.h"
#include "analysis/store/owned_file.h"
#include "analysis/store/results_schema.h"
#include "models/core/input_error.h"
#include "models/core/sha256.h"

namespace faultline {
namespace fs = std::filesystem;
using store::append_canonical;
using store::Database;
using store::load_value;
using store::save_value;
using store::Statement;
using store::Transaction;

namespace {

constexpr std::int64_t kApplicationId = 0x666C6F70;  // "flop"
constexpr store::FileKind kKind{kApplicationId, kOptimisationFormat, "search for a policy",
                                "give a folder of its own with --out", "run the search again"};

using Values = std::vector<std::pair<std::string, std::string>>;

std::string optional_text(const std::optional<double>& value) { return value ? store::canonical_number(*value) : ""; }

std::string candidates_text(const std::vector<Candidate>& candidates) {
  std::string text;
  for (const Candidate& candidate : candidates) {
    append_canonical(text, candidate.id);
    append_canonical(text, store::canonical_number(candidate.cost));
    append_canonical(text, store::canonical_number(candidate.engineer_hours));
  }
  return sha256_hex(text);
}

// What the results follow from, by the name under which a difference is told.
Values identity(const OptimisationDescription& own) {
  const Goal& goal = own.goal;
  return {{"tool_version", own.tool_version},
          {"git_hash", own.git_hash},
          {"scenario_sha256", own.scenario_sha256},
          {"start", own.start},
          {"candidates_sha256", own.candidates_sha256},
          {"choices_sha256", candidates_text(own.candidates)},
          {"minimise", std::string(kMinimiseNames[static_cast<std::size_t>(goal.minimise)])},
          {"limit_lost_orders", optional_text(goal.limits.lost_orders)},
          {"limit_lead_time_hours", optional_text(goal.limits.lead_time_hours)},
          {"limit_undelivered_fraction", store::canonical_number(goal.limits.undelivered_fraction)},
          {"limit_margin_fraction", store::canonical_number(goal.limit_margin_fraction)},
          {"margin_per_order", store::canonical_number(goal.prices[Price::margin_per_order])},
          {"cost_per_engineer_hour", store::canonical_number(goal.prices[Price::cost_per_engineer_hour])},
          {"cost_of_delay_per_change_day", store::canonical_number(goal.prices[Price::cost_of_delay_per_change_day])},
          {"confidence", store::canonical_number(own.confidence)},
          {"difference_fraction", store::canonical_number(own.difference_fraction)},
          {"seed", std::to_string(own.seed)},
          {"quarters_per_batch", std::to_string(kQuartersPerBatch)},
          {"first_batches", std::to_string(own.first_batches)},
          {"most_batches", std::to_string(own.most_batches)}};
}

void create_tables(Database& database, const OptimisationDescription& own) {
  database.execute(
      "PRAGMA application_id = " + std::to_string(kApplicationId) +
      "; PRAGMA user_version = " + std::to_string(kOptimisationFormat) +
      "; CREATE TABLE run (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
      "CREATE TABLE candidate (ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, cost REAL NOT NULL,"
      " engineer_hours REAL NOT NULL, outcome TEXT, beaten_by INTEGER, out_after_quarters INTEGER) STRICT;"
      "CREATE TABLE batch (candidate INTEGER NOT NULL, ordinal INTEGER NOT NULL, figures BLOB NOT NULL, sha256 TEXT "
      "NOT "
      "NULL, PRIMARY KEY (candidate, ordinal)) STRICT, WITHOUT ROWID;");
  for (const auto& [key, value] : identity(own)) {
    save_value(database, key, value);
  }
  for (const auto& [key, value] : Values{{"scenario_id", own.scenario_id},
                                         {"scenario_title", own.scenario_title},
                                         {"scenario_json", own.scenario_json},
                                         {"decisions_title", own.decisions_title},
                                         {"currency", own.goal.prices.currency},
                                         {"status", "running"}}) {
    save_value(database, key, value);
  }
  Statement insert(database, "INSERT INTO candidate VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL)");
  for (std::size_t c = 0; c < own.candidates.size(); ++c) {
    insert.integer(0, static_cast<std::int64_t>(c))
        .text(1, own.candidates[c].id)
        .text(2, own.candidates[c].title)
        .real(3, own.candidates[c].cost)
        .real(4, own.candidates[c].engineer_hours)
        .run();
  }
}

std::string to_blob(const FigureTable& figures) {
  std::string blob;
  for (const std::vector<double>& column : figures.columns) {
    blob += store::to_blob(column);
  }
  return blob;
}

std::string digest(std::size_t candidate, std::size_t batch, std::string_view blob) {
  std::string canonical;
  append_canonical(canonical, std::to_string(candidate));
  append_canonical(canonical, std::to_string(batch));
  append_canonical(canonical, blob);
  return sha256_hex(canonical);
}

// What would be lost of a search that is not finished; empty when nothing would. How many quarters it will need is not
// known beforehand.
std::string progress_of(Database& database) {
  const std::int64_t batches = database.integer("SELECT COUNT(*) FROM batch");
  if (batches == 0 || load_value(database, "status") == "complete") {
    return "";
  }
  return std::to_string(batches * static_cast<std::int64_t>(kQuartersPerBatch)) + " quarters are done";
}

[[noreturn]] void refuse_damaged(const fs::path& path, std::size_t candidate, std::size_t batch, const char* why) {
  throw InputError({path.string(), "/batch/" + std::to_string(candidate) + "/" + std::to_string(batch), "",
                    std::string("the search is damaged or was changed by hand: ") + why,
                    "run it again into another folder"});
}

}  // namespace

struct OptimisationFile::State {
  State(fs::path file, std::unique_ptr<Database> opened) : path(std::move(file)), database(std::move(opened)) {}
  fs::path path;
  std::unique_ptr<Database> database;
  Values own_identity;
};

OptimisationFile::OptimisationFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
OptimisationFile::OptimisationFile(OptimisationFile&&) noexcept = default;
OptimisationFile::~OptimisationFile() = default;

OptimisationFile OptimisationFile::create(const fs::path& path, const OptimisationDescription& description) {
  store::make_way(path, kKind, progress_of);
  return resume(path, description);
}

OptimisationFile OptimisationFile::resume(const fs::path& path, const OptimisationDescription& description) {
  auto state = std::make_unique<State>(path, store::open_to_write(path, kKind));
  state->own_identity = identity(description);
  Database& database = *state->database;
  if (store::is_empty(database)) {
    Transaction transaction(database);
    create_tables(database, description);
    transaction.commit();
    return OptimisationFile(std::move(state));
  }
  for (const auto& [key, value] : state->own_identity) {
    if (const std::string stored = load_value(database, key); stored != value) {
      throw InputError({path.string(), "/run/" + key, printable(stored),
                        "holds another search: this one has " + (value.empty() ? "none" : printable(value)),
                        "choose another folder with --out, or delete the file to begin anew"});
    }
  }
  return OptimisationFile(std::move(state));
}

const fs::path& OptimisationFile::path() const { return state_->path; }

void OptimisationFile::read_into(Optimisation& search, std::size_t candidate, std::size_t from, std::size_t to) const {
  Statement select(*state_->database,
                   "SELECT ordinal, figures, sha256 FROM batch WHERE candidate = ? AND ordinal >= ? AND ordinal < ? "
                   "ORDER BY ordinal");
  select.integer(0, static_cast<std::int64_t>(candidate))
      .integer(1, static_cast<std::int64_t>(from))
      .integer(2, static_cast<std::int64_t>(to));
  std::size_t expected = from;
  while (select.step()) {
    const auto batch = static_cast<std::size_t>(select.integer_at(0));
    const std::string blob = select.text_at(1);
    if (batch != expected++) {
      refuse_damaged(state_->path, candidate, batch, "a batch before it is missing");
    }
    if (digest(candidate, batch, blob) != select.text_at(2) ||
        blob.size() != kFigureCount * kQuartersPerBatch * sizeof(double)) {
      refuse_damaged(state_->path, candidate, batch, "the digest does not fit what is stored");
    }
    FigureTable figures;
    const std::size_t bytes = kQuartersPerBatch * sizeof(double);
    for (std::size_t f = 0; f < kFigureCount; ++f) {
      figures.columns[f].resize(kQuartersPerBatch);
      store::from_blob(std::string_view(blob).substr(f * bytes, bytes), figures.columns[f]);
    }
    search.add(candidate, figures);
  }
}

void OptimisationFile::append(std::size_t batch, const std::vector<std::size_t>& candidates,
                              const std::vector<FigureTable>& figures) {
  Transaction transaction(*state_->database);
  Statement insert(*state_->database, "INSERT INTO batch VALUES (?, ?, ?, ?)");
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::string blob = to_blob(figures[i]);
    insert.integer(0, static_cast<std::int64_t>(candidates[i]))
        .integer(1, static_cast<std::int64_t>(batch))
        .blob(2, blob)
        .text(3, digest(candidates[i], batch, blob))
        .run();
  }
  transaction.commit();
}

std::uint64_t OptimisationFile::quarters() const {
  return kQuartersPerBatch * static_cast<std::uint64_t>(state_->database->integer("SELECT COUNT(*) FROM batch"));
}

std::string OptimisationFile::results_sha256() const {
  std::string canonical;
  append_canonical(canonical, std::to_string(kOptimisationFormat));
  for (const auto& [key, value] : state_->own_identity) {
    if (key != "tool_version" && key != "git_hash") {
      append_canonical(canonical, value);
    }
  }
  Statement select(*state_->database, "SELECT sha256 FROM batch ORDER BY candidate, ordinal");
  while (select.step()) {
    append_canonical(canonical, select.text_at(0));
  }
  return sha256_hex(canonical);
}

void OptimisationFile::finish(const Optimisation& search, const OptimisationAnswer& answer) {
  Database& database = *state_->database;
  {
    Transaction transaction(database);
    Statement update(database,
                     "UPDATE candidate SET outcome = ?, beaten_by = ?, out_after_quarters = ? WHERE ordinal = ?");
    for (std::size_t c = 0; c < answer.candidates.size(); ++c) {
      const stats::SelectionState& state = search.selection()->states()[c];
      const auto beaten_by = state.beaten_by ? std::optional(static_cast<double>(*state.beaten_by)) : std::nullopt;
      update.text(0, outcome_of(search, answer, c))
          .real(1, beaten_by)
          .integer(2, static_cast<std::int64_t>(kQuartersPerBatch * state.out_after))
          .integer(3, static_cast<std::int64_t>(c))
          .run();
    }
    save_value(database, "settled", answer.settled ? "1" : "0");
    save_value(database, "results_sha256", results_sha256());
    save_value(database, "status", "complete");
    transaction.commit();
  }
  database.execute("PRAGMA journal_mode = DELETE");  // one file, without its log
}

}  // namespace faultline
