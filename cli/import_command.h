// faultline import
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace faultline::cli {

struct ImportOptions {
  bool list = false;   ///< name the formats instead
  std::string format;  ///< empty: the content decides
  std::vector<std::filesystem::path> files;
  bool merge = false;                ///< each file is a source of its own, also as FORMAT=FILE
  std::vector<std::string> columns;  ///< "caller=Source": what a column of a table means, and its name
  std::string salt;                  ///< mixed into the hashes that stand for people
  std::filesystem::path output;      ///< empty or "-": the answer's stream
};

/// Reads a graph in a foreign format and writes it in the native one; says on `err` what was assumed, with counts.
/// Returns the exit code. Throws InputError.
int run_import(const ImportOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
