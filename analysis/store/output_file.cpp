#include "analysis/store/output_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "analysis/store/sqlite.h"

namespace faultline {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail(const fs::path& path, const std::string& why) {
  throw StorageFailure(path.string() + ": cannot be written: " + why);
}

}  // namespace

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    fail(folder, error.message());
  }
}

void write_file(const fs::path& path, std::string_view text) {
  if (path.has_parent_path()) {
    make_folder(path.parent_path());
  }
  // Devices, pipes and what links lead to are written to as they are: a renamed file would take their place.
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  const bool in_place = fs::exists(status) && !fs::is_regular_file(status);
  const fs::path target = in_place ? path : fs::path(path.string() + ".writing");
  std::FILE* file = std::fopen(target.c_str(), "wb");
  if (file == nullptr) {
    fail(path, std::strerror(errno));
  }
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const int write_error = errno;
  const bool closed = std::fclose(file) == 0;
  if (!written || !closed) {
    const std::string why = std::strerror(written ? errno : write_error);
    if (!in_place) {
      fs::remove(target, error);
    }
    fail(path, why);
  }
  if (!in_place) {
    fs::rename(target, path, error);
    if (error) {
      fail(path, error.message());
    }
  }
}

}  // namespace faultline
