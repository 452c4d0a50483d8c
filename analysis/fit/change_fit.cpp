#include "analysis/fit/change_fit.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include "analysis/fit/revert_risk.h"
#include "analysis/fit/size_law.h"
#include "analysis/fit/stream.h"
#include "analysis/fit/wording.h"
#include "analysis/stats/paired.h"

namespace faultline::fit {
namespace {

using Changes = std::vector<const ChangeRecord*>;

constexpr std::size_t kBlockDays = 28;
constexpr double kWeeksPerBlock = 4.0;

Changes those(std::span<const ChangeRecord> changes, const std::function<bool(const ChangeRecord&)>& wanted) {
  Changes found;
  for (const ChangeRecord& change : changes) {
    if (wanted(change)) found.push_back(&change);
  }
  return found;
}

std::vector<Moment> moments_of(const Changes& changes, Moment ChangeRecord::*which) {
  std::vector<Moment> moments;
  moments.reserve(changes.size());
  for (const ChangeRecord* change : changes) moments.push_back(change->*which);
  return moments;
}

std::string offset_text(std::int32_t seconds) {
  const int minutes = std::abs(seconds) / 60;
  const auto two = [](int x) { return std::string(x < 10 ? "0" : "") + std::to_string(x); };
  return std::string(seconds < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60);
}

/// Windows of authors' dates: those of commits, begun as early as the first author did.
std::vector<Window> author_windows(std::vector<Window> landed, const std::vector<Moment>& authored,
                                   const FitOptions& options) {
  if (!options.windows.empty() || landed.empty() || authored.empty()) return landed;
  std::int64_t first = landed.front().first;
  std::int64_t last = landed.back().second;
  for (const Moment& moment : authored) {
    first = std::min(first, options.day_of(moment));
    last = std::max(last, options.day_of(moment));
  }
  landed.front().first = first;
  landed.back().second = last;
  return landed;
}

/// Changes for each developer and week: a person counts for the four weeks of a block in which something of theirs
/// landed. Programs have no weeks of their own: what they write is told for each developer, as scenarios have it.
void add_developer_rate(const Changes& changes, const Changes& people, std::span<const Window> windows,
                        const FitOptions& options, Group& group) {
  if (windows.empty()) return;
  struct Block {
    double changes = 0.0;
    std::set<PersonId> authors;
  };
  std::map<std::int64_t, Block> blocks;
  std::set<PersonId> everybody;
  const auto block_of = [&](const ChangeRecord& change) -> Block* {
    const std::int64_t day = options.day_of(change.landed);
    const bool inside = std::any_of(windows.begin(), windows.end(),
                                    [&](const Window& window) { return day >= window.first && day <= window.second; });
    return inside ? &blocks[(day - windows.front().first) / static_cast<std::int64_t>(kBlockDays)] : nullptr;
  };
  for (const ChangeRecord* change : changes) {
    if (Block* block = block_of(*change)) block->changes += 1.0;
  }
  for (const ChangeRecord* change : people) {
    if (change->origin == Origin::agent) continue;
    if (Block* block = block_of(*change)) {
      block->authors.insert(change->author);
      everybody.insert(change->author);
    }
  }
  std::vector<double> counts;
  std::vector<double> weeks;
  for (const auto& [index, block] : blocks) {
    counts.push_back(block.changes);
    weeks.push_back(kWeeksPerBlock * static_cast<double>(block.authors.size()));
  }
  if (blocks.size() < 4 || everybody.size() < 2) return;
  auto rate = stats::ratio_estimate(counts, weeks);
  if (!rate) return;
  rate->n = changes.size();
  rate->method = "ratio of sums over blocks of 28 days";
  group.figures.push_back({"per_developer_week",
                           "changes landed for each developer and week, a developer counting for the 28 days in which "
                           "something of theirs landed",
                           *std::move(rate), kNoLaw, std::nullopt});
  group.notes.push_back(everybody.size() == 1 ? "one person wrote all changes"
                                              : std::to_string(everybody.size()) + " distinct people wrote changes");
}

void add_sizes(const Changes& changes, Group& group) {
  std::vector<double> lines;
  std::size_t sized = 0;
  for (const ChangeRecord* change : changes) {
    if (!change->has_size) continue;
    ++sized;
    lines.push_back(static_cast<double>(change->lines));
  }
  add_size_figures(lines, {"lines", "lines added and deleted", 1.0}, group);
  add_share("zero_lines_share", "changes without a line: binary files, modes, nothing at all",
            static_cast<std::size_t>(std::count(lines.begin(), lines.end(), 0.0)), sized, group);
}

/// Which of the changes were taken back, as far as the hashes can be found, and when.
std::unordered_map<const ChangeRecord*, const ChangeRecord*> reverts_of(std::span<const ChangeRecord> changes) {
  constexpr std::size_t kShortest = 7;
  std::unordered_map<std::string, std::vector<const ChangeRecord*>> by_prefix;
  for (const ChangeRecord& change : changes) {
    if (change.id.size() >= kShortest) by_prefix[change.id.substr(0, kShortest)].push_back(&change);
  }
  std::unordered_map<const ChangeRecord*, const ChangeRecord*> reverted;
  for (const ChangeRecord& change : changes) {
    if (change.reverts.size() < kShortest) continue;
    const auto found = by_prefix.find(change.reverts.substr(0, kShortest));
    if (found == by_prefix.end()) continue;
    for (const ChangeRecord* candidate : found->second) {
      const std::size_t known = std::min(candidate->id.size(), change.reverts.size());
      if (candidate->id.compare(0, known, change.reverts, 0, known) == 0) {
        reverted.emplace(candidate, &change);
        break;
      }
    }
  }
  return reverted;
}

void add_reverts(std::span<const ChangeRecord> changes, Group& group) {
  const Changes own = those(changes, [](const ChangeRecord& change) { return !change.is_merge(); });
  const auto reverts = static_cast<std::size_t>(
      std::count_if(own.begin(), own.end(), [](const ChangeRecord* change) { return change->is_revert; }));
  add_share("revert_share", "reverts among changes, merges left out and bots not", reverts, own.size(), group);
  const auto reverted = reverts_of(changes);
  std::vector<double> lines;
  std::vector<bool> failed;
  std::vector<double> hours;
  std::size_t taken_back = 0;
  for (const ChangeRecord* change : own) {
    const auto found = reverted.find(change);
    if (found != reverted.end()) {
      ++taken_back;
      hours.push_back(static_cast<double>(found->second->landed.utc_seconds - change->landed.utc_seconds) / 3600.0);
    }
    if (change->origin == Origin::automated || !change->has_size || change->lines == 0) continue;
    lines.push_back(static_cast<double>(change->lines));
    failed.push_back(found != reverted.end());
  }
  add_share("reverted_share", "changes of this history that a later one says it takes back", taken_back, own.size(),
            group);
  add_size_figures(hours, {"time_to_revert_hours", "hours from a change to its revert", 1.0 / 3600.0}, group);
  if (const auto risk = risk_by_size(lines, failed)) add_risk_figures(*risk, group);
  group.notes.emplace_back(
      "a revert is evidence of a defect that escaped, and no more: many defects are mended forwards, some reverts take "
      "back what was right, and what landed last has had no time to be taken back");
}

Group stream_group(const std::string& name, const Changes& changes, const Changes& people,
                   const std::vector<Window>& landed_windows, const FitOptions& options) {
  Group group;
  group.name = name;
  const std::vector<Moment> authored = moments_of(changes, &ChangeRecord::authored);
  const std::vector<Moment> landed = moments_of(changes, &ChangeRecord::landed);
  add_stream_figures(authored, author_windows(landed_windows, authored, options), options, "authored", group);
  group.n = changes.size();
  if (auto rate = stream_rate(landed, landed_windows, options, "landed")) group.figures.push_back(*std::move(rate));
  if (!landed_windows.empty()) {
    const auto early = static_cast<std::size_t>(std::count_if(authored.begin(), authored.end(), [&](const Moment& m) {
      return options.day_of(m) < landed_windows.front().first;
    }));
    if (early > 0) {
      group.notes.push_back(std::to_string(early) +
                            " changes were written before the history begins: among changes of that time they are the "
                            "late ones, so authored_per_day is too low and landed_per_day is not");
    }
  }
  add_developer_rate(changes, people, landed_windows, options, group);
  add_sizes(changes, group);
  return group;
}

}  // namespace

Findings fit_changes(std::span<const ChangeRecord> every, const FitOptions& options) {
  Findings findings;
  findings.kind = "changes";
  std::vector<ChangeRecord> kept;
  std::copy_if(every.begin(), every.end(), std::back_inserter(kept),
               [&](const ChangeRecord& change) { return options.within(change.landed); });
  const std::span<const ChangeRecord> changes(kept);
  if (changes.empty()) return findings;
  std::vector<Moment> landings;
  landings.reserve(changes.size());
  for (const ChangeRecord& change : changes) landings.push_back(change.landed);
  const std::vector<Window> windows = covered_windows(landings, options);

  Group all;
  all.name = "all";
  all.n = changes.size();
  if (auto rate = stream_rate(landings, windows, options, "landed")) all.figures.push_back(*std::move(rate));
  all.period.first_day = windows.front().first;
  all.period.last_day = windows.back().second;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    all.period.covered_days += static_cast<std::size_t>(windows[i].second - windows[i].first + 1);
    if (i > 0) all.period.holes.emplace_back(windows[i - 1].second + 1, windows[i].first - 1);
  }
  const auto count = [&](const std::function<bool(const ChangeRecord&)>& wanted) {
    return static_cast<std::size_t>(std::count_if(changes.begin(), changes.end(), wanted));
  };
  const std::size_t own = count([](const ChangeRecord& c) { return !c.is_merge(); });
  add_share("merge_share", "merges among commits", changes.size() - own, changes.size(), all);
  add_share("bot_share", "bots' among changes, merges left out",
            count([](const ChangeRecord& c) { return !c.is_merge() && c.origin == Origin::automated; }), own, all);
  add_reverts(changes, all);
  const Changes people =
      those(changes, [](const ChangeRecord& c) { return !c.is_merge() && c.origin != Origin::automated; });
  std::vector<std::string> zones;
  for (const ChangeRecord* change : people) {
    if (change->authored.zone_stated) zones.push_back(offset_text(change->authored.offset_seconds));
  }
  if (!zones.empty()) {
    all.mixes.push_back(mix_of("author_offsets", "offsets from UTC on the authors' clocks, bots left out", zones, 12));
  }
  findings.groups.push_back(std::move(all));

  findings.groups.push_back(stream_group("changes", people, people, windows, options));
  bool told_apart = false;
  for (const Origin origin : {Origin::human, Origin::ai_assisted, Origin::agent, Origin::automated}) {
    const Changes own_kind = those(changes, [&](const ChangeRecord& c) { return !c.is_merge() && c.origin == origin; });
    const bool bots = origin == Origin::automated;
    if (own_kind.empty() || (!bots && own_kind.size() == people.size())) continue;
    told_apart = told_apart || !bots;
    const std::string name = bots ? "bots" : std::string(kOriginNames.at(static_cast<std::size_t>(origin)));
    findings.groups.push_back(stream_group(name, own_kind, people, windows, options));
  }
  for (const Group& group : findings.groups) {
    if (group.name == "all" || (told_apart && group.name == "changes")) continue;
    const std::string origin = group.name == "bots" ? "automated" : group.name;
    const std::string stream =
        "/organisation/streams/[" + (group.name == "changes" ? kPeopleStream : "origin=" + origin) + "]";
    findings.plugs.push_back({stream + "/changes_per_developer_week", group.name, "per_developer_week"});
    findings.plugs.push_back({stream + "/lines/median_lines", group.name, "lines_median"});
    findings.plugs.push_back({stream + "/lines/log_sd", group.name, "lines_ln_sd"});
  }
  findings.plugs.push_back({"/organisation/daily_dispersion", "changes", "daily_dispersion"});
  findings.plugs.push_back({"/organisation/weekday_weights", "changes", "weekday_shares"});
  drop_missing_plugs(findings);
  return findings;
}

}  // namespace faultline::fit
