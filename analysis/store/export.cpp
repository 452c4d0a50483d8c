#include "analysis/store/export.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/metric_names.h"
#include "analysis/store/blobs.h"

namespace faultline {
namespace {

std::string csv_field(std::string_view text) {
  std::string field = "\"";
  for (const char c : text) {
    field += c == '"' ? std::string("\"\"") : std::string(1, c);
  }
  return field + "\"";
}

// Calls take(replication, case, outcome) for every stored outcome, in order.
template <class Take>
void for_each_outcome(const ResultsFile& results, Take take) {
  for (std::uint32_t b = 0; b < results.blocks(); ++b) {
    const Block block = results.read(b);
    const std::size_t cases = results.run().cases_in_block(b);
    for (std::size_t i = 0; i < block.outcomes.size(); ++i) {
      take(block.first_replication + i / cases, i % cases, block.outcomes[i]);
    }
  }
}

std::size_t stored_replications(const ResultsFile& results) {
  std::size_t count = 0;
  for (std::uint32_t b = 0; b < results.blocks(); ++b) {
    count += results.run().replications_in_block(b);
  }
  return count;
}

}  // namespace

std::string replications_csv(const ResultsFile& results) {
  const RunDescription& run = results.run();
  std::string text = "replication,policy,second_reviewer";
  for (const std::string_view name : kMetricNames) {
    text += "," + std::string(name);
  }
  text += "\n";
  for_each_outcome(results, [&](std::size_t replication, std::size_t c, const Outcome& outcome) {
    text += fmt::format("{},{},{}", replication, csv_field(run.policies[run.cases[c].policy].id),
                        kSecondReviewerNames[static_cast<std::size_t>(run.cases[c].second_reviewer)]);
    for (const double value : outcome.metrics) {
      text += fmt::format(",{}", value);
    }
    text += "\n";
  });
  return text;
}

std::string pairs_csv(const Comparison& comparison) {
  std::string text =
      "a,b,second_reviewer,replications,lost_orders_a_minus_b,simultaneous_low,simultaneous_high,verdict\n";
  for (const PairResult& pair : comparison.pairs) {
    const auto add = [&](const Saving& saving, std::string_view second_reviewer) {
      text +=
          fmt::format("{},{},{},{},{},", csv_field(comparison.policies[pair.a].id),
                      csv_field(comparison.policies[pair.b].id), second_reviewer, saving.orders.n, saving.orders.value);
      text += saving.simultaneous ? fmt::format("{},{}", saving.simultaneous->low, saving.simultaneous->high) : ",";
      text += fmt::format(",{}\n", stats::to_string(saving.verdict));
    };
    add(pair.saving, kSecondReviewerNames[0]);
    if (pair.saving_low) {
      add(*pair.saving_low, kSecondReviewerNames[1]);
    }
  }
  return text;
}

std::string npy_file(std::span<const std::size_t> shape, std::span<const double> values) {
  constexpr std::size_t kPreamble = 10;   // magic, version and the header's length
  constexpr std::size_t kAlignment = 64;  // of the data, says the format
  std::string sizes;
  for (const std::size_t size : shape) {
    sizes += fmt::format("{}, ", size);
  }
  std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + sizes + "), }";
  const std::size_t unpadded = kPreamble + header.size() + 1;
  header += std::string((kAlignment - unpadded % kAlignment) % kAlignment, ' ') + "\n";
  std::string file = "\x93NUMPY";
  file += std::string{'\x01', '\x00', static_cast<char>(header.size() & 0xFF), static_cast<char>(header.size() >> 8U)};
  return file + header + store::to_blob(values);
}

std::string losses_npy(const ResultsFile& results) {
  const std::size_t policies = results.run().policies.size();
  const std::size_t replications = stored_replications(results);
  std::vector<double> values(policies * replications);
  for_each_outcome(results, [&](std::size_t replication, std::size_t c, const Outcome& outcome) {
    if (c < policies) {
      values[c * replications + replication] = outcome[Metric::lost_orders_gross];
    }
  });
  return npy_file(std::vector<std::size_t>{policies, replications}, values);
}

std::string metrics_npy(const ResultsFile& results) {
  const std::size_t policies = results.run().policies.size();
  const std::size_t replications = stored_replications(results);
  std::vector<double> values(policies * replications * kMetricCount);
  for_each_outcome(results, [&](std::size_t replication, std::size_t c, const Outcome& outcome) {
    if (c < policies) {
      std::copy(outcome.metrics.begin(), outcome.metrics.end(),
                values.begin() + static_cast<std::ptrdiff_t>((c * replications + replication) * kMetricCount));
    }
  });
  return npy_file(std::vector<std::size_t>{policies, replications, kMetricCount}, values);
}

}  // namespace faultline
