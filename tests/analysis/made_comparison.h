// The comparison of a run made by hand.
#pragma once

#include <functional>

#include "analysis/comparison.h"
#include "tests/analysis/made_run.h"

namespace faultline::test {

/// `change` may alter each outcome of each case.
inline Comparison compared(const RunDescription& run, const std::function<void(Outcome&, std::size_t)>& change = {}) {
  ComparisonBuilder builder(run);
  for (std::uint32_t b = 0; b < run.blocks(); ++b) {
    Block block = made_block(run, b);
    for (std::size_t i = 0; change && i < block.outcomes.size(); ++i) {
      change(block.outcomes[i], i % run.cases_in_block(b));
    }
    builder.add(block);
  }
  return builder.finish("hash");
}

}  // namespace faultline::test
