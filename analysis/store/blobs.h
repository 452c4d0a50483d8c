// Arrays as bytes: little-endian float64, as docs/formats/results.md promises and numpy.frombuffer reads.
#pragma once

#include <array>
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

/// As to_blob, but nothing at all when every value is 0.
[[nodiscard]] std::string to_blob_unless_zero(std::span<const double> values);
/// The reverse: no bytes are zeros.
void from_blob_unless_zero(std::string_view blob, std::span<double> values);

/// Arrays of the table `outcome` in order.
inline constexpr std::array<std::string_view, 16> kOutcomeColumns{
    "metrics",      "loss_by_service",      "loss_by_team",   "loss_by_origin",
    "loss_by_kind", "loss_by_channel",      "caught_by_gate", "engineer_hours_by_gate",
    "gate_met",     "gate_bypassed",        "gate_hours",     "loss_by_gate_miss",
    "waterfall",    "review_hours_by_desk", "backlog_by_day", "lost_orders_by_week"};

/// One outcome's arrays, by kOutcomeColumns.
struct OutcomeBlobs {
  static constexpr std::size_t kColumns = kOutcomeColumns.size();
  std::array<std::string, kColumns> columns;
};
[[nodiscard]] OutcomeBlobs to_blobs(const Outcome& outcome, std::size_t gates);
/// `outcome` has its vectors sized.
void from_blobs(const OutcomeBlobs& blobs, std::size_t gates, Outcome& outcome);

/// The shortest decimal text that reads back as the same number.
[[nodiscard]] std::string canonical_number(double value);

/// Appends the length and the bytes, so that no two sequences of texts give the same canonical form.
void append_canonical(std::string& canonical, std::string_view bytes);

}  // namespace faultline::store
