// Deployments: tables of what went where, and when.
#pragma once

#include <string>
#include <string_view>

#include "models/io/history/history_options.h"
#include "models/io/history/row_account.h"
#include "models/observations/deployment_record.h"

namespace faultline {

/// Reads a table with `time`, `app` and `env`; `tag` and `kind` (first, forward, rollback, same, failed) or `result`
/// (SUCCESS, FAILURE, ...) where they are there. Tables of DevLake's domain layer are known by `cicd_scope_id`. Throws
/// InputError when it is no such table.
[[nodiscard]] History<DeploymentRecord> read_deployments(std::string_view text, const std::string& file,
                                                         const HistoryOptions& options);

/// Whether a text is such a table, by its header alone.
[[nodiscard]] bool is_deployment_table(std::string_view text, const std::string& file, const HistoryOptions& options);

/// For records in order of time whose table has no `kind`: a deployment is a rollback when its version is a number
/// lower than that before it at the same service and environment, or, where versions are no numbers, one that was there
/// before.
void derive_kinds(std::vector<DeploymentRecord>& deployments);

}  // namespace faultline
