#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace faultline::cli {
namespace {
constexpr std::uint32_t kBarWidth = 30;
constexpr auto kRedrawInterval = std::chrono::milliseconds(100);
}  // namespace

std::string duration_text(double seconds) {
  const auto whole = static_cast<long>(std::ceil(std::max(0.0, seconds)));
  if (whole >= 3600) {
    return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
  }
  return whole >= 60 ? fmt::format("{} min {:02} s", whole / 60, whole % 60) : fmt::format("{} s", whole);
}

std::string progress_text(std::uint32_t done, std::uint32_t total, std::uint32_t done_before, double seconds) {
  const std::uint64_t filled = total > 0 ? std::uint64_t{kBarWidth} * done / total : 0;
  std::string text =
      fmt::format("[{}{}] {}/{} quarters", std::string(filled, '#'), std::string(kBarWidth - filled, '.'), done, total);
  if (done > done_before) {
    text += ", " + duration_text(seconds / (done - done_before) * (total - done)) + " left";
  }
  return text;
}

Progress::Progress(std::uint32_t total, std::uint32_t done_before, bool shown)
    : total_(total), done_before_(done_before), shown_(shown) {}

Progress::~Progress() {
  if (shown_) {
    std::fputs("\r\x1b[K", stderr);
  }
}

void Progress::update(std::uint32_t done) {
  if (!shown_) {
    return;
  }
  const std::scoped_lock lock(mutex_);
  furthest_ = std::max(furthest_, done);
  const Clock::time_point now = Clock::now();
  if (now - drawn_ < kRedrawInterval) {
    return;
  }
  drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::fputs(("\r\x1b[K" + progress_text(furthest_, total_, done_before_, seconds)).c_str(), stderr);
}

}  // namespace faultline::cli
