#include "models/io/graph_kubernetes.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "models/io/declared_links.h"
#include "models/io/yaml_document.h"

namespace faultline {
namespace {

constexpr std::array<std::string_view, 9> kWorkloads{"Deployment", "StatefulSet", "DaemonSet",
                                                     "ReplicaSet", "Pod",         "Job",
                                                     "CronJob",    "Rollout",     "ReplicationController"};

const JsonNode* at(const JsonNode* node, std::initializer_list<std::string_view> path) {
  for (const std::string_view key : path) {
    node = node == nullptr ? nullptr : node->find(key);
  }
  return node;
}

std::string_view text_at(const JsonNode* node, std::initializer_list<std::string_view> path) {
  const JsonNode* const found = at(node, path);
  return found != nullptr && found->is(JsonKind::string) ? found->as_string() : std::string_view{};
}

using Labels = std::map<std::string_view, std::string_view>;

Labels labels_of(const JsonNode* node) {
  Labels labels;
  if (node != nullptr && node->is(JsonKind::object)) {
    for (const JsonNode& member : node->members()) {
      labels[member.key()] = member.is(JsonKind::string) ? member.as_string() : std::string_view{};
    }
  }
  return labels;
}

bool is_host(std::string_view text) {
  const bool characters = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
  });
  const bool letter =
      std::any_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  return characters && letter && text.size() <= 253 && text.front() != '.' && text.front() != '-';
}

struct Workload {
  std::string_view name;
  std::string_view space;
  Labels labels;
  const JsonNode* pod = nullptr;
  std::string shown{};  ///< its name, with its namespace where others of that name lie in another
};

struct ServiceObject {
  std::string_view space;
  Labels selector;
  bool resolved = false;
  std::vector<std::size_t> targets;  // workloads
};

class Manifests {
 public:
  void read(const GraphSource& source) {
    streams_.push_back(parse_yaml(source.text, source.file, problems));
    for (const JsonNode* const document : streams_.back().documents()) {
      read_object(*document);
    }
  }

  GraphReading finish() {
    DeclaredLinks links;
    name_all();
    for (std::size_t i = 0; i < workloads_.size(); ++i) {
      links.declare(workloads_[i].shown);
      for (const auto& label : workloads_[i].labels) {
        labelled_.emplace(label, i);
      }
    }
    for (const Workload& workload : workloads_) {
      for (const char* const list : {"containers", "initContainers"}) {
        if (const JsonNode* const containers = at(workload.pod, {list})) {
          for (const JsonNode& container : containers->items()) {
            read_environment(workload, container, links);
          }
        }
      }
    }
    return links.finish("addresses in the environment of workloads are taken for calls");
  }

  ProblemList problems;

 private:
  void read_object(const JsonNode& object) {
    if (object.is(JsonKind::null)) {
      return;
    }
    const std::string_view kind = text_at(&object, {"kind"});
    if (!object.is(JsonKind::object) || kind.empty()) {
      problems.add(object.problem("must be an object with \"kind\" and \"metadata\""));
      return;
    }
    const JsonNode* const items = object.find("items");
    if (kind.ends_with("List") && items != nullptr) {
      for (const JsonNode& item : items->items()) {
        read_object(item);
      }
      return;
    }
    const bool workload = std::find(kWorkloads.begin(), kWorkloads.end(), kind) != kWorkloads.end();
    if (!workload && kind != "Service" && kind != "ConfigMap") {
      return;
    }
    const std::string_view name = text_at(&object, {"metadata", "name"});
    const std::string_view space = text_at(&object, {"metadata", "namespace"});
    if (name.empty()) {
      problems.add(object.problem("needs \"metadata\" with \"name\""));
    } else if (kind == "Service") {
      services_.emplace(name, ServiceObject{space, labels_of(at(&object, {"spec", "selector"})), false, {}});
    } else if (kind == "ConfigMap") {
      maps_.emplace(name, at(&object, {"data"}));
    } else {
      const JsonNode* pod = kind == "CronJob" ? at(&object, {"spec", "jobTemplate", "spec", "template"})
                            : kind == "Pod"   ? &object
                                              : at(&object, {"spec", "template"});
      workloads_.push_back({name, space, labels_of(at(pod, {"metadata", "labels"})), at(pod, {"spec"})});
    }
  }

  static std::string_view space_or_default(std::string_view space) { return space.empty() ? "default" : space; }

  void name_all() {
    for (Workload& workload : workloads_) {
      workload.shown = workload.name;
      names_[workload.name].emplace(space_or_default(workload.space), "");
    }
    for (Workload& workload : workloads_) {
      if (names_[workload.name].size() > 1) {
        workload.shown.append(".").append(space_or_default(workload.space));
      }
      names_[workload.name][space_or_default(workload.space)] = workload.shown;
    }
  }

  /// The workload of that name in the namespace, else the only one of that name, else the name itself.
  [[nodiscard]] std::string shown_name(std::string_view name, std::string_view space) const {
    const auto found = names_.find(name);
    if (found == names_.end()) {
      return std::string(name);
    }
    const auto inside = found->second.find(space_or_default(space));
    return inside != found->second.end() ? inside->second
           : found->second.size() == 1   ? found->second.begin()->second
                                         : std::string(name);
  }

  void read_environment(const Workload& workload, const JsonNode& container, DeclaredLinks& links) {
    if (const JsonNode* const from = container.find("envFrom")) {
      for (const JsonNode& entry : from->items()) {
        const auto found = maps_.find(text_at(&entry, {"configMapRef", "name"}));
        if (found != maps_.end() && found->second != nullptr) {
          for (const JsonNode& member : found->second->members()) {
            read_value(workload, member, links);
          }
        }
      }
    }
    if (const JsonNode* const list = container.find("env")) {
      for (const JsonNode& entry : list->items()) {
        if (const JsonNode* const value = entry.find("value")) {
          read_value(workload, *value, links);
          continue;
        }
        const auto found = maps_.find(text_at(&entry, {"valueFrom", "configMapKeyRef", "name"}));
        const std::string_view key = text_at(&entry, {"valueFrom", "configMapKeyRef", "key"});
        const JsonNode* const value = found == maps_.end() ? nullptr : at(found->second, {key});
        if (value != nullptr) {
          read_value(workload, *value, links);
        }
      }
    }
  }

  void read_value(const Workload& workload, const JsonNode& value, DeclaredLinks& links) {
    if (!value.is(JsonKind::string)) {
      return;
    }
    bool has_port = false;
    const std::string_view host = host_of_address(value.as_string(), has_port);
    if (host.empty()) {
      return;
    }
    const std::string_view name = host.substr(0, host.find('.'));
    const std::string_view rest = name.size() < host.size() ? host.substr(name.size() + 1) : std::string_view{};
    const std::string_view space = rest.empty() ? workload.space : rest.substr(0, rest.find('.'));
    const bool in_cluster =
        rest.empty() || rest.find(".svc") != std::string_view::npos || rest.find('.') == std::string_view::npos;
    if (!in_cluster || name == "localhost") {
      return;
    }
    if (!link_to_service(workload, name, space, links) &&
        (names_.contains(name) || (has_port && rest.empty()) || rest.find(".svc") != std::string_view::npos)) {
      link(workload, shown_name(name, space), links);
    }
  }

  bool link_to_service(const Workload& workload, std::string_view name, std::string_view space, DeclaredLinks& links) {
    bool found = false;
    for (auto [at, end] = services_.equal_range(name); at != end; ++at) {
      ServiceObject& service = at->second;
      if (!space.empty() && !service.space.empty() && service.space != space) {
        continue;
      }
      if (!service.resolved) {
        resolve(service);
      }
      for (const std::size_t target : service.targets) {
        link(workload, workloads_[target].shown, links);
      }
      if (service.targets.empty()) {
        links.describe(name);
        link(workload, name, links);
      }
      found = true;
    }
    return found;
  }

  void link(const Workload& workload, std::string_view callee, DeclaredLinks& links) {
    if (++addresses_ > kMostAddresses) {
      throw InputError(
          {"", "", "", "more than " + std::to_string(kMostAddresses) + " addresses lead to workloads", ""});
    }
    links.link(workload.shown, callee);
  }

  /// Finds the workloads that a service selects.
  void resolve(ServiceObject& service) {
    service.resolved = true;
    if (service.selector.empty()) {
      return;
    }
    for (auto [at, end] = labelled_.equal_range(*service.selector.begin()); at != end; ++at) {
      const Workload& target = workloads_[at->second];
      if (++addresses_ > kMostAddresses) {
        return;  // whoever links next says so
      }
      const bool same_space = target.space.empty() || service.space.empty() || target.space == service.space;
      if (same_space &&
          std::includes(target.labels.begin(), target.labels.end(), service.selector.begin(), service.selector.end())) {
        service.targets.push_back(at->second);
      }
    }
  }

  static constexpr std::size_t kMostAddresses = 10'000'000;
  std::deque<YamlStream> streams_;
  std::vector<Workload> workloads_;
  std::map<std::string_view, std::map<std::string_view, std::string>> names_;           // of workloads, by namespace
  std::multimap<std::pair<std::string_view, std::string_view>, std::size_t> labelled_;  // workloads by each label
  std::multimap<std::string_view, ServiceObject> services_;                             // by name
  std::size_t addresses_ = 0;
  std::map<std::string_view, const JsonNode*> maps_;
};

}  // namespace

std::string_view host_of_address(std::string_view text, bool& has_port) {
  const std::size_t scheme = text.find("://");
  const bool url = scheme != std::string_view::npos;
  if (url) {
    text = text.substr(scheme + 3);
    text = text.substr(0, text.find_first_of("/?#"));
    const std::size_t user = text.rfind('@');
    text = user == std::string_view::npos ? text : text.substr(user + 1);
  }
  const std::size_t colon = text.find(':');
  const std::string_view port = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  has_port = !port.empty() && port.size() <= 5 &&
             std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::string_view host = text.substr(0, colon);
  const bool sound = !host.empty() && is_host(host) && (colon == std::string_view::npos || has_port);
  return sound ? host : std::string_view{};
}

GraphReading parse_graph_kubernetes(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  Manifests manifests;
  for (const GraphSource& source : sources) {
    try {
      manifests.read(source);
    } catch (const InputError& error) {
      manifests.problems.add(error);
    }
  }
  manifests.problems.throw_if_any();
  return manifests.finish();
}

bool recognises_graph_kubernetes(std::string_view text) {
  const auto has = [&](std::string_view key) {
    return begins_json(text) ? has_json_key(text, key) : has_yaml_key(text, key);
  };
  return has("apiVersion") && has("kind") && text.substr(0, 16384).find("backstage.io/") == std::string_view::npos;
}

}  // namespace faultline
