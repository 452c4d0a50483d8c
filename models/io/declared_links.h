// What the readers of configuration share: dependencies as somebody declared them, without counts.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "models/io/graph_links.h"

namespace faultline {

/// Collects declared services and the links between them.
class DeclaredLinks {
 public:
  /// The service of that name, which somebody declares.
  Service& declare(std::string_view name) {
    declared_.emplace(name);
    return links_.services()[links_.service(name).index()];
  }
  /// A service of that name, if one is linked to, is described by the input without being declared.
  void describe(std::string_view name) { declared_.emplace(name); }
  void link(std::string_view caller, std::string_view callee) {
    const ServiceId from = links_.service(caller);
    links_.link(from, links_.service(callee), 1.0);
  }
  [[nodiscard]] std::size_t link_count() const { return links_.links().size(); }

  /// The graph; notes count what the format does not give. `meaning` is the sentence that says what was taken for a
  /// call.
  [[nodiscard]] GraphReading finish(const std::string& meaning);

 private:
  GraphLinks links_;
  std::unordered_set<std::string> declared_;
};

/// Notes how many services are not among those declared, and names the first of them with the nearest that is.
void note_undeclared(std::span<const Service> services, const std::vector<std::string>& declared,
                     std::vector<GraphNote>& notes);

/// Whether what stands below the unindented `key` of a YAML text is a list; otherwise it is a map or not there.
[[nodiscard]] bool begins_yaml_list(std::string_view text, std::string_view key);

}  // namespace faultline
