// Arrays as bytes: little-endian float64, as docs/formats/results.md promises and numpy.frombuffer reads.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/log_histogram.h"
#include "sim/outcome.h"

namespace faultline::store {

[[nodiscard]] std::string to_blob(std::span<const double> values);
/// Throws std::length_error when the bytes do not hold exactly `values.size()` numbers.
void from_blob(std::string_view blob, std::span<double> values);

/// Pairs (index, value) of the entries that are not 0, in order.
[[nodiscard]] std::string to_sparse_blob(std::span<const double> values);
/// Throws std::length_error on a broken pair or an index past the end.
void from_sparse_blob(std::string_view blob, std::span<double> values);

[[nodiscard]] std::string to_sparse_blob(const LogHistogram& histogram);
void add_sparse_blob(std::string_view blob, LogHistogram& histogram);

/// One outcome's arrays in the order of the table `outcome`.
struct OutcomeBlobs {
  static constexpr std::size_t kColumns = 8;
  std::string columns[kColumns];
};
[[nodiscard]] OutcomeBlobs to_blobs(const Outcome& outcome, std::size_t gates);
/// `outcome` has its vectors sized.
void from_blobs(const OutcomeBlobs& blobs, std::size_t gates, Outcome& outcome);

/// Appends the length and the bytes, so that no two sequences of texts give the same canonical form.
void append_canonical(std::string& canonical, std::string_view bytes);

}  // namespace faultline::store
