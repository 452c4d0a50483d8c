// faultline replay
#pragma once

#include <iosfwd>

#include "cli/run_options.h"

namespace faultline::cli {

/// Runs one replication again under one policy, tells its costliest incidents, writes event log and trace and compares
/// the outcome with the stored run, bit for bit, where there is one; or replays known incidents (known_command.h).
/// Returns the exit code. Throws InputError and StorageFailure.
int replay(const ReplayOptions& options, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
