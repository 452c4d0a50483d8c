#include "cli/trace_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace faultline::cli {
namespace {

constexpr double kMicrosecondsPerHour = 3.6e9;
// Viewers take a thread with the number of its process for the main thread, and want each number once in a file.
constexpr std::uint32_t kFirstThread = 1001;

std::size_t pid(std::size_t process) { return process + 1; }

// ASCII alone: in a terminal too the file is then only text.
std::string dump(const EventJson& json) { return json.dump(-1, ' ', true, EventJson::error_handler_t::replace); }

}  // namespace

TraceTime trace_time(double hours, const TimeFrame& time) {
  return std::llround(std::clamp(hours, 0.0, time.end()) * kMicrosecondsPerHour);
}

TraceFile::Process TraceFile::add_process(std::string name) {
  processes_.push_back(std::move(name));
  return {processes_.size() - 1};
}

TraceFile::Row TraceFile::add_row(Process process, std::string name) {
  rows_.push_back({process.index, std::move(name), {}});
  return {rows_.size() - 1};
}

void TraceFile::add_line(TraceTime at, const EventJson& json) { lines_.push_back({at, dump(json)}); }

void TraceFile::add_slice(std::size_t process, std::uint32_t thread, const TraceSlice& slice, TraceTime begin,
                          TraceTime end) {
  EventJson complete{{"ph", "X"},          {"pid", pid(process)},   {"tid", thread},     {"ts", begin},
                     {"dur", end - begin}, {"cat", slice.category}, {"name", slice.name}};
  if (!slice.args.empty()) {
    complete["args"] = slice.args;
  }
  add_line(begin, complete);
  const auto arrow = [&](const char* end_of_arrow, std::uint32_t number) {
    EventJson json{{"ph", end_of_arrow}, {"pid", pid(process)}, {"tid", thread}, {"ts", begin},
                   {"cat", "arrow"},     {"name", "causes"},    {"id", number}};
    if (*end_of_arrow == 'f') json["bp"] = "e";  // ends in the slice at hand, not in the next
    add_line(begin, json);
  };
  for (const std::uint32_t number : slice.arrows_out) {
    arrow("s", number);
  }
  for (const std::uint32_t number : slice.arrows_in) {
    arrow("f", number);
  }
}

void TraceFile::add(Row row, const TraceSlice& slice, const std::vector<TraceInstant>& instants) {
  RowOfThreads& place = rows_[row.index];
  auto thread = std::find_if(place.threads.begin(), place.threads.end(),
                             [&](const Thread& one) { return one.busy_until < slice.begin; });
  if (thread == place.threads.end()) {
    thread = place.threads.insert(thread, {kFirstThread + threads_++, 0});
  }
  thread->busy_until = slice.end;
  add_slice(place.process, thread->id, slice, slice.begin, slice.end);

  struct Part {
    const TraceSlice* slice;
    TraceTime begin;
    TraceTime end;
  };
  std::vector<Part> parts;
  for (const TraceSlice& part : slice.parts) {
    const TraceTime begin = std::clamp(part.begin, slice.begin, slice.end);
    parts.push_back({&part, begin, std::clamp(part.end, begin, slice.end)});
  }
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part& a, const Part& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  std::vector<TraceTime> ends{slice.end};  // of what encloses the part at hand, innermost last
  for (const Part& part : parts) {
    while (ends.size() > 1 && ends.back() <= part.begin) {
      ends.pop_back();
    }
    ends.push_back(std::min(part.end, ends.back()));
    add_slice(place.process, thread->id, *part.slice, part.begin, ends.back());
  }
  for (const TraceInstant& instant : instants) {
    add_line(instant.at, {{"ph", "i"},
                          {"s", "t"},
                          {"pid", pid(place.process)},
                          {"tid", thread->id},
                          {"ts", instant.at},
                          {"cat", "event"},
                          {"name", instant.name},
                          {"args", instant.args}});
  }
}

void TraceFile::add_counter(Process process, std::string_view name, TraceTime at, double value) {
  EventJson json{{"ph", "C"}, {"pid", pid(process.index)}, {"ts", at}, {"name", name}};
  json["args"] = {{"value", value}};
  add_line(at, json);
}

std::string TraceFile::text(const EventJson& about) const {
  std::string text = "{\"displayTimeUnit\":\"ms\",\"otherData\":" + dump(about) + ",\"traceEvents\":[";
  const char* separator = "\n";
  const auto append = [&](const std::string& json) {
    text += separator;
    text += json;
    separator = ",\n";
  };
  const auto name_it = [&](const char* what, EventJson place, const std::string& name, std::size_t order) {
    place["ph"] = "M";
    place["name"] = std::string(what) + "_name";
    place["args"] = {{"name", name}};
    append(dump(place));
    place["name"] = std::string(what) + "_sort_index";
    place["args"] = {{"sort_index", order}};
    append(dump(place));
  };
  for (std::size_t process = 0; process < processes_.size(); ++process) {
    name_it("process", {{"pid", pid(process)}}, processes_[process], process);
  }
  std::size_t order = 0;
  for (const RowOfThreads& row : rows_) {
    for (std::size_t i = 0; i < row.threads.size(); ++i) {
      name_it("thread", {{"pid", pid(row.process)}, {"tid", row.threads[i].id}},
              i == 0 ? row.name : fmt::format("{} ({})", row.name, i + 1), order++);
    }
  }
  std::vector<const Line*> lines;
  lines.reserve(lines_.size());
  for (const Line& line : lines_) {
    lines.push_back(&line);
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line* a, const Line* b) { return a->at < b->at; });
  for (const Line* line : lines) {
    append(line->json);
  }
  return text + "\n]}\n";
}

}  // namespace faultline::cli
