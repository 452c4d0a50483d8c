#include "models/io/graph_backstage.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "models/core/sha256.h"
#include "models/io/declared_links.h"
#include "models/io/yaml_document.h"

namespace faultline {
namespace {

constexpr std::array<std::string_view, 4> kKinds{"component", "resource", "system", "api"};

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

std::string_view text_at(const JsonNode* node, std::string_view key) {
  const JsonNode* const member = node == nullptr ? nullptr : node->find(key);
  return member != nullptr && member->is(JsonKind::string) ? member->as_string() : std::string_view{};
}

/// [kind:][namespace/]name; names and kinds are compared without regard to case, as Backstage does.
struct Reference {
  std::string kind;
  std::string name;  // with its namespace, unless that is "default"

  auto operator<=>(const Reference&) const = default;
};

/// `kind` and `space` are meant where the text names none.
Reference reference_of(std::string_view text, std::string_view kind, std::string_view space = "default") {
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    kind = text.substr(0, colon);
    text = text.substr(colon + 1);
  }
  std::string name = lower(text);
  if (!name.empty() && name.find('/') == std::string::npos) {
    name = lower(space) + "/" + name;
  }
  if (name.starts_with("default/")) {
    name.erase(0, 8);
  }
  return {lower(kind), std::move(name)};
}

struct Entity {
  Reference reference;
  std::string name;  // as written
  std::string space;
  std::string owner;
  std::string tier;
  const JsonNode* spec = nullptr;
};

class Catalog {
 public:
  explicit Catalog(std::string salt) : salt_(std::move(salt)) {}

  void read(const GraphSource& source) {
    streams_.push_back(parse_yaml(source.text, source.file, problems));
    for (const JsonNode* const document : streams_.back().documents()) {
      if (document->is(JsonKind::array)) {  // as the catalog's API answers
        for (const JsonNode& entity : document->items()) {
          read_entity(entity);
        }
      } else if (!document->is(JsonKind::null)) {
        read_entity(*document);
      }
    }
  }

  GraphReading finish() {
    name_all();
    DeclaredLinks links;
    for (const Entity& entity : entities_) {
      Service& service = links.declare(names_.at(entity.reference));
      service.team = entity.owner;
      service.tier = entity.tier;
    }
    for (const Entity& entity : entities_) {
      each_reference(entity, "dependsOn", "component",
                     [&](const Reference& other) { links.link(names_.at(entity.reference), name_of(other)); });
      each_reference(entity, "dependencyOf", "component",
                     [&](const Reference& other) { links.link(name_of(other), names_.at(entity.reference)); });
    }
    problems.throw_if_any();
    GraphReading reading = links.finish("dependsOn and dependencyOf are taken for calls");
    add_note(reading.notes, GraphNote::Kind::fact, repeated_,
             counted(repeated_, "entity description") + " repeated, the first one taken");
    add_note(reading.notes, GraphNote::Kind::fact, persons_,
             "names of persons hashed for " + counted(persons_, "owner") + " (--salt)");
    return reading;
  }

  ProblemList problems;

 private:
  void read_entity(const JsonNode& document) {
    const std::string kind = lower(text_at(&document, "kind"));
    if (!document.is(JsonKind::object) || kind.empty()) {
      problems.add(document.problem("must be an entity with \"kind\" and \"metadata\""));
      return;
    }
    if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end()) {
      return;  // people, places and templates
    }
    const JsonNode* const metadata = document.find("metadata");
    const std::string_view name = text_at(metadata, "name");
    if (name.empty()) {
      problems.add(document.problem("needs \"metadata\" with \"name\""));
      return;
    }
    const std::string_view space = text_at(metadata, "namespace");
    Entity entity;
    entity.name = space.empty() || space == "default" ? std::string(name) : std::string(space).append("/").append(name);
    entity.space = space.empty() ? "default" : space;
    entity.reference = reference_of(entity.name, kind);
    entity.spec = document.find("spec");
    if (!seen_.insert(entity.reference).second) {
      ++repeated_;
      return;
    }
    entity.owner = team_of(text_at(entity.spec, "owner"));
    for (const char* const table : {"annotations", "labels"}) {
      const std::string_view tier = text_at(metadata->find(table), "tier");
      entity.tier = tier.empty() ? entity.tier : std::string(tier);
    }
    entities_.push_back(std::move(entity));
  }

  /// The team that owns; of a person, who must not be named, a hash.
  std::string team_of(std::string_view owner) {
    const bool person = lower(owner).starts_with("user:") || owner.find('@') != std::string_view::npos;
    if (!person) {
      return std::string(owner.substr(owner.find_last_of(":/") + 1));  // npos + 1 is 0
    }
    ++persons_;
    constexpr std::size_t kDigits = 12;
    return "person-" + sha256_hex(salt_ + '\0' + reference_of(owner, "user").name).substr(0, kDigits);
  }

  template <class Use>
  void each_reference(const Entity& entity, std::string_view key, std::string_view kind, const Use& use) {
    const JsonNode* const list = entity.spec == nullptr ? nullptr : entity.spec->find(key);
    if (list == nullptr || list->is(JsonKind::null)) {
      return;
    }
    if (!list->is(JsonKind::array)) {
      problems.add(list->problem("must be a list of references"));
      return;
    }
    for (const JsonNode& item : list->items()) {
      const Reference reference =
          item.is(JsonKind::string) ? reference_of(item.as_string(), kind, entity.space) : Reference{};
      if (reference.name.empty()) {
        problems.add(item.problem("must be a reference: [kind:][namespace/]name"));
      } else {
        use(reference);
      }
    }
  }

  /// An entity goes by its name alone where one kind has that name only; else components do, and others get their kind.
  void name_all() {
    std::map<std::string, std::set<std::string>> kinds;
    for (const Entity& entity : entities_) {
      kinds[entity.reference.name].insert(entity.reference.kind);
    }
    for (const Entity& entity : entities_) {
      const Reference& reference = entity.reference;
      const bool alone = kinds[reference.name].size() == 1;
      names_[reference] = alone || reference.kind == "component" ? entity.name : reference.kind + ":" + entity.name;
    }
  }

  std::string name_of(const Reference& reference) {
    const auto found = names_.find(reference);
    return found != names_.end()           ? found->second
           : reference.kind == "component" ? reference.name
                                           : reference.kind + ":" + reference.name;
  }

  std::string salt_;
  std::deque<YamlStream> streams_;
  std::vector<Entity> entities_;
  std::set<Reference> seen_;
  std::map<Reference, std::string> names_;
  std::size_t repeated_ = 0;
  std::size_t persons_ = 0;
};

}  // namespace

GraphReading parse_graph_backstage(std::span<const GraphSource> sources, const GraphOptions& options) {
  Catalog catalog(options.salt);
  for (const GraphSource& source : sources) {
    try {
      catalog.read(source);
    } catch (const InputError& error) {
      catalog.problems.add(error);
    }
  }
  catalog.problems.throw_if_any();
  return catalog.finish();
}

bool recognises_graph_backstage(std::string_view text) {
  const bool keyed = begins_json(text) ? has_json_key(text, "apiVersion") : has_yaml_key(text, "apiVersion");
  return keyed && text.substr(0, 16384).find("backstage.io/") != std::string_view::npos;
}

}  // namespace faultline
