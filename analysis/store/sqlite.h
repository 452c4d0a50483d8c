// The little of SQLite that the results file needs, with its failures sorted into what the machine did and what is
// wrong with the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace faultline {

/// The machine failed us: disk full, file not writable, file in use. The command line exits with code 5.
class StorageFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

namespace store {

/// `recover`: for reading what a killed run left in its write-ahead log, which needs the right to write.
enum class OpenMode : std::uint8_t { read_only, read_write, recover };

/// One open database. Every failure is thrown: InputError when the file is damaged or no database, otherwise
/// StorageFailure.
class Database {
 public:
  Database(const std::filesystem::path& path, OpenMode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// One or more statements without parameters.
  void execute(const std::string& sql);
  [[nodiscard]] std::int64_t integer(const std::string& sql);
  [[nodiscard]] bool has_table(std::string_view name);
  [[noreturn]] void fail(int code) const;
  [[nodiscard]] sqlite3* handle() const { return handle_; }

 private:
  std::filesystem::path path_;
  OpenMode mode_;
  sqlite3* handle_ = nullptr;
};

/// A prepared statement. Parameters and columns count from 0.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& integer(int parameter, std::int64_t value);
  Statement& real(int parameter, double value);
  Statement& real(int parameter, std::optional<double> value);
  Statement& optional_integer(int parameter, std::optional<std::int64_t> value);
  Statement& text(int parameter, std::string_view value);
  Statement& blob(int parameter, std::string_view bytes);

  /// The next row; false when there is none, and the statement is ready to be bound again.
  bool step();
  /// Runs a statement that returns no rows.
  void run();

  [[nodiscard]] std::int64_t integer_at(int column) const;
  [[nodiscard]] double real_at(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::string text_at(int column) const;  ///< also a blob's bytes

 private:
  void check(int code);
  Database& database_;
  sqlite3_stmt* handle_ = nullptr;
};

/// BEGIN IMMEDIATE, and ROLLBACK unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace store
}  // namespace faultline
