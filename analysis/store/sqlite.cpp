#include "analysis/store/sqlite.h"

#include <sqlite3.h>

#include "models/core/input_error.h"

namespace faultline::store {
namespace {
constexpr int kBusyMilliseconds = 2000;
}

Database::Database(const std::filesystem::path& path, OpenMode mode) : path_(path), mode_(mode) {
  const int flags = mode == OpenMode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
  if (code != SQLITE_OK) {
    try {
      fail(code);
    } catch (...) {
      sqlite3_close_v2(handle_);  // a failed open leaves a handle
      throw;
    }
  }
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);  // an untrusted file may not change the schema
}

Database::~Database() { sqlite3_close_v2(handle_); }

void Database::execute(const std::string& sql) {
  if (const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK) {
    fail(code);
  }
}

std::int64_t Database::integer(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.integer_at(0) : 0;
}

bool Database::has_table(std::string_view name) {
  Statement statement(*this, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  statement.text(0, name);
  return statement.step();
}

void Database::fail(int code) const {
  const std::string detail = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  switch (code & 0xFF) {  // the primary code
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
      throw InputError({path_.string(), "", "",
                        "this is no results file of faultline, or it is damaged (" + detail + ")",
                        "write it anew, into another folder"});
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw StorageFailure(path_.string() + ": another process is using this results file; wait for it to end" +
                           (mode_ == OpenMode::read_write ? ", or choose another folder with --out" : ""));
    default:
      throw StorageFailure(path_.string() + ": " + detail);
  }
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  check(sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &handle_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(handle_); }

void Statement::check(int code) {
  if (code != SQLITE_OK) {
    database_.fail(code);
  }
}

Statement& Statement::integer(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(handle_, parameter + 1, value));
  return *this;
}

Statement& Statement::real(int parameter, double value) {
  check(sqlite3_bind_double(handle_, parameter + 1, value));
  return *this;
}

Statement& Statement::real(int parameter, std::optional<double> value) {
  if (value) {
    return real(parameter, *value);
  }
  check(sqlite3_bind_null(handle_, parameter + 1));
  return *this;
}

Statement& Statement::optional_integer(int parameter, std::optional<std::int64_t> value) {
  if (value) {
    return integer(parameter, *value);
  }
  check(sqlite3_bind_null(handle_, parameter + 1));
  return *this;
}

Statement& Statement::text(int parameter, std::string_view value) {
  check(sqlite3_bind_text64(handle_, parameter + 1, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::blob(int parameter, std::string_view bytes) {
  // An empty string_view may hold a null pointer, which SQLite would take for NULL.
  check(bytes.empty() ? sqlite3_bind_zeroblob(handle_, parameter + 1, 0)
                      : sqlite3_bind_blob64(handle_, parameter + 1, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) {
    return true;
  }
  const int reset = sqlite3_reset(handle_);
  if (code != SQLITE_DONE) {
    database_.fail(reset != SQLITE_OK ? reset : code);
  }
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

std::int64_t Statement::integer_at(int column) const { return sqlite3_column_int64(handle_, column); }

double Statement::real_at(int column) const { return sqlite3_column_double(handle_, column); }

bool Statement::is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }

std::string Statement::text_at(int column) const {
  const void* bytes = sqlite3_column_blob(handle_, column);
  const int size = sqlite3_column_bytes(handle_, column);
  return bytes == nullptr ? std::string()
                          : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (open_) {
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr,
                 nullptr);  // the failure itself is on its way already
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace faultline::store
