// Kubernetes manifests: workloads, and the addresses of services in their environment.
// (docs/formats/graph-kubernetes.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

/// Objects of any number of documents and files, read as one application.
[[nodiscard]] GraphReading parse_graph_kubernetes(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_kubernetes(std::string_view text);

/// Host of an address such as "cart:7070", "http://cart.shop.svc:80/x" or "tcp://cart"; empty when the text is none.
/// With `has_port` set: whether the address names a port.
[[nodiscard]] std::string_view host_of_address(std::string_view text, bool& has_port);

}  // namespace faultline
