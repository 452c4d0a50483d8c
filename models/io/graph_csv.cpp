#include "models/io/graph_csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "models/core/nearest_name.h"
#include "models/io/csv_table.h"
#include "models/io/graph_links.h"
#include "models/io/graph_requests.h"
#include "models/io/import_rows.h"
#include "models/io/span_graph.h"

namespace faultline {
namespace {

/// What a column can mean, and the names by which it is known.
struct Meaning {
  std::string_view name;
  std::array<std::string_view, 6> aliases;
};

enum Column : std::size_t {
  kCaller,
  kCallee,
  kCalls,
  kCallsPerRequest,
  kCoupling,
  kTrace,
  kSpan,
  kParent,
  kService,
  kPod,
  kKind,
  kError,
  kColumns
};

constexpr std::array<Meaning, kColumns> kMeanings{{
    {"caller", {"source", "from", "client", "um"}},
    {"callee", {"target", "to", "server", "dm"}},
    {"calls", {"callcount", "call_count", "count"}},
    {"calls_per_request", {}},
    {"coupling", {}},
    {"trace", {"traceid", "trace_id"}},
    {"span", {"spanid", "span_id"}},
    {"parent", {"parentid", "parent_id", "parentspanid", "parent_span_id"}},
    {"service", {"servicename", "service_name", "service.name"}},
    {"pod", {"podname", "pod_name"}},
    {"kind", {"spankind", "span_kind", "span.kind"}},
    {"error", {"is_error", "failed"}},
}};

using Columns = std::array<std::optional<std::size_t>, kColumns>;

std::optional<std::size_t> meaning_of(std::string_view name) {
  const auto found =
      std::find_if(kMeanings.begin(), kMeanings.end(), [name](const Meaning& meaning) { return meaning.name == name; });
  return found == kMeanings.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - kMeanings.begin()));
}

Columns columns_of(const CsvTable& table, const std::string& file, const GraphOptions& options) {
  ProblemList problems;
  Columns columns;
  for (std::size_t i = 0; i < kColumns; ++i) {
    columns[i] = table.column(kMeanings[i].name);
    for (const std::string_view alias : kMeanings[i].aliases) {
      if (!columns[i] && !alias.empty()) {
        columns[i] = table.column(alias);
      }
    }
  }
  std::vector<std::string> meanings;
  for (const Meaning& meaning : kMeanings) {
    meanings.emplace_back(meaning.name);
  }
  for (const auto& [name, column] : options.columns) {
    const std::optional<std::size_t> meaning = meaning_of(name);
    if (!meaning) {
      const std::optional<std::string> nearest = nearest_name(name, meanings);
      problems.add({file, "--columns", printable(name), "is nothing that a column can mean",
                    nearest ? "did you mean \"" + *nearest + "\"?" : ""});
      continue;
    }
    columns[*meaning] = table.column(column);
    if (!columns[*meaning]) {
      const std::optional<std::string> nearest = nearest_name(column, table.header());
      problems.add({file, "line 1", printable(column), "is no column of this table",
                    nearest ? "did you mean \"" + printable(*nearest) + "\"?" : ""});
    }
  }
  problems.throw_if_any();
  return columns;
}

bool tells_calls(const Columns& columns) { return columns[kCaller] && columns[kCallee]; }
bool tells_spans(const Columns& columns) {
  return columns[kTrace] && columns[kSpan] && (columns[kService] || columns[kPod]);
}

class Reader {
 public:
  void read(const GraphSource& source, const GraphOptions& options) {
    CsvTable table(source.text, source.file);
    columns_ = columns_of(table, source.file, options);
    if (tells_calls(columns_) == tells_spans(columns_)) {
      throw InputError({source.file, "line 1", "",
                        tells_calls(columns_) ? "has columns of calls and of spans"
                                              : "needs columns for caller and callee, or for trace, span and service",
                        "name them: --columns caller=...,callee=..."});
    }
    if (tells_calls(columns_)) {
      keep_unread(table.header());
    }
    while (table.next(fields_)) {
      if (fields_.size() != table.header().size() || table.unterminated()) {
        rows_.malformed(table.problem(std::to_string(fields_.size()) + " fields",
                                      table.unterminated()
                                          ? std::string("a quoted field does not end")
                                          : "the header has " + std::to_string(table.header().size()) + " columns"));
      } else if (tells_calls(columns_)) {
        read_call(table);
      } else {
        read_span(table);
      }
    }
  }

  GraphReading finish() {
    if (spans_) {
      if (!links_.links().empty()) {
        throw InputError({"", "", "", "one table holds calls and another spans", "import them one by one"});
      }
      return spans_->finish(rows_);
    }
    std::vector<GraphNote> notes;
    rows_.finish(notes);
    links_.note_losses(notes);
    add_note(notes, GraphNote::Kind::fact, unread_.size(), unread_note());
    const std::size_t count = links_.links().size();
    std::vector<Call> calls;
    if (counted_calls_) {
      add_note(
          notes, GraphNote::Kind::assumption, count,
          "calls per request of " + counted(count, "call") + " taken as call count / calls that the caller received");
      calls = calls_from_counts(links_.links(), links_.services(), std::vector<double>(links_.services().size(), 0.0),
                                notes);
    } else {
      calls = calls_from_rates(links_.links(), links_.services());
      add_note(notes, GraphNote::Kind::assumption, rates_given_ ? 0 : count,
               "calls per request assumed 1 for " + counted(count, "call") + ": the table does not give them");
    }
    std::size_t assumed = 0;
    for (Call& call : calls) {
      const auto known = couplings_.find(std::uint64_t{call.caller.index()} << 32U | call.callee.index());
      assumed += known == couplings_.end() ? 1 : 0;
      call.coupling = known == couplings_.end() ? 1.0 : known->second;
      call.calls_per_request = counted_calls_ || rates_given_ ? call.calls_per_request : 1.0;
    }
    add_note(notes, GraphNote::Kind::assumption, assumed,
             "coupling assumed 1 (hard) for " + counted(assumed, "call") + ": the table does not give it");
    return {ServiceGraph(std::move(links_.services()), std::move(calls)), {}, std::move(notes)};
  }

 private:
  /// Columns without a meaning, which the user may want to give one.
  void keep_unread(const std::vector<std::string>& header) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (!header[i].empty() && std::find(columns_.begin(), columns_.end(), std::optional(i)) == columns_.end()) {
        unread_.insert(header[i]);
      }
    }
  }

  [[nodiscard]] std::string unread_note() const {
    constexpr std::size_t kLongestName = 60;
    constexpr std::size_t kEnough = 400;  // bytes
    std::string text = counted(unread_.size(), "column") + " not read (--columns gives them a meaning): ";
    for (const std::string& name : unread_) {
      if (text.size() > kEnough) {
        return text + "...";
      }
      text += printable(name, kLongestName) + (name == *unread_.rbegin() ? "" : ", ");
    }
    return text;
  }

  [[nodiscard]] std::string_view field(Column column) const {
    return columns_[column] ? std::string_view(fields_[*columns_[column]]) : std::string_view{};
  }

  /// The name in a column, or nothing with the problem noted.
  std::optional<std::string_view> name(const CsvTable& table, Column column) {
    const std::string_view text = field(column);
    if (text.empty() || printable(text, 4 * text.size()) != text) {
      rows_.malformed(table.problem(text, std::string(kMeanings[column].name) +
                                              " must be a name: valid UTF-8 without control characters, not empty"));
      return std::nullopt;
    }
    return text;
  }

  /// The number in a column, `otherwise` when there is no such column, or nothing with the problem noted.
  std::optional<double> number(const CsvTable& table, Column column, double most, double otherwise) {
    if (!columns_[column]) {
      return otherwise;
    }
    const std::string_view text = field(column);
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0.0 && value <= most)) {
      rows_.malformed(table.problem(text, std::string(kMeanings[column].name) + " must be a number from 0 to " +
                                              std::to_string(std::llround(most))));
      return std::nullopt;
    }
    return value;
  }

  void read_call(const CsvTable& table) {
    constexpr double kMostCalls = 1e15;
    constexpr double kMostPerRequest = 1e9;
    const auto caller = name(table, kCaller);
    const auto callee = caller ? name(table, kCallee) : std::nullopt;
    const auto calls = callee ? number(table, kCalls, kMostCalls, 1.0) : std::nullopt;
    const auto rate = calls ? number(table, kCallsPerRequest, kMostPerRequest, 1.0) : std::nullopt;
    const auto coupling = rate ? number(table, kCoupling, 1.0, 1.0) : std::nullopt;
    if (!coupling) {
      return;
    }
    rows_.good();
    rates_given_ = columns_[kCallsPerRequest].has_value();
    counted_calls_ = columns_[kCalls].has_value() && !rates_given_;
    const ServiceId from = links_.service(*caller);
    const ServiceId to = links_.service(*callee);
    links_.link(from, to, counted_calls_ ? *calls : *rate);
    if (columns_[kCoupling]) {
      double& known = couplings_[std::uint64_t{from.index()} << 32U | to.index()];
      known = std::max(known, *coupling);
    }
  }

  void read_span(const CsvTable& table) {
    const auto trace = name(table, kTrace);
    const auto id = trace ? name(table, kSpan) : std::nullopt;
    const auto service = id ? name(table, columns_[kService] ? kService : kPod) : std::nullopt;
    if (!service) {
      return;
    }
    rows_.good();
    if (!spans_) {
      spans_ = std::make_unique<SpanGraph>(SpanRules::parents);
    }
    SpanRecord span;
    span.trace = *trace;
    span.id = *id;
    span.parent = field(kParent);
    if (span.parent == "root" || span.parent == "-" || span.parent.find_first_not_of('0') == std::string_view::npos) {
      span.parent = {};
    }
    span.service = columns_[kService] ? *service : service_of_pod(*service);
    span.kind = span_kind_of(field(kKind));
    const std::string_view error = field(kError);
    span.error = !error.empty() && error != "0" && error != "false" && error != "False" && error != "FALSE";
    spans_->add(span);
  }

  Columns columns_;
  std::vector<std::string> fields_;
  ImportRows rows_{"row"};
  GraphLinks links_;
  std::unordered_map<std::uint64_t, double> couplings_;  // by endpoints
  std::set<std::string> unread_;
  bool counted_calls_ = false;
  bool rates_given_ = false;
  std::unique_ptr<SpanGraph> spans_;
};

}  // namespace

std::string_view service_of_pod(std::string_view pod) {
  const auto suffix = [](std::string_view text, std::size_t shortest, std::size_t longest) -> std::size_t {
    const std::size_t dash = text.rfind('-');
    if (dash == std::string_view::npos || dash == 0) {
      return std::string_view::npos;
    }
    const std::string_view part = text.substr(dash + 1);
    const bool fits =
        part.size() >= shortest && part.size() <= longest &&
        std::all_of(part.begin(), part.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
    return fits ? dash : std::string_view::npos;
  };
  const std::size_t last = suffix(pod, 5, 5);
  if (last == std::string_view::npos) {
    return pod;
  }
  const std::string_view rest = pod.substr(0, last);
  const std::size_t before = suffix(rest, 6, 10);
  return before == std::string_view::npos ? pod : rest.substr(0, before);
}

GraphReading parse_graph_csv(std::span<const GraphSource> sources, const GraphOptions& options) {
  Reader reader;
  ProblemList problems;
  for (const GraphSource& source : sources) {
    try {
      reader.read(source, options);
    } catch (const InputError& error) {
      problems.add(error);
    }
  }
  problems.throw_if_any();
  return reader.finish();
}

bool recognises_graph_csv(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  if (first.empty() || first.size() > 4096 || text.front() == '{' || text.front() == '[' || text.front() == '<') {
    return false;
  }
  try {
    const Columns columns = columns_of(CsvTable(first, ""), "", {});
    return tells_calls(columns) != tells_spans(columns);
  } catch (const InputError&) {
    return false;
  }
}

}  // namespace faultline
