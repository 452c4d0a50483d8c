#include "analysis/store/encoded_block.h"

#include "models/core/sha256.h"

namespace faultline::store {
namespace {

struct PooledHistograms {
  LogHistogram lead_time_hours;
  LogHistogram review_turnaround_hours;
};

}  // namespace

EncodedBlock::EncodedBlock(const Block& block, std::size_t cases, std::size_t gates) : histograms(2 * cases) {
  std::string canonical;
  append_canonical(canonical, std::to_string(block.first_replication));
  append_canonical(canonical, std::to_string(block.replications));
  for (const Outcome& outcome : block.outcomes) {
    outcomes.push_back(to_blobs(outcome, gates));
    for (const std::string& column : outcomes.back().columns) {
      append_canonical(canonical, column);
    }
  }
  for (std::size_t c = 0; c < cases; ++c) {
    PooledHistograms pooled;
    for (std::size_t i = c; i < block.outcomes.size(); i += cases) {
      pooled.lead_time_hours.merge(block.outcomes[i].lead_time_hours);
      pooled.review_turnaround_hours.merge(block.outcomes[i].review_turnaround_hours);
    }
    histograms[2 * c] = to_sparse_blob(pooled.lead_time_hours);
    histograms[2 * c + 1] = to_sparse_blob(pooled.review_turnaround_hours);
    append_canonical(canonical, histograms[2 * c]);
    append_canonical(canonical, histograms[2 * c + 1]);
  }
  digest = sha256_hex(canonical);
}

std::string insert_outcome_sql() {
  std::string sql = "INSERT INTO outcome VALUES (?, ?";
  for (std::size_t column = 0; column < OutcomeBlobs::kColumns; ++column) {
    sql += ", ?";
  }
  return sql + ")";
}

}  // namespace faultline::store
