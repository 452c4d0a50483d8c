// One deployment of one service to one environment.
#pragma once

#include <cstdint>
#include <string>

#include "models/observations/moment.h"

namespace faultline {

struct DeploymentRecord {
  enum class Kind : std::uint8_t { first, forward, rollback, same, failed };

  std::string id;
  std::string service;
  std::string environment;
  std::string version;
  Moment at;
  Kind kind = Kind::forward;
};

}  // namespace faultline
