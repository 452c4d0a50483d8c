// Results for other programs: tables as CSV, arrays as NumPy files.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "analysis/store/results_file.h"

namespace faultline {

/// One line a replication and case, every metric a column.
[[nodiscard]] std::string replications_csv(const ResultsFile& results);
/// One line a pair of policies and case of the second reviewer.
[[nodiscard]] std::string pairs_csv(const Comparison& comparison);

/// A NumPy file (format 1.0, little-endian float64, C order) of the given shape; `values` fills it.
[[nodiscard]] std::string npy_file(std::span<const std::size_t> shape, std::span<const double> values);
/// Gross lost orders [policy, replication], central case.
[[nodiscard]] std::string losses_npy(const ResultsFile& results);
/// Every metric [policy, replication, metric], central case.
[[nodiscard]] std::string metrics_npy(const ResultsFile& results);

}  // namespace faultline
