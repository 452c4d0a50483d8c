#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_map>
#include <utility>

#include "models/core/input_error.h"
#include "models/io/history/order_records.h"
#include "models/io/history/review_history.h"

namespace faultline {
namespace {

/// What the servers kept back.
void note_pages(const ReviewPages& pages, std::vector<std::string>& notes) {
  if (pages.with_more > 0 && pages.last == 0) {
    notes.emplace_back("the server had more changes than it answered with: fetch the pages that follow too");
  }
  if (pages.cut_reviews > 0) {
    notes.push_back("the answers hold only some of the reviews of " + std::to_string(pages.cut_reviews) +
                    " changes: ask for more of them (reviews(first: 100))");
  }
  if (pages.with_errors > 0) {
    notes.push_back("the server reported errors beside " + std::to_string(pages.with_errors) +
                    " pages, which may be incomplete");
  }
}

}  // namespace

void ReviewParts::add(ReviewParts other) {
  append(changes, std::move(other.changes));
  std::move(other.events.begin(), other.events.end(), std::back_inserter(events));
  has_events = has_events || other.has_events;
  pages.with_more += other.pages.with_more;
  pages.last += other.pages.last;
  pages.with_errors += other.pages.with_errors;
  pages.cut_reviews += other.pages.cut_reviews;
}

History<ReviewRecord> join_reviews(ReviewParts parts) {
  History<ReviewRecord> history = std::move(parts.changes);
  if (history.records.empty() && !parts.events.empty()) {
    throw InputError(
        {"", "", "", "there are reviews and no changes of which they are", "give the file of the changes too"});
  }
  note_pages(parts.pages, history.notes);
  drop_duplicates(history);
  put_in_order(history, [](const ReviewRecord& record) { return record.created.utc_seconds; });
  std::unordered_map<std::string, std::vector<const ReviewEvent*>> by_change;
  for (const ReviewEvent& event : parts.events) by_change[event.change].push_back(&event);
  std::size_t matched = 0;
  for (ReviewRecord& record : history.records) {
    if (!record.reviews_known && !parts.has_events) continue;
    record.reviews_known = true;
    const auto found = by_change.find(record.id);
    std::set<PersonId> approvers;
    bool rejected = false;
    bool any = false;
    if (found != by_change.end()) {
      matched += found->second.size();
      for (const ReviewEvent* event : found->second) {
        const bool late = record.merged && event->at.utc_seconds > record.merged->utc_seconds;
        if (event->by_bot || event->by == record.author || late) continue;
        any = true;
        const auto earliest = [&](std::optional<Moment>& moment) {
          if (!moment || event->at.utc_seconds < moment->utc_seconds) moment = event->at;
        };
        earliest(record.first_review);
        if (event->kind == ReviewEvent::Kind::approve) {
          approvers.insert(event->by);
          earliest(record.first_approval);
        }
        rejected = rejected || event->kind == ReviewEvent::Kind::reject;
      }
    }
    if (any || !record.approvals) record.approvals = static_cast<std::uint32_t>(approvers.size());
    if (any || !record.sent_back) record.sent_back = rejected;
  }
  if (matched < parts.events.size()) {
    history.notes.push_back(std::to_string(parts.events.size() - matched) +
                            " reviews are of changes that are in no file");
  }
  return history;
}

}  // namespace faultline
