#include "analysis/store/owned_file.h"

#include <string>
#include <system_error>

namespace faultline::store {

void lock_for_writing(Database& database) {
  database.execute("PRAGMA locking_mode = EXCLUSIVE");
  database.execute("PRAGMA journal_mode = WAL");
  database.execute("PRAGMA wal_autocheckpoint = 128");  // 4 MB of pages of 32 KiB
  database.execute("PRAGMA synchronous = NORMAL");
  Transaction take_lock(database);
  take_lock.commit();
}

bool is_empty(Database& database) {
  return database.integer("PRAGMA application_id") == 0 && database.integer("SELECT COUNT(*) FROM sqlite_schema") == 0;
}

void remove_with_journals(const std::filesystem::path& path) {
  for (const char* suffix : {"-wal", "-shm", "-journal", ""}) {
    std::error_code error;
    std::filesystem::remove(path.string() + suffix, error);
    if (error) {
      throw StorageFailure(path.string() + suffix + ": cannot be removed: " + error.message());
    }
  }
}

}  // namespace faultline::store
