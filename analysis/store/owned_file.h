// A database file of faultline's own kind that one process writes at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "analysis/store/sqlite.h"

namespace faultline::store {

/// How a kind of file is told from others, and what messages call it.
struct FileKind {
  std::int64_t application_id;
  int format;               ///< that this program writes and reads
  const char* content;      ///< as messages call it: "sweep"
  const char* how_to_get;   ///< what to do with a file of another kind
  const char* how_to_redo;  ///< what to do about another version
  int page_size = 0;        ///< bytes, of a new file; 0: SQLite's own choice
};

/// Takes away a file of this kind, or an empty one, that nobody writes to, and what SQLite keeps beside it; nothing
/// when there is none. `progress` says what would be lost of a file that is not finished ("3 of 40 cells
/// are done"), and nothing when there is nothing to lose; such a file stays, as does one of another format. Throws
/// InputError when it is of another kind or stays, and StorageFailure when it is in use.
void make_way(const std::filesystem::path& path, const FileKind& kind,
              const std::function<std::string(Database&)>& progress);

/// Opens the file, or makes an empty one, and holds it against other writers until it is closed; the kernel lets go of
/// it if we are killed. Writes go through a write-ahead log. Throws InputError when it is of another kind or format,
/// before anything of it is touched, and StorageFailure when another process has it.
[[nodiscard]] std::unique_ptr<Database> open_to_write(const std::filesystem::path& path, const FileKind& kind);

/// Opens a file that must be there and hold something of this kind and format. Throws InputError.
[[nodiscard]] std::unique_ptr<Database> open_to_read(const std::filesystem::path& path, const FileKind& kind);

/// Nothing was ever written to it.
[[nodiscard]] bool is_empty(Database& database);

}  // namespace faultline::store
