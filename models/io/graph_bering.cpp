#include "models/io/graph_bering.h"

#include <algorithm>
#include <map>
#include <utility>

#include "models/core/nearest_name.h"
#include "models/io/graph_links.h"
#include "models/io/json_document.h"

namespace faultline {
namespace {

constexpr std::int64_t kMostAttempts = 1000;

std::string_view text_at(const JsonNode* node, std::string_view key) {
  const JsonNode* const member = node == nullptr ? nullptr : node->find(key);
  return member != nullptr && member->is(JsonKind::string) ? member->as_string() : std::string_view{};
}

const JsonNode* member_of(const JsonNode* node, std::string_view key) {
  return node == nullptr ? nullptr : node->find(key);
}

class Reader {
 public:
  explicit Reader(const GraphSource& source) : document_(parse_json(source.text, source.file, problems_)) {}

  GraphReading read() {
    const JsonNode* const nested = document_.root().find("model");
    const JsonNode& model = nested != nullptr && nested->is(JsonKind::object) ? *nested : document_.root();
    const JsonNode* const services = model.find("services");
    const JsonNode* const edges = model.find("edges");
    if (services == nullptr || edges == nullptr || !services->is(JsonKind::array) || !edges->is(JsonKind::array)) {
      problems_.add(model.problem("needs \"services\" and \"edges\", two lists"));
      problems_.throw_if_any();
      return {ServiceGraph({}, {}), {}, {}};
    }
    for (const JsonNode& service : services->items()) {
      read_service(service);
    }
    for (const Service& service : links_.services()) {
      names_.push_back(service.id);
    }
    for (const JsonNode& edge : edges->items()) {
      read_edge(edge);
    }
    problems_.throw_if_any();
    return finish();
  }

 private:
  struct Traits {
    bool blocks = false;  // some edge of the pair does
    int attempts = 1;
  };

  void read_service(const JsonNode& node) {
    const std::string_view id = text_at(&node, "id");
    if (id.empty()) {
      problems_.add(node.problem("must be a service with \"id\""));
    } else if (links_.contains(id)) {
      problems_.add(node.problem("\"" + printable(id) + "\" is the id of an earlier service"));
    } else {
      Service& service = links_.services()[links_.service(id).index()];
      const JsonNode* const labels = member_of(node.find("metadata"), "labels");
      service.tier = text_at(labels, "tier");
      for (const char* const key : {"owner", "team"}) {
        service.team = service.team.empty() ? std::string(text_at(labels, key)) : service.team;
      }
    }
  }

  std::string_view end_of(const JsonNode& edge, std::string_view key) {
    const std::string_view id = text_at(&edge, key);
    if (links_.contains(id)) {
      return id;
    }
    if (!problems_.full()) {
      const std::optional<std::string> nearest = nearest_name(id, names_);
      problems_.add(
          edge.problem("\"" + std::string(key) + "\" must be the id of a service, not \"" + printable(id) + "\"",
                       nearest ? "did you mean \"" + printable(*nearest) + "\"?" : ""));
    }
    return {};
  }

  void read_edge(const JsonNode& edge) {
    const std::string_view from = end_of(edge, "from");
    const std::string_view to = end_of(edge, "to");
    const std::string_view kind = text_at(&edge, "kind");
    const JsonNode* const blocking = edge.find("blocking");
    if (kind != "sync" && kind != "async") {
      problems_.add(edge.problem("\"kind\" must be \"sync\" or \"async\""));
    }
    if (blocking != nullptr && !blocking->is(JsonKind::boolean)) {
      problems_.add(blocking->problem("must be true or false"));
    }
    const JsonNode* const attempts = member_of(member_of(edge.find("resilience"), "retry"), "max_attempts");
    const std::int64_t tries = attempts == nullptr     ? 1
                               : attempts->is_number() ? attempts->as_integer().value_or(-1)
                                                       : -1;
    if (tries < 0 || tries > kMostAttempts) {
      problems_.add(attempts->problem("must be a whole number from 0 to 1000"));
    }
    if (!problems_.empty() || from.empty() || to.empty()) {
      return;
    }
    const ServiceId caller = links_.service(from);
    const ServiceId callee = links_.service(to);
    links_.link(caller, callee, 1.0);
    Traits& traits = traits_[{caller.index(), callee.index()}];
    traits.blocks = traits.blocks || (kind == "sync" && (blocking == nullptr || blocking->as_bool()));
    traits.attempts = std::max(traits.attempts, static_cast<int>(tries));
  }

  GraphReading finish() {
    std::vector<Call> calls;
    std::size_t async = 0;
    for (const GraphLinks::Link& link : links_.links()) {
      const Traits& traits = traits_.at({link.caller.index(), link.callee.index()});
      Call& call = calls.emplace_back();
      call.caller = link.caller;
      call.callee = link.callee;
      call.async = !traits.blocks;
      call.attempts = traits.attempts;
      async += call.async ? 1 : 0;
    }
    std::vector<GraphNote> notes;
    links_.note_losses(notes);
    add_note(notes, GraphNote::Kind::fact, async, counted(async, "call") + " asynchronous or not blocking, as given");
    add_note(
        notes, GraphNote::Kind::assumption, calls.size() - async,
        "coupling assumed 1 (hard) for " + counted(calls.size() - async, "call") + ": the format does not carry it");
    add_note(notes, GraphNote::Kind::assumption, calls.size(),
             "calls per request assumed 1 for " + counted(calls.size(), "call") + ": the format does not carry them");
    return {ServiceGraph(std::move(links_.services()), std::move(calls)), {}, std::move(notes)};
  }

  ProblemList problems_;
  JsonDocument document_;
  GraphLinks links_;
  std::vector<std::string> names_;
  std::map<std::pair<std::size_t, std::size_t>, Traits> traits_;
};

}  // namespace

GraphReading parse_graph_bering(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  return Reader(sources.front()).read();
}

bool recognises_graph_bering(std::string_view text) {
  return begins_json(text) && has_json_key(text, "edges") && has_json_key(text, "from") &&
         has_json_key(text, "blocking");
}

}  // namespace faultline
