// What every trace format comes down to: spans become services, calls per request and couplings.
// (docs/formats/traces.md)
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "models/io/coupling_evidence.h"
#include "models/io/graph_reader.h"
#include "models/io/import_rows.h"

namespace faultline {

enum class SpanKind : std::uint8_t { unspecified, internal, server, client, producer, consumer };

/// The kind of that name, with or without "SPAN_KIND_" in front, in letters of either case; any other name says
/// nothing.
[[nodiscard]] SpanKind span_kind_of(std::string_view name);

/// One span as a format gives it. Ids are compared as they stand.
struct SpanRecord {
  std::string_view trace;
  std::string_view id;
  std::string_view parent;   ///< empty: the trace begins here
  std::string_view service;  ///< empty: unknown, the service of its parent is meant
  std::string_view peer;     ///< service at the other end as the span names it, or empty
  SpanKind kind = SpanKind::unspecified;
  bool error = false;
};

/// Which span tells of a call.
enum class SpanRules : std::uint8_t {
  parents,  ///< each span whose parent belongs to another service
  zipkin  ///< a server's span, and a client's or producer's that has none behind it; clients never follow their parent
};

/// Collects spans, trace by trace. Memory depends on the services, their calls and the spans of unfinished traces.
class SpanGraph {
 public:
  /// Unfinished traces hold at most so many spans together; then the oldest is taken as it is, and counted.
  static constexpr std::size_t kMostHeld = 1'000'000;

  explicit SpanGraph(SpanRules rules, std::size_t most_held = kMostHeld) : rules_(rules), most_held_(most_held) {
    open_.max_load_factor(0.5F);  // lookups, most of which find nothing, wait for memory
  }

  void add(const SpanRecord& span);
  /// No span of the traces so far will follow.
  void end_traces();
  /// Ends all traces and makes the graph, with notes: malformed rows, losses, assumptions. Throws InputError when too
  /// many rows are malformed.
  [[nodiscard]] GraphReading finish(const ImportRows& rows);
  /// A further fact for the notes.
  void count_unnamed_service() { ++unnamed_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  struct Span {
    std::uint64_t id;
    std::uint64_t parent;
    std::uint32_t service;
    std::uint32_t peer;
    SpanKind kind;
    bool error;
    bool has_parent;
  };
  struct Edge {
    std::uint32_t caller;
    std::uint32_t callee;
    std::size_t calls = 0;
    std::size_t messages = 0;  // of the calls: to a consumer
    CouplingEvidence evidence;
  };
  struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
  };
  /// What tying a trace together needs; kept from trace to trace, which are many and small.
  struct Workspace {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> by_id;
    std::vector<char> repeated;
    std::vector<char> leaf;
    std::vector<std::uint32_t> caller;
    std::vector<std::uint32_t> entry;
    std::vector<std::uint32_t> path;
    std::vector<std::uint32_t> seen_from;
    std::vector<Span> spans;
  };
  class Trace;

  /// A span of an unfinished trace, and the next of that trace. Most traces are small and there are many: their spans
  /// lie in one pool, whose places are used again.
  struct HeldSpan {
    Span span;
    std::uint32_t next;
  };
  struct OpenTrace {
    std::uint32_t first = kNone;
    std::uint32_t last = kNone;
  };

  std::uint32_t service_of(std::string_view name);
  Edge& edge(std::uint32_t caller, std::uint32_t callee);
  void hold(const Span& span, OpenTrace& trace);
  void take(const OpenTrace& trace);

  SpanRules rules_;
  std::size_t most_held_;
  std::unordered_map<std::string, std::uint32_t, NameHash, std::equal_to<>> service_ids_;
  std::vector<std::string_view> names_;  // keys of service_ids_
  std::vector<bool> appears_;            // the service has spans or calls
  std::vector<std::size_t> from_outside_;
  std::unordered_map<std::uint64_t, std::size_t> edge_of_;
  std::vector<Edge> edges_;
  std::vector<HeldSpan> pool_;
  std::uint32_t free_ = kNone;  // the first place of the pool that is free, and so on by `next`
  std::unordered_map<std::uint64_t, OpenTrace> open_;
  std::deque<std::uint64_t> open_order_;
  Workspace workspace_;
  std::uint64_t last_trace_ = 0;
  OpenTrace* last_ = nullptr;
  std::size_t held_ = 0;
  std::size_t spans_ = 0;
  std::size_t traces_ = 0;
  std::size_t errors_ = 0;
  std::size_t orphans_ = 0;
  std::size_t repeated_ = 0;
  std::size_t loops_ = 0;
  std::size_t cut_ = 0;
  std::size_t unnamed_ = 0;
};

}  // namespace faultline
