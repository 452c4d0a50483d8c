#include "analysis/store/blobs.h"

#include <bit>
#include <cstring>
#include <stdexcept>

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

OutcomeBlobs to_blobs(const Outcome& outcome, std::size_t gates) {
  return {{to_blob(outcome.metrics), to_sparse_blob(outcome.loss.by_service), to_blob(outcome.loss.by_team),
           to_blob(outcome.loss.by_origin), to_blob(outcome.loss.by_kind), to_blob(outcome.loss.by_channel),
           to_blob(std::span(outcome.caught_by_gate).first(gates)),
           to_blob(std::span(outcome.engineer_hours_by_gate).first(gates))}};
}

void from_blobs(const OutcomeBlobs& blobs, std::size_t gates, Outcome& outcome) {
  from_blob(blobs.columns[0], outcome.metrics);
  from_sparse_blob(blobs.columns[1], outcome.loss.by_service);
  from_blob(blobs.columns[2], outcome.loss.by_team);
  from_blob(blobs.columns[3], outcome.loss.by_origin);
  from_blob(blobs.columns[4], outcome.loss.by_kind);
  from_blob(blobs.columns[5], outcome.loss.by_channel);
  from_blob(blobs.columns[6], std::span(outcome.caught_by_gate).first(gates));
  from_blob(blobs.columns[7], std::span(outcome.engineer_hours_by_gate).first(gates));
}

void append_canonical(std::string& canonical, std::string_view bytes) {
  canonical += std::to_string(bytes.size());
  canonical += ':';
  canonical += bytes;
}

}  // namespace faultline::store
