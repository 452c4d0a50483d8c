#include "analysis/importance/importance_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/wording.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

constexpr std::size_t kMostOfASort = 3;

std::optional<stats::Estimate> with_sign(std::optional<stats::Estimate> saving, Force force) {
  if (saving && force == Force::failed) {
    saving->value = 0.0 - saving->value;
    if (saving->interval) saving->interval = stats::Interval{0.0 - saving->interval->high, 0.0 - saving->interval->low};
  }
  return saving;
}

// "3.1 % (1.2 to 5.0 %)"
std::string share_text(const stats::Estimate& fraction) {
  const report::SavedText text = report::format_saved(fraction);
  return text.interval.empty() ? text.value : text.value + " (" + text.interval + ")";
}

std::string advice_text(const Part& part, Force force, const std::string& share) {
  const std::string name = printable(part.name, 120);
  switch (part.kind) {
    case PartKind::gate:
      return force == Force::failed ? "keep this gate: " + name + ", failed, costs " + share
                                    : "look closer at this gate: " + name + ", perfect, saves " + share;
    case PartKind::service:
      return force == Force::perfect  ? "mend this service: " + name + " without incidents of its own saves " + share
             : force == Force::failed ? "guard this service: " + name + ", every fault total, costs " + share
                                      : "cover this service with a canary first: " + name + " saves " + share;
    case PartKind::edge:
      break;
  }
  return force == Force::perfect  ? "fix this edge: " + name + " saves " + share
         : force == Force::failed ? "keep this dependency soft: " + name + ", hard, costs " + share
                                  : "make this dependency soft: " + name + " saves " + share;
}

void add_settled(const ImportanceReport& report, PartKind kind, Force force, std::vector<std::string>& lines) {
  const stats::Verdict wanted = force == Force::failed ? stats::Verdict::kSettledWorse : stats::Verdict::kSettledBetter;
  std::vector<const PartImportance*> settled;
  for (const PartImportance& part : report.parts) {
    if (part.part.kind == kind && part.worth(force) && part.worth(force)->verdict == wanted) settled.push_back(&part);
  }
  std::stable_sort(settled.begin(), settled.end(), [force](const PartImportance* a, const PartImportance* b) {
    return signed_orders(*a, force)->value > signed_orders(*b, force)->value;
  });
  const std::size_t left_out = settled.size() - std::min(settled.size(), kMostOfASort);
  settled.resize(settled.size() - left_out);
  for (const PartImportance* part : settled) {
    const auto fraction = signed_fraction(*part, force);
    lines.push_back(advice_text(part->part, force, fraction ? share_text(*fraction) : "orders"));
  }
  if (left_out > 0) {
    lines.push_back(
        fmt::format("and {} settled likewise: the table marks {}",
                    report::how_many(left_out, "more " + std::string(kPartKindNames[static_cast<std::size_t>(kind)])),
                    left_out == 1 ? "it" : "them"));
  }
}

}  // namespace

std::string state_words(PartKind kind) {
  switch (kind) {
    case PartKind::gate:
      return "perfect: finds every defect that it looks at; failed: finds none, same times";
    case PartKind::service:
      return "perfect: no incident begins there; failed: each of its own faults is total";
    case PartKind::edge:
      break;
  }
  return "perfect: removed as a way of failure, coupling 0; failed: hard, coupling 1";
}

std::string relief_words(const ImportanceReport& report, PartKind kind) {
  switch (kind) {
    case PartKind::gate:
      return "";
    case PartKind::service:
      return "cover with a canary first";
    case PartKind::edge:
      break;
  }
  return "make soft, coupling " + report::format_number(report.soft_coupling);
}

std::optional<stats::Estimate> signed_fraction(const PartImportance& part, Force force) {
  const std::optional<ForcedWorth>& worth = part.worth(force);
  return worth ? with_sign(worth->fraction, force) : std::nullopt;
}

std::optional<stats::Estimate> signed_orders(const PartImportance& part, Force force) {
  const std::optional<ForcedWorth>& worth = part.worth(force);
  return worth ? with_sign(worth->orders, force) : std::nullopt;
}

std::vector<std::string> advice(const ImportanceReport& report) {
  std::vector<std::string> lines;
  for (std::size_t k = 0; k < kPartKindCount; ++k) {
    const auto kind = static_cast<PartKind>(k);
    const bool any = std::any_of(report.parts.begin(), report.parts.end(),
                                 [kind](const PartImportance& part) { return part.part.kind == kind; });
    if (!any) continue;
    const std::size_t before = lines.size();
    add_settled(report, kind, Force::perfect, lines);
    add_settled(report, kind, Force::relief, lines);
    if (lines.size() == before) {
      lines.push_back(fmt::format("no {} is settled to save more than {:.3g} %", kPartKindNames[k],
                                  100.0 * report.run.smallest_difference_that_matters_fraction));
    }
    add_settled(report, kind, Force::failed, lines);
  }
  return lines;
}

}  // namespace faultline
