#include "models/io/graph_kiali.h"

#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "models/io/graph_links.h"
#include "models/io/graph_requests.h"
#include "models/io/json_document.h"

namespace faultline {
namespace {

constexpr double kMostPerSecond = 1e15;

std::string_view text_at(const JsonNode& node, std::string_view key) {
  const JsonNode* const member = node.find(key);
  return member != nullptr && member->is(JsonKind::string) ? member->as_string() : std::string_view{};
}

class Reader {
 public:
  explicit Reader(const GraphSource& source) : document_(parse_json(source.text, source.file, problems_)) {}

  GraphReading read() {
    const JsonNode& root = document_.root();
    const JsonNode* const elements = root.find("elements");
    const JsonNode* const nodes = elements == nullptr ? nullptr : elements->find("nodes");
    const JsonNode* const edges = elements == nullptr ? nullptr : elements->find("edges");
    if (nodes == nullptr || edges == nullptr) {
      problems_.add((elements == nullptr ? root : *elements)
                        .problem("needs \"elements\" with \"nodes\" and \"edges\", as Kiali answers"));
      problems_.throw_if_any();
      return {ServiceGraph({}, {}), {}, {}};
    }
    for (const JsonNode& node : nodes->items()) {
      read_node(node);
    }
    name_nodes();
    for (const JsonNode& edge : edges->items()) {
      read_edge(edge);
    }
    problems_.throw_if_any();
    return finish();
  }

 private:
  struct Node {
    std::string id;
    std::string name;
    std::string space;
    std::string cluster;
    std::string kind;
  };

  void read_node(const JsonNode& element) {
    const JsonNode* const data = element.find("data");
    const std::string_view id = data == nullptr ? std::string_view{} : text_at(*data, "id");
    if (data == nullptr || id.empty()) {
      problems_.add(element.problem("must be a node: {\"data\": {\"id\": ...}}"));
      return;
    }
    const std::string_view kind = text_at(*data, "nodeType");
    if (kind == "box") {
      boxes_.emplace(id);
      return;
    }
    std::string_view name = text_at(*data, kind == "service" ? "service" : kind == "workload" ? "workload" : "app");
    for (const char* const key : {"aggregateValue", "service", "app", "workload"}) {
      name = name.empty() ? text_at(*data, key) : name;
    }
    Node node{std::string(id), std::string(name), std::string(text_at(*data, "namespace")),
              std::string(text_at(*data, "cluster")), std::string(kind)};
    const std::string_view version = text_at(*data, "version");
    if (kind == "app" && !version.empty() && version != "unknown" && !name.empty()) {
      node.name.append("-").append(version);
    }
    if (node.name.empty()) {
      problems_.add(data->problem("names no service, app or workload"));
    } else if (!by_id_.emplace(node.id, nodes_.size()).second) {
      problems_.add(data->problem("two nodes have the same id"));
    } else {
      nodes_.push_back(std::move(node));
    }
  }

  /// A node goes by its name; where several share it, namespace, kind, cluster and in the end its id are put behind it.
  void name_nodes() {
    const auto longer = [](const Node& node, int step) {
      std::string name = node.name;
      name += step > 0 ? "." + node.space : "";
      name += step > 1 ? " (" + node.kind + ")" : "";
      name += step > 2 ? " " + node.cluster : "";
      name += step > 3 ? " " + node.id : "";
      return name;
    };
    constexpr int kSteps = 5;
    std::vector<int> steps(nodes_.size(), 0);
    for (int round = 0; round < kSteps; ++round) {
      std::map<std::string, std::size_t> taken;
      for (std::size_t i = 0; i < nodes_.size(); ++i) {
        ++taken[longer(nodes_[i], steps[i])];
      }
      for (std::size_t i = 0; i < nodes_.size(); ++i) {
        steps[i] += taken[longer(nodes_[i], steps[i])] > 1 && steps[i] + 1 < kSteps ? 1 : 0;
      }
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const std::string name = longer(nodes_[i], steps[i]);
      if (links_.contains(name)) {
        problems_.add({document_.root().file(), "", printable(name), "is the name of two nodes", ""});
      }
      ids_.push_back(links_.service(name));
    }
  }

  /// Requests per second over an edge; nothing when its traffic is counted in bytes.
  std::optional<double> rate_of(const JsonNode& data) {
    const JsonNode* const traffic = data.find("traffic");
    const std::string_view protocol = traffic == nullptr ? std::string_view{} : text_at(*traffic, "protocol");
    const JsonNode* const rates = traffic == nullptr ? nullptr : traffic->find("rates");
    if (protocol != "http" && protocol != "grpc") {
      return protocol.empty() ? std::optional(0.0) : std::nullopt;
    }
    const JsonNode* const rate = rates == nullptr ? nullptr : rates->find(protocol);
    if (rate == nullptr) {
      return 0.0;
    }
    double value = -1.0;
    if (rate->is_number()) {
      value = rate->as_number();
    } else if (rate->is(JsonKind::string)) {
      const std::string_view text = rate->as_string();
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      value = error == std::errc{} && end == text.data() + text.size() ? value : -1.0;
    }
    if (!(value >= 0.0 && value <= kMostPerSecond)) {
      problems_.add(rate->problem("must be a number of requests per second, 0 or more"));
      return 0.0;
    }
    return value;
  }

  void read_edge(const JsonNode& element) {
    const JsonNode* const data = element.find("data");
    if (data == nullptr || !data->is(JsonKind::object)) {
      problems_.add(element.problem("must be an edge: {\"data\": {\"source\": ..., \"target\": ...}}"));
      return;
    }
    std::array<std::optional<ServiceId>, 2> ends;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      const std::string_view id = text_at(*data, i == 0 ? "source" : "target");
      const auto found = by_id_.find(std::string(id));
      if (found != by_id_.end()) {
        ends[i] = ids_[found->second];
      } else if (!boxes_.contains(std::string(id))) {
        problems_.add(data->problem(std::string(i == 0 ? "source" : "target") + " must be the id of a node"));
      }
    }
    if (!ends[0] || !ends[1]) {
      return;
    }
    const std::optional<double> rate = rate_of(*data);
    links_.link(*ends[0], *ends[1], rate.value_or(0.0));
    if (*ends[0] != *ends[1] && !rate) {
      in_bytes_.emplace(std::uint64_t{ends[0]->index()} << 32U | ends[1]->index());
    }
  }

  GraphReading finish() {
    std::vector<GraphNote> notes;
    links_.note_losses(notes);
    const std::size_t count = links_.links().size();
    std::vector<Call> calls =
        calls_from_counts(links_.links(), links_.services(), std::vector<double>(links_.services().size(), 0.0), notes);
    std::size_t bytes = 0;
    for (Call& call : calls) {
      if (call.calls_per_request == 0.0 &&
          in_bytes_.contains(std::uint64_t{call.caller.index()} << 32U | call.callee.index())) {
        call.calls_per_request = 1.0;
        ++bytes;
      }
    }
    add_note(notes, GraphNote::Kind::fact, boxes_.size(),
             counted(boxes_.size(), "box") + " around other nodes skipped");
    add_note(notes, GraphNote::Kind::assumption, bytes,
             "calls per request assumed 1 for " + counted(bytes, "call") + " measured in bytes per second");
    add_note(notes, GraphNote::Kind::assumption, count - bytes,
             "calls per request of " + counted(count - bytes, "call") +
                 " taken as rate / rate of calls that the caller received");
    add_note(notes, GraphNote::Kind::assumption, count,
             "coupling assumed 1 (hard) for " + counted(count, "call") + ": the format does not carry it");
    return {ServiceGraph(std::move(links_.services()), std::move(calls)), {}, std::move(notes)};
  }

  ProblemList problems_;
  JsonDocument document_;
  std::vector<Node> nodes_;
  std::vector<ServiceId> ids_;  // by node
  std::unordered_map<std::string, std::size_t> by_id_;
  std::unordered_set<std::string> boxes_;
  std::unordered_set<std::uint64_t> in_bytes_;  // by endpoints
  GraphLinks links_;
};

}  // namespace

GraphReading parse_graph_kiali(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  return Reader(sources.front()).read();
}

bool recognises_graph_kiali(std::string_view text) {
  return begins_json(text) && has_json_key(text, "elements") && has_json_key(text, "graphType");
}

}  // namespace faultline
