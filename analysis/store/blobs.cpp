#include "analysis/store/blobs.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include "analysis/waterfall.h"

namespace faultline::store {
namespace {

static_assert(std::endian::native == std::endian::little, "blobs are written as they lie in memory");

constexpr std::size_t kWidth = sizeof(double);

double number_at(std::string_view blob, std::size_t i) {
  double value = 0;
  std::memcpy(&value, blob.data() + i * kWidth, kWidth);
  return value;
}

void append_number(std::string& blob, double value) {
  char bytes[kWidth];
  std::memcpy(bytes, &value, kWidth);
  blob.append(bytes, kWidth);
}

void append_pair(std::string& blob, std::size_t index, double value) {
  append_number(blob, static_cast<double>(index));
  append_number(blob, value);
}

// Calls take(index, value) for each pair.
template <class Take>
void for_each_pair(std::string_view blob, std::size_t size, Take take) {
  if (blob.size() % (2 * kWidth) != 0) {
    throw std::length_error("a list of pairs has a broken end");
  }
  for (std::size_t i = 0; i < blob.size() / kWidth; i += 2) {
    const double index = number_at(blob, i);
    if (!(index >= 0 && index < static_cast<double>(size))) {
      throw std::length_error("an index lies past the end of its table");
    }
    take(static_cast<std::size_t>(index), number_at(blob, i + 1));
  }
}

// Names the array that does not fit.
template <class Read>
void in_column(std::size_t column, Read read) {
  try {
    read();
  } catch (const std::length_error& error) {
    throw std::length_error(std::string(kOutcomeColumns[column]) + ": " + error.what());
  }
}

}  // namespace

std::string to_blob(std::span<const double> values) {
  std::string blob;
  blob.reserve(values.size() * kWidth);
  for (const double value : values) {
    append_number(blob, value);
  }
  return blob;
}

void from_blob(std::string_view blob, std::span<double> values) {
  if (blob.size() != values.size() * kWidth) {
    throw std::length_error("an array has another length than its table");
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = number_at(blob, i);
  }
}

std::string to_sparse_blob(std::span<const double> values) {
  std::string blob;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] != 0) {
      append_pair(blob, i, values[i]);
    }
  }
  return blob;
}

void from_sparse_blob(std::string_view blob, std::span<double> values) {
  std::fill(values.begin(), values.end(), 0.0);
  for_each_pair(blob, values.size(), [&](std::size_t i, double value) { values[i] = value; });
}

std::string to_sparse_blob(const LogHistogram& histogram) {
  std::string blob;
  for (std::size_t i = 0; i < LogHistogram::kBins; ++i) {
    if (histogram.counts()[i] != 0) {
      append_pair(blob, i, static_cast<double>(histogram.counts()[i]));
    }
  }
  return blob;
}

void add_sparse_blob(std::string_view blob, LogHistogram& histogram) {
  for_each_pair(blob, LogHistogram::kBins, [&](std::size_t i, double count) {
    if (!(count >= 0 && count < 0x1p53)) {
      throw std::length_error("a count is out of range");
    }
    histogram.add_count(i, static_cast<std::uint64_t>(count));
  });
}

std::string to_blob_unless_zero(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return value == 0; }) ? std::string()
                                                                                            : to_blob(values);
}

void from_blob_unless_zero(std::string_view blob, std::span<double> values) {
  if (blob.empty()) {
    std::fill(values.begin(), values.end(), 0.0);
  } else {
    from_blob(blob, values);
  }
}

OutcomeBlobs to_blobs(const Outcome& outcome, std::size_t gates) {
  const GateFlow& flow = outcome.gates;
  std::vector<double> misses;
  for (std::size_t gate = 0; gate < gates; ++gate) {
    misses.insert(misses.end(), flow.loss[gate].begin(), flow.loss[gate].end());
  }
  return {{to_blob(outcome.metrics), to_sparse_blob(outcome.loss.by_service), to_blob(outcome.loss.by_team),
           to_blob(outcome.loss.by_origin), to_blob(outcome.loss.by_kind), to_blob(outcome.loss.by_channel),
           to_blob(std::span(outcome.caught_by_gate).first(gates)),
           to_blob(std::span(outcome.engineer_hours_by_gate).first(gates)),
           to_blob_unless_zero(std::span(flow.met).first(gates)), to_sparse_blob(std::span(flow.bypassed).first(gates)),
           to_blob_unless_zero(std::span(flow.hours).first(gates)), to_sparse_blob(misses),
           to_sparse_blob(waterfall_values(outcome.waterfall, gates)),
           to_blob_unless_zero(outcome.review_hours_by_desk), to_blob_unless_zero(outcome.backlog_by_day),
           to_blob_unless_zero(outcome.lost_orders_by_week)}};
}

void from_blobs(const OutcomeBlobs& blobs, std::size_t gates, Outcome& outcome) {
  GateFlow& flow = outcome.gates;
  std::vector<double> misses(gates * kGateMissCount);
  std::vector<double> steps(waterfall_size(gates));
  const auto dense = [&](std::size_t column, std::span<double> values) {
    in_column(column, [&] { from_blob(blobs.columns[column], values); });
  };
  const auto sparse = [&](std::size_t column, std::span<double> values) {
    in_column(column, [&] { from_sparse_blob(blobs.columns[column], values); });
  };
  const auto unless_zero = [&](std::size_t column, std::span<double> values) {
    in_column(column, [&] { from_blob_unless_zero(blobs.columns[column], values); });
  };
  dense(0, outcome.metrics);
  sparse(1, outcome.loss.by_service);
  dense(2, outcome.loss.by_team);
  dense(3, outcome.loss.by_origin);
  dense(4, outcome.loss.by_kind);
  dense(5, outcome.loss.by_channel);
  dense(6, std::span(outcome.caught_by_gate).first(gates));
  dense(7, std::span(outcome.engineer_hours_by_gate).first(gates));
  unless_zero(8, std::span(flow.met).first(gates));
  sparse(9, std::span(flow.bypassed).first(gates));
  unless_zero(10, std::span(flow.hours).first(gates));
  sparse(11, misses);
  sparse(12, steps);
  unless_zero(13, outcome.review_hours_by_desk);
  unless_zero(14, outcome.backlog_by_day);
  unless_zero(15, outcome.lost_orders_by_week);
  for (std::size_t gate = 0; gate < gates; ++gate) {
    std::copy_n(misses.begin() + static_cast<std::ptrdiff_t>(gate * kGateMissCount), kGateMissCount,
                flow.loss[gate].begin());
  }
  outcome.waterfall = waterfall_of(steps);
}

std::string canonical_number(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

void append_canonical(std::string& canonical, std::string_view bytes) {
  canonical += std::to_string(bytes.size());
  canonical += ':';
  canonical += bytes;
}

}  // namespace faultline::store
