// The tables of a results file and what is written to them once a run. Format: docs/formats/results.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "analysis/comparison.h"
#include "analysis/incident_recorder.h"
#include "analysis/store/sqlite.h"

namespace faultline::store {

inline constexpr std::int64_t kApplicationId = 0x666C7273;  // "flrs"

void create_tables(Database& database, int format);

void save_run(Database& database, const RunDescription& run);
/// Throws InputError when the tables contradict each other.
[[nodiscard]] RunDescription load_run(Database& database, const std::filesystem::path& path);

/// One entry of the table `run`; empty when there is none.
[[nodiscard]] std::string load_value(Database& database, std::string_view key);
void save_value(Database& database, std::string_view key, std::string_view value);

void save_pairs(Database& database, const Comparison& comparison);
void save_incidents(Database& database, const RunDescription& run, std::span<const SimulatedIncident> incidents);

}  // namespace faultline::store
