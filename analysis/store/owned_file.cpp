#include "analysis/store/owned_file.h"

#include <string>
#include <system_error>
#include <utility>

#include "models/core/input_error.h"

namespace faultline::store {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void refuse(const fs::path& path, std::string problem, std::string suggestion) {
  throw InputError({path.string(), "", "", std::move(problem), std::move(suggestion)});
}

bool is_of(Database& database, const FileKind& kind) {
  return database.integer("PRAGMA application_id") == kind.application_id;
}

void check_format(Database& database, const fs::path& path, const FileKind& kind) {
  const std::string content = kind.content;
  if (!is_of(database, kind)) {
    refuse(path, "this is a database, but no " + content + " of faultline", kind.how_to_get);
  }
  if (const std::int64_t format = database.integer("PRAGMA user_version"); format != kind.format) {
    refuse(path,
           "its format is version " + std::to_string(format) + "; this program reads version " +
               std::to_string(kind.format),
           format > kind.format ? "use a newer faultline" : kind.how_to_redo);
  }
}

void lock_for_writing(Database& database) {
  database.execute("PRAGMA locking_mode = EXCLUSIVE");
  database.execute("PRAGMA journal_mode = WAL");
  database.execute("PRAGMA wal_autocheckpoint = 128");  // 4 MB of pages of 32 KiB
  database.execute("PRAGMA synchronous = NORMAL");
  Transaction take_lock(database);
  take_lock.commit();
}

void remove_with_journals(const fs::path& path) {
  for (const char* suffix : {"-wal", "-shm", "-journal", ""}) {
    std::error_code error;
    fs::remove(path.string() + suffix, error);
    if (error) {
      throw StorageFailure(path.string() + suffix + ": cannot be removed: " + error.message());
    }
  }
}

}  // namespace

void make_way(const fs::path& path, const FileKind& kind, const std::function<std::string(Database&)>& progress) {
  std::error_code unknown;  // what cannot be looked at cannot be opened either, and that is reported
  if (!fs::exists(path, unknown)) {
    return;
  }
  Database old(path, OpenMode::read_write);
  if (!is_of(old, kind) && !is_empty(old)) {
    refuse(path, "this is a database, but no " + std::string(kind.content) + " of faultline",
           "choose another folder with --out");
  }
  const bool may_stay = !is_empty(old);
  if (const std::int64_t format = may_stay ? old.integer("PRAGMA user_version") : kind.format; format != kind.format) {
    refuse(path,
           "holds a " + std::string(kind.content) + " of version " + std::to_string(format) +
               "; this program writes version " + std::to_string(kind.format),
           "choose another folder with --out, or delete the file to begin anew");
  }
  lock_for_writing(old);  // nobody else is writing to it
  // Hours of work are not thrown away because an option was forgotten.
  if (const std::string done = may_stay ? progress(old) : ""; !done.empty()) {
    refuse(path, "holds a " + std::string(kind.content) + " that is not finished: " + done,
           "go on with it with --resume, choose another folder with --out, or delete the file to begin anew");
  }
  remove_with_journals(path);
}

std::unique_ptr<Database> open_to_write(const fs::path& path, const FileKind& kind) {
  auto database = std::make_unique<Database>(path, OpenMode::read_write);
  if (!is_empty(*database)) {
    check_format(*database, path, kind);
  } else if (kind.page_size > 0) {
    database->execute("PRAGMA page_size = " + std::to_string(kind.page_size));
  }
  lock_for_writing(*database);
  return database;
}

std::unique_ptr<Database> open_to_read(const fs::path& path, const FileKind& kind) {
  std::error_code error;
  if (const fs::file_status status = fs::status(path, error); !fs::is_regular_file(status)) {
    refuse(path,
           !fs::status_known(status) ? "cannot be opened: " + error.message()
           : fs::exists(status)      ? "is a folder, a pipe or a device"
                                     : "no such file",
           kind.how_to_get);
  }
  // A run that was killed left its last writes in the write-ahead log: reading those needs the right to write.
  const bool interrupted = fs::exists(path.string() + "-wal", error);
  auto database = std::make_unique<Database>(path, interrupted ? OpenMode::recover : OpenMode::read_only);
  if (is_empty(*database)) {
    refuse(path, "it holds no " + std::string(kind.content) + " yet", "");
  }
  check_format(*database, path, kind);
  return database;
}

bool is_empty(Database& database) {
  return database.integer("PRAGMA application_id") == 0 && database.integer("SELECT COUNT(*) FROM sqlite_schema") == 0;
}

}  // namespace faultline::store
