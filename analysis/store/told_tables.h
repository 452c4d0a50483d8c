// What is told of a run beyond its figures (analysis/told_run.h), as the results file keeps it.
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "analysis/store/sqlite.h"
#include "analysis/told_run.h"

namespace faultline::store {

/// Makes the tables, too: results that an earlier build began have none yet.
void save_told(Database& database, const RunDescription& run, const ToldRun& told);

/// Incidents apart from those that timelines show. Nothing when the file has no such tables: an earlier build wrote it,
/// or the run is not complete. Throws InputError when the tables contradict each other.
[[nodiscard]] std::optional<ToldRun> load_told(Database& database, const RunDescription& run,
                                               const std::filesystem::path& path);

}  // namespace faultline::store
