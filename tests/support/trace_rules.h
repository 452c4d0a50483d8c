// What trace viewers ask of a file in the Trace Event Format, as far as faultline uses it.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace faultline::test {

/// Every rule that the trace breaks, one sentence each; throws when it is no JSON.
inline std::vector<std::string> broken_trace_rules(const std::string& text) {
  using nlohmann::json;
  using Thread = std::pair<std::int64_t, std::int64_t>;
  std::vector<std::string> broken;
  for (const char c : text) {
    if (c != '\n' && (c < 0x20 || c > 0x7e)) {
      broken.emplace_back("a character that is not printable ASCII");
      break;
    }
  }
  const json trace = json::parse(text);
  if (trace.at("displayTimeUnit") != "ms" || !trace.at("otherData").is_object()) broken.emplace_back("wrong head");

  std::set<std::int64_t> processes;  // with a name
  std::map<std::int64_t, std::int64_t> threads;
  std::map<Thread, std::vector<std::int64_t>> open;  // ends of the slices that enclose the time at hand
  std::map<std::int64_t, std::pair<int, int>> arrows;
  std::int64_t now = 0;
  for (const json& event : trace.at("traceEvents")) {
    const auto wrong = [&](const std::string& what) { broken.push_back(what + ": " + event.dump()); };
    const std::string ph = event.at("ph");
    const std::int64_t pid = event.at("pid");
    if (ph == "M") {
      if (now > 0) wrong("a name after the first event");
      if (event.at("name") == "process_name") processes.insert(pid);
      if (event.at("name") == "thread_name" && !threads.emplace(event.at("tid"), pid).second)
        wrong("thread named twice");
      continue;
    }
    if (processes.count(pid) == 0) wrong("process without a name");
    if (!event.at("name").is_string() || event.at("name").get<std::string>().empty()) wrong("no name");
    if (!event.at("ts").is_number_integer()) wrong("time is no whole number");
    const std::int64_t ts = event.at("ts");
    if (ts < now) wrong("out of order");
    now = ts;
    if (ph == "C") {
      if (event.at("args").size() != 1 || !event.at("args").at("value").is_number()) wrong("counter without its value");
      continue;
    }
    const std::int64_t tid = event.at("tid");
    if (threads.count(tid) == 0 || threads.at(tid) != pid) wrong("thread without a name");
    if (tid == pid) wrong("thread taken for the main thread");
    std::vector<std::int64_t>& ends = open[{pid, tid}];
    if (ph == "X") {
      while (!ends.empty() && ends.back() <= ts) ends.pop_back();
      const std::int64_t duration = event.at("dur");
      if (duration < 0) wrong("negative duration");
      if (!ends.empty() && ts + duration > ends.back()) wrong("not nested");
      ends.push_back(ts + duration);
    } else if (ph == "i") {
      if (event.at("s") != "t") wrong("scope of an instant");
    } else if (ph == "s" || ph == "f") {
      if (ends.empty() || ends.back() < ts) wrong("end of an arrow outside any slice");
      auto& [begun, ended] = arrows[event.at("id")];
      ++(ph == "s" ? begun : ended);
      if (ended > begun) wrong("arrow ends before it begins");
    } else {
      wrong("unknown phase");
    }
  }
  for (const auto& [id, ends] : arrows) {
    if (ends != std::pair(1, 1)) broken.push_back("arrow " + std::to_string(id) + " has not one end on each side");
  }
  return broken;
}

}  // namespace faultline::test
