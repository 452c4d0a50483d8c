#include "analysis/store/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "analysis/metric_names.h"
#include "analysis/store/blobs.h"
#include "analysis/store/csv.h"
#include "analysis/waterfall.h"

namespace faultline {
namespace {

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

std::vector<ExportedFile> npy_files(const ResultsFile& results) {
  const RunDescription& run = results.run();
  const std::size_t policies = run.policies.size();
  const std::size_t replications = stored_replications(results);
  const std::size_t gates = run.gates.size();
  // What each array holds of an outcome, and its shape after policy and replication.
  struct Array {
    std::string name;
    std::vector<std::size_t> shape;
    std::function<void(const Outcome&, std::vector<double>&)> append;
    std::vector<double> values{};
  };
  const auto append_all = [](const auto& from, std::vector<double>& to) {
    to.insert(to.end(), from.begin(), from.end());
  };
  std::vector<Array> arrays{
      {"losses", {}, [](const Outcome& o, auto& to) { to.push_back(o[Metric::lost_orders_gross]); }},
      {"metrics", {kMetricCount}, [&](const Outcome& o, auto& to) { append_all(o.metrics, to); }},
      {"gate_flow",
       {gates, 3},
       [&](const Outcome& o, auto& to) {
         for (std::size_t g = 0; g < gates; ++g) {
           append_all(std::array{o.gates.met[g], o.gates.bypassed[g], o.gates.hours[g]}, to);
         }
       }},
      {"loss_by_gate_miss",
       {gates, kGateMissCount},
       [&](const Outcome& o, auto& to) {
         for (std::size_t g = 0; g < gates; ++g) {
           append_all(o.gates.loss[g], to);
         }
       }},
      {"waterfall",
       {waterfall_size(gates)},
       [&](const Outcome& o, auto& to) { append_all(waterfall_values(o.waterfall, gates), to); }},
      {"review_hours_by_desk",
       {run.desks.size()},
       [&](const Outcome& o, auto& to) { append_all(o.review_hours_by_desk, to); }},
      {"backlog_by_day", {run.days()}, [&](const Outcome& o, auto& to) { append_all(o.backlog_by_day, to); }},
      {"lost_orders_by_week",
       {run.weeks()},
       [&](const Outcome& o, auto& to) { append_all(o.lost_orders_by_week, to); }},
  };
  std::vector<ExportedFile> files;
  for (std::size_t policy = 0; policy < policies; ++policy) {
    for_each_outcome(results, [&](std::size_t, std::size_t c, const Outcome& outcome) {
      for (Array& array : arrays) {
        if (c == policy) {
          array.append(outcome, array.values);
        }
      }
    });
  }
  for (const Array& array : arrays) {
    std::vector<std::size_t> shape{policies, replications};
    shape.insert(shape.end(), array.shape.begin(), array.shape.end());
    files.push_back({array.name + ".npy", npy_file(shape, array.values)});
  }
  return files;
}

}  // namespace faultline
