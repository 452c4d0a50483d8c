// A database file that one process writes at a time.
#pragma once

#include <filesystem>

#include "analysis/store/sqlite.h"

namespace faultline::store {

/// Holds the file against other writers until it is closed; the kernel lets go of it if we are killed. Writes go
/// through a write-ahead log. Throws StorageFailure when another process has it.
void lock_for_writing(Database& database);

/// Nothing was ever written to it.
[[nodiscard]] bool is_empty(Database& database);

/// Takes the file and what SQLite keeps beside it away. Throws StorageFailure.
void remove_with_journals(const std::filesystem::path& path);

}  // namespace faultline::store
