// Files that are whole or not there at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace faultline {

/// Writes a file by way of a temporary one beside it, making its folder when needed. Throws StorageFailure.
void write_file(const std::filesystem::path& path, std::string_view text);

/// Makes a folder with its parents. Throws StorageFailure.
void make_folder(const std::filesystem::path& folder);

}  // namespace faultline
