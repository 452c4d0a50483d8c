#include "models/io/graph_compose.h"

#include "models/io/declared_links.h"
#include "models/io/yaml_document.h"

namespace faultline {
namespace {

class Reader {
 public:
  void read(const GraphSource& source) {
    const YamlStream stream = parse_yaml(source.text, source.file, problems);
    for (const JsonNode* const document : stream.documents()) {
      const JsonNode* const services = document->find("services");
      if (services == nullptr || !services->is(JsonKind::object)) {
        problems.add((services == nullptr ? *document : *services).problem("needs \"services\", a map by name"));
        continue;
      }
      for (const JsonNode& service : services->members()) {
        if (service.is(JsonKind::object)) {
          read_service(service);
        } else if (!service.is(JsonKind::null)) {
          problems.add(service.problem("must be a map, the definition of a service"));
        } else {
          links.declare(service.key());
        }
      }
    }
  }

  DeclaredLinks links;
  ProblemList problems;

 private:
  void read_service(const JsonNode& service) {
    links.declare(service.key());
    if (const JsonNode* const depends = service.find("depends_on")) {
      for (const JsonNode& entry : depends->members()) {
        const bool in_map = depends->is(JsonKind::object);
        if (in_map || (entry.is(JsonKind::string) && !entry.as_string().empty())) {
          links.link(service.key(), in_map ? entry.key() : entry.as_string());
        } else {
          problems.add(entry.problem("must be the name of a service"));
        }
      }
      if (depends->is(JsonKind::string)) {
        problems.add(depends->problem("must be a list of services or a map by service"));
      }
    }
    if (const JsonNode* const linked = service.find("links")) {
      for (const JsonNode& entry : linked->items()) {
        const std::string_view target = entry.is(JsonKind::string) ? entry.as_string() : std::string_view{};
        const std::string_view name = target.substr(0, target.find(':'));
        if (name.empty()) {
          problems.add(entry.problem("must be SERVICE or SERVICE:ALIAS"));
        } else {
          links.link(service.key(), name);
        }
      }
    }
  }
};

}  // namespace

GraphReading parse_graph_compose(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  Reader reader;
  for (const GraphSource& source : sources) {
    try {
      reader.read(source);
    } catch (const InputError& error) {
      reader.problems.add(error);
    }
  }
  reader.problems.throw_if_any();
  return reader.links.finish("depends_on and links give the order of starting, taken for calls");
}

bool recognises_graph_compose(std::string_view text) {
  return has_yaml_key(text, "services") && !has_yaml_key(text, "apiVersion") && !begins_yaml_list(text, "services");
}

}  // namespace faultline
