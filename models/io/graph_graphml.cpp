#include "models/io/graph_graphml.h"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "models/io/graph_links.h"
#include "models/io/problem_list.h"

namespace faultline {
namespace {

/// Local name of an element: "g:node" is "node".
std::string_view local_name(const pugi::xml_node& element) {
  const std::string_view name = element.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// "n12", "12", "n0::n3": given by a program, not by who named the services.
bool is_running_number(std::string_view id) {
  const std::size_t group = id.rfind("::");
  id.remove_prefix(group == std::string_view::npos ? 0 : group + 2);
  id.remove_prefix(id.starts_with('n') ? 1 : 0);
  return !id.empty() && id.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Text of the first element of that local name at or below `element`, without blanks around it.
std::string text_below(const pugi::xml_node& element, std::string_view name) {
  const pugi::xml_node found =
      local_name(element) == name
          ? element
          : element.find_node([name](const pugi::xml_node& node) { return local_name(node) == name; });
  std::string_view text = found.child_value();
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  text = text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
  return std::string(text);
}

/// Collects nodes and edges wherever they stand; pugixml walks without recursion, so depth does not matter.
class Walker final : public pugi::xml_tree_walker {
 public:
  Walker(const GraphSource& source, ProblemList& problems) : source_(source), problems_(problems) {}

  bool for_each(pugi::xml_node& element) override {
    if (element.type() != pugi::node_element) {
      return true;
    }
    const std::string_view name = local_name(element);
    if (name == "graph") {
      has_graph = true;
      if (std::strcmp(element.attribute("edgedefault").value(), "undirected") == 0) {
        report(element, "undirected", "calls have a direction: edgedefault must be \"directed\"");
      }
    } else if (name == "key") {
      const std::string_view meaning = element.attribute("attr.name").value();
      if (meaning == "name" || meaning == "label") {
        label_keys_.insert(element.attribute("id").value());
      }
    } else if (name == "node") {
      nodes_.push_back(element);
    } else if (name == "edge") {
      edges_.push_back(element);
    } else if (name == "hyperedge") {
      report(element, "hyperedge", "hyperedges are not calls between two services");
    }
    return !problems_.full();
  }

  void collect(GraphLinks& links) {
    find_labels();
    for (const pugi::xml_node& node : nodes_) {
      const std::string id = name_of(node, "id");
      if (links.contains(id)) {
        report(node, id, "two nodes have the same id");
      } else if (!id.empty()) {
        links.service(id);
      }
    }
    const std::size_t declared = links.services().size();
    for (const pugi::xml_node& edge : edges_) {
      const std::string_view directed = edge.attribute("directed").value();
      if (directed == "false" || directed == "0") {
        report(edge, "directed=\"" + std::string(directed) + "\"", "calls have a direction: edges must be directed");
      }
      const std::string caller = name_of(edge, "source");
      const std::string callee = name_of(edge, "target");
      if (!caller.empty() && !callee.empty()) {
        const ServiceId from = links.service(caller);
        links.link(from, links.service(callee), 1.0);
      }
    }
    undeclared = links.services().size() - declared;
  }

  bool has_graph = false;
  std::size_t undeclared = 0;

  [[nodiscard]] std::size_t labelled() const { return labels_.size(); }

 private:
  /// Where all ids are running numbers and all nodes have labels of their own, those are the names.
  void find_labels() {
    std::unordered_set<std::string> seen;
    for (const pugi::xml_node& node : nodes_) {
      std::string id = node.attribute("id").value();
      std::string label = is_running_number(id) ? label_of(node) : std::string();
      if (label.empty() || !seen.insert(label).second) {
        labels_.clear();
        return;
      }
      labels_.emplace(std::move(id), std::move(label));
    }
  }

  [[nodiscard]] std::string label_of(const pugi::xml_node& node) const {
    for (const pugi::xml_node& child : node.children()) {
      if (local_name(child) != "data") {
        continue;
      }
      const bool keyed = label_keys_.contains(child.attribute("key").value());
      std::string label = text_below(child, keyed ? "data" : "NodeLabel");  // the latter is yEd's
      if (!label.empty()) {
        return label;
      }
    }
    return {};
  }

  void report(const pugi::xml_node& element, std::string_view found, std::string problem) {
    if (problems_.full()) {  // only counted: finding the line of each would take time in the square of the file's size
      problems_.add(InputProblem{});
      return;
    }
    const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, element.offset_debug()));
    const std::string_view before = std::string_view(source_.text).substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    problems_.add({source_.file, "line " + std::to_string(line), printable(found), std::move(problem), ""});
  }

  /// The attribute, which must be a name; empty when it is not, with the problem noted.
  std::string name_of(const pugi::xml_node& element, const char* attribute) {
    std::string name = element.attribute(attribute).value();
    if (const auto label = labels_.find(name); label != labels_.end()) {
      name = label->second;
    }
    if (name.empty()) {
      report(element, "", "needs the attribute \"" + std::string(attribute) + "\"");
      return {};
    }
    if (printable(name, 4 * name.size()) != name) {
      report(element, name, "a name must be valid UTF-8 without control characters");
      return {};
    }
    return name;
  }

  const GraphSource& source_;
  ProblemList& problems_;
  std::vector<pugi::xml_node> nodes_;
  std::vector<pugi::xml_node> edges_;
  std::unordered_set<std::string> label_keys_;
  std::unordered_map<std::string, std::string> labels_;  // by id; empty where ids are names
};

}  // namespace

GraphReading parse_graph_graphml(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  const GraphSource& source = sources.front();
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(source.text.data(), source.text.size());
  if (!parsed) {
    const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, parsed.offset));
    const std::string_view before = std::string_view(source.text).substr(0, offset);
    throw InputError({source.file, "line " + std::to_string(1 + std::count(before.begin(), before.end(), '\n')), "",
                      "is not well-formed XML: " + std::string(parsed.description()), ""});
  }
  ProblemList problems;
  Walker walker(source, problems);
  document.traverse(walker);
  GraphLinks links;
  walker.collect(links);
  if (!walker.has_graph && problems.empty()) {
    problems.add({source.file, "", "", "holds no <graph> element", ""});
  }
  problems.throw_if_any();

  std::vector<Call> calls;
  for (const GraphLinks::Link& link : links.links()) {
    Call& call = calls.emplace_back();
    call.caller = link.caller;
    call.callee = link.callee;
  }
  std::vector<GraphNote> notes;
  links.note_losses(notes);
  add_note(notes, GraphNote::Kind::fact, walker.labelled(),
           counted(walker.labelled(), "service") + " named by labels: ids are running numbers");
  add_note(notes, GraphNote::Kind::fact, walker.undeclared,
           counted(walker.undeclared, "service") + " named by edges only, not declared as nodes");
  add_note(notes, GraphNote::Kind::assumption, calls.size(),
           "coupling assumed 1 (hard) for " + counted(calls.size(), "call") + ": the format does not carry it");
  add_note(notes, GraphNote::Kind::assumption, calls.size(),
           "calls per request assumed 1 for " + counted(calls.size(), "call") + ": the format does not carry them");
  return {ServiceGraph(std::move(links.services()), std::move(calls)), {}, std::move(notes)};
}

bool recognises_graph_graphml(std::string_view text) {
  const std::string_view head = text.substr(0, 4096);
  return head.find("<graphml") != std::string_view::npos || head.find(":graphml") != std::string_view::npos;
}

}  // namespace faultline
