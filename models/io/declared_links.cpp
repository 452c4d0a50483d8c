#include "models/io/declared_links.h"

#include <unordered_set>
#include <utility>

#include "models/core/input_error.h"
#include "models/core/nearest_name.h"

namespace faultline {

GraphReading DeclaredLinks::finish(const std::string& meaning) {
  std::vector<Call> calls;
  for (const GraphLinks::Link& link : links_.links()) {
    Call& call = calls.emplace_back();
    call.caller = link.caller;
    call.callee = link.callee;
  }
  std::vector<GraphNote> notes;
  links_.note_losses(notes);
  note_undeclared(links_.services(), {declared_.begin(), declared_.end()}, notes);
  add_note(notes, GraphNote::Kind::assumption, calls.size(), counted(calls.size(), "call") + " declared: " + meaning);
  add_note(notes, GraphNote::Kind::assumption, calls.size(),
           "coupling assumed 1 (hard) for " + counted(calls.size(), "call") + ": the format does not carry it");
  add_note(notes, GraphNote::Kind::assumption, calls.size(),
           "calls per request assumed 1 for " + counted(calls.size(), "call") + ": the format does not carry them");
  return {ServiceGraph(std::move(links_.services()), std::move(calls)), {}, std::move(notes)};
}

void note_undeclared(std::span<const Service> services, const std::vector<std::string>& declared,
                     std::vector<GraphNote>& notes) {
  constexpr std::size_t kLongestName = 60;
  constexpr std::size_t kEnough = 300;  // bytes
  const std::unordered_set<std::string_view> known(declared.begin(), declared.end());
  std::size_t undeclared = 0;
  std::string named;
  for (const Service& service : services) {
    undeclared += known.contains(service.id) ? 0 : 1;
    if (known.contains(service.id) || named.size() > kEnough) {
      continue;
    }
    const auto nearest = nearest_name(service.id, declared);
    named += (named.empty() ? ": " : ", ") + printable(service.id, kLongestName) +
             (nearest ? " (nearest: " + printable(*nearest, kLongestName) + ")" : "");
  }
  add_note(notes, GraphNote::Kind::fact, undeclared,
           counted(undeclared, "service") + " named by others only, declared nowhere in the input" + named +
               (named.size() > kEnough ? ", ..." : ""));
}

bool begins_yaml_list(std::string_view text, std::string_view key) {
  const std::string opening = std::string(key) + ":";
  std::size_t at = text.starts_with(opening) ? 0 : text.find("\n" + opening);
  if (at == std::string_view::npos) {
    return false;
  }
  at = text.find('\n', at + opening.size());
  while (at != std::string_view::npos) {  // past blank lines and comments
    at = text.find_first_not_of(" \t\r\n", at);
    if (at == std::string_view::npos || text[at] != '#') {
      break;
    }
    at = text.find('\n', at);
  }
  return at != std::string_view::npos && text[at] == '-' && at + 1 < text.size() && text[at + 1] == ' ';
}

}  // namespace faultline
