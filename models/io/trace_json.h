// What the readers of JSON traces share: records parsed by simdjson, and lenient access to their members.
#pragma once

#include <simdjson.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/io/graph_reader.h"
#include "models/io/import_rows.h"
#include "models/io/json_records.h"
#include "models/io/span_graph.h"

namespace faultline::trace_json {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Array = simdjson::dom::array;

/// Text of a member; empty when there is none or it is no text.
inline std::string_view text(const Object& object, std::string_view key) {
  std::string_view value;
  return object.at_key(key).get(value) == simdjson::SUCCESS ? value : std::string_view{};
}

inline bool has_list(const Object& object, std::string_view key) {
  Array value;
  return object.at_key(key).get(value) == simdjson::SUCCESS;
}
/// Calls `use(item)` for each item of a member; for none when there is none or it is no list.
template <class Use>
void each_item(const Object& object, std::string_view key, const Use& use) {
  Array value;
  if (object.at_key(key).get(value) == simdjson::SUCCESS) {
    for (const Element item : value) {
      use(item);
    }
  }
}

/// A tag such as {"error": true} or {"error": "Timeout"}: anything but false, "false" and "" says yes.
inline bool says_yes(const Element& value) {
  bool flag = false;
  if (value.get(flag) == simdjson::SUCCESS) {
    return flag;
  }
  std::string_view word;
  return value.get(word) == simdjson::SUCCESS ? !word.empty() && word != "false" : !value.is_null();
}

/// Why a span cannot be used, or nothing.
inline std::string_view missing_ids(const SpanRecord& span) {
  if (span.trace.empty() || span.id.empty()) {
    return span.trace.empty() ? "a span needs the id of its trace, a text" : "a span needs an id, a text";
  }
  return {};
}

/// Hands each record of each source to `read(element, records, member)`; one that is no JSON is a malformed row.
template <class Read>
void each_record(std::span<const GraphSource> sources, const std::vector<std::string_view>& list_keys, ImportRows& rows,
                 const Read& read) {
  simdjson::dom::parser parser;
  for (const GraphSource& source : sources) {
    JsonRecords records(source, list_keys);
    JsonRecord record;
    while (records.next(record)) {
      Element element;
      const simdjson::error_code error = parser.parse(record.text.data(), record.text.size(), false).get(element);
      if (error == simdjson::SUCCESS) {
        read(element, records, record.member);
      } else if (record.member.empty()) {
        rows.malformed(records.problem("", "", "is not valid JSON: " + std::string(simdjson::error_message(error))));
      }
    }
  }
}

}  // namespace faultline::trace_json
