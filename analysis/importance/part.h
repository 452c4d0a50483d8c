// The parts of a system whose importance can be asked for.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/ids.h"

namespace faultline {

enum class PartKind : std::uint8_t { gate, service, edge };
inline constexpr std::size_t kPartKindCount = 3;
inline constexpr std::array<std::string_view, kPartKindCount> kPartKindNames{"gate", "service", "edge"};

/// One gate of the policy, one service, or one call between services. The id of its kind is valid.
struct Part {
  PartKind kind = PartKind::gate;
  std::string name{};  ///< of an edge "caller -> callee"
  GateId gate{};
  ServiceId service{};
  CallId call{};
  double screened_share = 0.0;  ///< of the loss in closed form; see screening.h. 0 for gates
};

/// What is forced on a part. `relief` is the practical measure: a service is covered with a canary, an edge made soft.
enum class Force : std::uint8_t { perfect, failed, relief };
inline constexpr std::size_t kForceCount = 3;

/// What the user wants to know about.
struct PartChoice {
  std::array<bool, kPartKindCount> kinds{true, true, true};
  std::size_t top = 10;                                          ///< services, and edges, that are run
  std::array<std::vector<std::string>, kPartKindCount> named{};  ///< run these of the kind, and no other of it
  double soft_coupling = 0.05;                                   ///< of an edge made soft
};

}  // namespace faultline
