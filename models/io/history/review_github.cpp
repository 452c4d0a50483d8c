// GitHub's pull requests and reviews, by REST and GraphQL.
#include <algorithm>
#include <utility>

#include "models/io/history/review_json.h"

namespace faultline {
namespace {

/// A person of GitHub; empty for those who have gone.
std::string_view login(const JsonNode& item, std::string_view key) {
  const JsonNode* person = item.find(key);
  return person != nullptr && person->is(JsonKind::object) ? text_member(*person, "login") : std::string_view();
}

/// A program by the name that it gave itself, or GitHub's own kind.
bool is_program(const JsonNode& item, std::string_view key) {
  const JsonNode* person = item.find(key);
  const bool bot = person != nullptr && person->is(JsonKind::object) &&
                   (text_member(*person, "type") == "Bot" || text_member(*person, "__typename") == "Bot");
  return bot || origin_of_author(login(item, key)) != Origin::human;
}

ReviewEvent::Kind github_verdict(std::string_view state) {
  return state == "APPROVED"            ? ReviewEvent::Kind::approve
         : state == "CHANGES_REQUESTED" ? ReviewEvent::Kind::reject
                                        : ReviewEvent::Kind::comment;
}

void read_rest_review(const JsonNode& item, const ReviewSink& sink) {
  std::string problem;
  ReviewEvent event;
  event.change = id_member(item, "pr_number");
  const std::string_view url = text_member(item, "pull_request_url");
  if (event.change.empty() && !url.empty()) event.change = url.substr(url.rfind('/') + 1);
  if (event.change.empty()) problem = "names no pull request (pr_number or pull_request_url)";
  event.at = needed_moment(item, "submitted_at", sink.options.zone, problem);
  event.by = sink.options.identities.person(login(item, "user"));
  event.by_bot = is_program(item, "user");
  event.kind = github_verdict(text_member(item, "state"));
  if (!problem.empty()) {
    sink.skip(item, std::move(problem));
    return;
  }
  ++sink.parts.changes.rows.rows;
  sink.parts.events.push_back(std::move(event));
}

void read_rest_pull(const JsonNode& item, const ReviewSink& sink) {
  std::string problem;
  ReviewRecord record;
  record.id = id_member(item, "number");
  if (record.id.empty()) problem = "no number";
  record.created = needed_moment(item, "created_at", sink.options.zone, problem);
  record.merged = moment_member(item, "merged_at", sink.options.zone, problem);
  const bool closed = moment_member(item, "closed_at", sink.options.zone, problem).has_value();
  record.state = record.merged ? ReviewRecord::State::merged
                 : closed      ? ReviewRecord::State::abandoned
                               : ReviewRecord::State::open;
  record.author = sink.options.identities.person(login(item, "user"));
  record.by_bot = is_program(item, "user");
  read_lines(item, "additions", "deletions", record);
  finish_change(item, sink, std::move(problem), std::move(record), {});
}

/// What a connection of GraphQL holds: its `nodes`, the nodes of its `edges`, or itself where it is a plain list.
std::vector<const JsonNode*> connected(const JsonNode* connection) {
  std::vector<const JsonNode*> found;
  if (connection == nullptr) return found;
  const JsonNode* nodes = connection->is(JsonKind::array) ? connection : connection->find("nodes");
  const JsonNode* edges = nodes == nullptr ? connection->find("edges") : nullptr;
  if (nodes != nullptr && nodes->is(JsonKind::array)) {
    for (const JsonNode& node : nodes->items()) found.push_back(&node);
  } else if (edges != nullptr && edges->is(JsonKind::array)) {
    for (const JsonNode& edge : edges->items()) {
      if (const JsonNode* node = edge.find("node")) found.push_back(node);
    }
  }
  return found;
}

/// The `hasNextPage` of a connection, where the query asked for it.
std::optional<bool> has_next_page(const JsonNode& connection) {
  const JsonNode* info = connection.find("pageInfo");
  const JsonNode* next = info == nullptr ? nullptr : info->find("hasNextPage");
  return next != nullptr && next->is(JsonKind::boolean) ? std::optional(next->as_bool()) : std::nullopt;
}

void read_graphql_pull(const JsonNode& item, const ReviewSink& sink) {
  std::string problem;
  ReviewRecord record;
  record.id = id_member(item, "number");
  if (record.id.empty()) problem = "no number";
  record.created = needed_moment(item, "createdAt", sink.options.zone, problem);
  record.merged = moment_member(item, "mergedAt", sink.options.zone, problem);
  const bool closed =
      moment_member(item, "closedAt", sink.options.zone, problem).has_value() || text_member(item, "state") == "CLOSED";
  record.state = record.merged ? ReviewRecord::State::merged
                 : closed      ? ReviewRecord::State::abandoned
                               : ReviewRecord::State::open;
  record.author = sink.options.identities.person(login(item, "author"));
  record.by_bot = is_program(item, "author");
  read_lines(item, "additions", "deletions", record);
  const JsonNode* reviews = item.find("reviews");
  std::vector<ReviewEvent> events;
  if (reviews != nullptr && !reviews->is(JsonKind::null)) {
    record.reviews_known = true;
    const std::vector<const JsonNode*> said = connected(reviews);
    const bool cut =
        has_next_page(*reviews).value_or(false) || count_member(*reviews, "totalCount").value_or(0) > said.size();
    sink.parts.pages.cut_reviews += cut ? 1 : 0;
    for (const JsonNode* review : said) {
      if (!review->is(JsonKind::object)) continue;
      const auto at = moment_member(*review, "submittedAt", sink.options.zone, problem);
      if (!at) continue;  // begun and not yet sent
      events.push_back({record.id, sink.options.identities.person(login(*review, "author")),
                        is_program(*review, "author"), github_verdict(text_member(*review, "state")), *at});
    }
  }
  finish_change(item, sink, std::move(problem), std::move(record), std::move(events));
}

/// The first connection of what was created at some time, wherever the query has put it; null without one. The parser
/// bounds the depth.
const JsonNode* pulls_connection(const JsonNode& node) {
  if (!node.is(JsonKind::object)) return nullptr;
  const std::vector<const JsonNode*> items = connected(&node);
  const bool pulls = std::any_of(items.begin(), items.end(), [](const JsonNode* item) {
    return item->is(JsonKind::object) && item->find("createdAt") != nullptr;
  });
  if (pulls) return &node;
  for (const JsonNode& member : node.members()) {
    if (const JsonNode* found = pulls_connection(member)) return found;
  }
  return nullptr;
}

bool read_graphql_answer(const JsonNode& root, const ReviewSink& sink) {
  const JsonNode* pulls = pulls_connection(root);
  const JsonNode* errors = root.find("errors");
  const bool failed = errors != nullptr && errors->is(JsonKind::array) && errors->size() > 0;
  if (pulls == nullptr) {
    if (!failed && text_member(root, "message").empty()) return false;
    throw InputError({sink.file, "", "", "is an error that the server answered, and holds no pull requests",
                      "the answer itself says what was wrong with the question"});
  }
  sink.parts.pages.with_errors += failed ? 1 : 0;
  if (const auto more = has_next_page(*pulls)) ++(*more ? sink.parts.pages.with_more : sink.parts.pages.last);
  for (const JsonNode* item : connected(pulls)) {
    if (item->is(JsonKind::object)) {
      read_graphql_pull(*item, sink);
    } else {
      sink.skip(*item, "must be an object");
    }
  }
  return true;
}

}  // namespace

bool read_github_value(const JsonNode& item, const ReviewSink& sink) {
  const auto has = [&](std::string_view key) { return item.find(key) != nullptr; };
  if (has("submitted_at") || has("pull_request_url") || has("pr_number")) {
    sink.parts.has_events = true;
    read_rest_review(item, sink);
  } else if (has("createdAt")) {
    read_graphql_pull(item, sink);
  } else if (has("created_at") || has("number")) {
    read_rest_pull(item, sink);
  } else {
    return read_graphql_answer(item, sink);
  }
  return true;
}

}  // namespace faultline
