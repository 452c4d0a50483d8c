// Exit codes: a contract with scripts and CI gates.
#pragma once

namespace faultline::cli {

enum ExitCode : int {
  kDone = 0,
  kBug = 1,
  kWrongUse = 2,
  kWrongInput = 3,
  kLimitBroken = 4,
  kMachineFailed = 5,
  kLimitUndecided = 6,
  kInterrupted = 130
};

}  // namespace faultline::cli
