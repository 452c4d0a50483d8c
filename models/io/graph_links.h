// What the readers of foreign formats share: links between names become a graph, and what was assumed becomes notes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/io/graph_reader.h"

namespace faultline {

/// Collects named services and links; self loops are dropped and repeated links merged, both counted.
class GraphLinks {
 public:
  struct Link {
    ServiceId caller;
    ServiceId callee;
    double weight;  ///< sum over repetitions
  };

  /// The service of that name, new if need be.
  ServiceId service(std::string_view name);
  [[nodiscard]] bool contains(std::string_view name) const { return ids_.contains(std::string(name)); }
  void link(ServiceId caller, ServiceId callee, double weight);

  [[nodiscard]] std::vector<Service>& services() { return services_; }
  [[nodiscard]] const std::vector<Link>& links() const { return links_; }
  /// Facts on what was dropped and merged.
  void note_losses(std::vector<GraphNote>& notes) const;

 private:
  std::unordered_map<std::string, ServiceId> ids_;
  std::vector<Service> services_;
  std::unordered_map<std::uint64_t, std::size_t> link_of_;  // by endpoints
  std::vector<Link> links_;
  std::size_t self_loops_ = 0;
  std::size_t repeated_ = 0;
};

/// Whether the first character is that of a JSON list or object.
[[nodiscard]] bool begins_json(std::string_view text);
/// Whether `key` occurs as a key near the beginning of a JSON text, at whatever depth: a value of that name is none.
[[nodiscard]] bool has_json_key(std::string_view text, std::string_view key);

/// "1 call", "4271 calls".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

/// Adds the note unless it applies to nothing.
void add_note(std::vector<GraphNote>& notes, GraphNote::Kind kind, std::size_t count, std::string text);

}  // namespace faultline
