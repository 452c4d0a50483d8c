#include "models/io/graph_links.h"

#include <algorithm>
#include <utility>

namespace faultline {
namespace {

constexpr std::uint64_t kMostNoted = 1'000'000'000'000'000;  // the native format's limit

}  // namespace

ServiceId GraphLinks::service(std::string_view name) {
  const auto [found, fresh] = ids_.try_emplace(std::string(name), services_.size());
  if (fresh) {
    services_.emplace_back().id = name;
  }
  return found->second;
}

void GraphLinks::link(ServiceId caller, ServiceId callee, double weight) {
  if (caller == callee) {
    ++self_loops_;
    return;
  }
  const auto [found, fresh] = link_of_.try_emplace(std::uint64_t{caller.index()} << 32 | callee.index(), links_.size());
  if (fresh) {
    links_.push_back({caller, callee, weight});
  } else {
    links_[found->second].weight += weight;
    ++repeated_;
  }
}

void GraphLinks::note_losses(std::vector<GraphNote>& notes) const {
  add_note(notes, GraphNote::Kind::fact, self_loops_,
           counted(self_loops_, "call") + " of a service to itself dropped: its own failure is its own");
  add_note(notes, GraphNote::Kind::fact, repeated_,
           counted(repeated_, "repeated call") + " merged with an earlier one between the same services");
}

bool begins_json(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  return start != std::string_view::npos && (text[start] == '[' || text[start] == '{');
}

bool has_json_key(std::string_view text, std::string_view key) {
  const std::string quoted = '"' + std::string(key) + '"';
  const std::string_view head = text.substr(0, 16384);
  for (std::size_t at = head.find(quoted); at != std::string_view::npos; at = head.find(quoted, at + 1)) {
    const std::size_t next = text.find_first_not_of(" \t\r\n", at + quoted.size());
    if (next != std::string_view::npos && text[next] == ':') {
      return true;
    }
  }
  return false;
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

void add_note(std::vector<GraphNote>& notes, GraphNote::Kind kind, std::size_t count, std::string text) {
  if (count > 0) {
    notes.push_back({kind, static_cast<std::size_t>(std::min<std::uint64_t>(count, kMostNoted)), std::move(text)});
  }
}

}  // namespace faultline
