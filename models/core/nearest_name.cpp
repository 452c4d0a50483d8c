#include "models/core/nearest_name.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace faultline {
namespace {

// Nobody mistypes longer names, and the distance costs the product of both lengths.
constexpr std::size_t kLongestName = 256;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Optimal string alignment distance, or anything above `limit` as soon as it must exceed that.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    // A swap reaches back two rows, so both must be out of reach.
    if (std::min(*std::min_element(row.begin(), row.end()), *std::min_element(last.begin(), last.end())) > limit) {
      return limit + 1;
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view name, std::span<const std::string> valid) {
  const std::string* best = nullptr;
  std::size_t best_distance = kLongestName;
  for (const std::string& candidate : valid) {
    const std::size_t longer = std::max(name.size(), candidate.size());
    const std::size_t shorter = std::min(name.size(), candidate.size());
    if (longer > kLongestName) {
      continue;
    }
    const std::size_t allowed = std::max<std::size_t>(longer / 3, 1);
    const std::size_t limit = std::min(allowed, best_distance - 1);
    if (longer - shorter > limit) {
      continue;
    }
    const std::size_t edits = distance(name, candidate, limit);
    if (edits <= limit) {
      best = &candidate;
      best_distance = edits;
      if (edits == 0) {
        break;
      }
    }
  }
  return best == nullptr ? std::nullopt : std::optional<std::string>(*best);
}

}  // namespace faultline
