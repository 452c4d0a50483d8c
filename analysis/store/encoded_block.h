// A block of replications as the tables hold it.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/store/blobs.h"
#include "sim/run/block_runner.h"

namespace faultline::store {

inline constexpr std::array<std::string_view, 2> kHistogramNames{"lead_time_hours", "review_turnaround_hours"};

/// Blobs by outcome, histograms pooled by case, and the digest of all of it.
struct EncodedBlock {
  EncodedBlock(const Block& block, std::size_t cases, std::size_t gates);

  std::vector<OutcomeBlobs> outcomes;
  std::vector<std::string> histograms;  ///< by case, and within it by kHistogramNames
  std::string digest;
};

/// A statement that takes replication, case and every array.
[[nodiscard]] std::string insert_outcome_sql();

}  // namespace faultline::store
