#include "cli/scenario_location.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include "models/core/input_error.h"
#include "models/core/nearest_name.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* kDocument = "scenario.json";

std::vector<std::string> library_names(const std::vector<fs::path>& library) {
  std::vector<std::string> names;
  for (const fs::path& folder : library) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
      if (fs::exists(entry.path() / kDocument, error)) {
        names.push_back(entry.path().filename().string());
      }
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

fs::path program_folder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path();
}

std::vector<fs::path> library_folders() {
  std::vector<fs::path> folders;
  if (const char* named = std::getenv("FAULTLINE_SCENARIOS"); named != nullptr && *named != '\0') {
    folders.emplace_back(named);
  }
  if (const fs::path folder = program_folder(); !folder.empty()) {
    folders.push_back(folder.parent_path() / "share" / "faultline" / "scenarios");
    folders.push_back(folder.parent_path().parent_path() / "scenarios");  // build/<preset>/faultline
  }
  return folders;
}

fs::path locate_scenario(const std::string& name, const std::vector<fs::path>& library) {
  std::error_code error;
  const fs::path given(name);
  if (fs::is_directory(given, error)) {
    if (fs::exists(given / kDocument, error)) {
      return given / kDocument;
    }
    throw InputError({printable(name), "", "", "this folder holds no scenario.json", ""});
  }
  if (fs::exists(given, error)) {
    return given;
  }
  if (given == given.filename()) {
    for (const fs::path& folder : library) {
      if (fs::exists(folder / given / kDocument, error)) {
        return folder / given / kDocument;
      }
    }
  }
  const std::vector<std::string> names = library_names(library);
  std::string known;
  for (const std::string& one : names) {
    known += (known.empty() ? "" : ", ") + one;
  }
  throw InputError({printable(name), "", "",
                    "no such file or folder, and no scenario of that name is installed" +
                        (known.empty() ? std::string() : " (installed: " + known + ")"),
                    nearest_name(name, names).value_or("")});
}

}  // namespace faultline::cli
