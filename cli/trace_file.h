// A file in the Trace Event Format, as ui.perfetto.dev and chrome://tracing open it. (docs/formats/trace.md)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/event_fields.h"
#include "models/scenario.h"

namespace faultline::cli {

/// Microseconds since the start of the simulation.
using TraceTime = std::int64_t;
/// What lies outside the simulation counts as its beginning or its end.
[[nodiscard]] TraceTime trace_time(double hours, const TimeFrame& time);

struct TraceInstant {
  TraceTime at;
  std::string name;
  EventJson args;
};

struct TraceSlice {
  TraceTime begin;
  TraceTime end;
  std::string category;
  std::string name;
  EventJson args = EventJson::object();
  /// What lies within it, in any order. A part that reaches beyond what encloses it is cut off there.
  std::vector<TraceSlice> parts{};
  std::vector<std::uint32_t> arrows_out{};  ///< numbers of the arrows that begin here
  std::vector<std::uint32_t> arrows_in{};
};

/// Collects processes, rows of slices, arrows and counters. Whatever is added, the text keeps the format's rules: times
/// in order, slices of a thread nested, every process and thread named.
class TraceFile {
 public:
  struct Process {
    std::size_t index;
  };
  struct Row {
    std::size_t index;
  };

  /// Processes and their rows are shown in the order in which they are added.
  Process add_process(std::string name);
  Row add_row(Process process, std::string name);
  /// Where slices of a row overlap, the row becomes several threads; those that begin first should be added first.
  void add(Row row, const TraceSlice& slice, const std::vector<TraceInstant>& instants = {});
  void add_counter(Process process, std::string_view name, TraceTime at, double value);
  /// `about` becomes the file's `otherData`.
  [[nodiscard]] std::string text(const EventJson& about) const;

 private:
  struct Thread {
    std::uint32_t id;
    TraceTime busy_until;
  };
  struct RowOfThreads {
    std::size_t process;
    std::string name;
    std::vector<Thread> threads;
  };
  struct Line {
    TraceTime at;
    std::string json;
  };

  void add_line(TraceTime at, const EventJson& json);
  void add_slice(std::size_t process, std::uint32_t thread, const TraceSlice& slice, TraceTime begin, TraceTime end);

  std::vector<std::string> processes_;
  std::vector<RowOfThreads> rows_;
  std::uint32_t threads_ = 0;
  std::vector<Line> lines_;
};

}  // namespace faultline::cli
