// The tables of a sweep's file, and what is written to them once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/store/sqlite.h"
#include "analysis/sweep/sweep_file.h"

namespace faultline::store {

inline constexpr std::int64_t kSweepApplicationId = 0x666C7377;  // "flsw"

void create_sweep_tables(Database& database);
void save_sweep(Database& database, const SweepDescription& sweep);
/// Throws InputError when the tables contradict each other.
[[nodiscard]] SweepDescription load_sweep(Database& database, const std::filesystem::path& path);

/// One entry of the table `sweep`; empty when there is none.
[[nodiscard]] std::string load_sweep_value(Database& database, std::string_view key);
void save_sweep_value(Database& database, std::string_view key, std::string_view value);

/// Counts a cell's warnings. Files without any have no table of them, so that version 2 stays what it is.
void add_sweep_warnings(Database& database, std::span<const std::string> warnings);
/// By first appearance.
[[nodiscard]] std::vector<CellWarning> load_sweep_warnings(Database& database);

/// What the results follow from, in a form of which no two sweeps have the same.
[[nodiscard]] std::string sweep_identity(const SweepDescription& sweep);
/// Throws InputError that says in what the stored sweep differs from the one asked for.
void check_same_sweep(const SweepDescription& stored, const SweepDescription& asked, const std::filesystem::path& path);

}  // namespace faultline::store
