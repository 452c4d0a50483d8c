// Results for other programs: tables as CSV, arrays as NumPy files.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "analysis/store/results_file.h"

namespace faultline {

struct ExportedFile {
  std::string name;
  std::string content;
};

/// Tables: pairs, replications, gates, desks, backlog, weeks and waterfall.
[[nodiscard]] std::vector<ExportedFile> csv_files(const ResultsFile& results, const Comparison& comparison);

/// One line a replication and case, every metric a column.
[[nodiscard]] std::string replications_csv(const ResultsFile& results);
/// One line a pair of policies and case of the second reviewer.
[[nodiscard]] std::string pairs_csv(const Comparison& comparison);

/// A NumPy file (format 1.0, little-endian float64, C order) of the given shape; `values` fills it.
[[nodiscard]] std::string npy_file(std::span<const std::size_t> shape, std::span<const double> values);
/// Arrays [policy, replication, ...] of the central cases, one file each: losses, metrics, and those of the table
/// `outcome` that come by gate, desk, day or week.
[[nodiscard]] std::vector<ExportedFile> npy_files(const ResultsFile& results);

}  // namespace faultline
