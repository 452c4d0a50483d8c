#include "models/io/json_records.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "models/core/input_error.h"
#include "models/io/json_document.h"

namespace faultline {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20U;
constexpr std::size_t kLargestRecord = std::size_t{256} << 20U;

enum class Sort : unsigned char { ordinary, quote, open, close };

constexpr std::array<Sort, 256> kSorts = [] {
  std::array<Sort, 256> sorts{};
  sorts['"'] = Sort::quote;
  sorts['{'] = sorts['['] = Sort::open;
  sorts['}'] = sorts[']'] = Sort::close;
  return sorts;
}();

bool is_space(int c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

JsonRecords::JsonRecords(const GraphSource& source, std::vector<std::string_view> list_keys)
    : source_(source), list_keys_(std::move(list_keys)) {
  if (source_.on_disk) {
    require_regular_file(source_.file);
    file_.open(source_.file, std::ios::binary);
    if (!file_) {
      throw InputError({source_.file, "", "", "file cannot be opened", "check the path and its permissions"});
    }
  }
  more();
  require_text(source_.file, std::string_view(buffer_.data(), end_));
  if (end_ >= 3 && std::string_view(buffer_.data(), 3) == "\xEF\xBB\xBF") {
    begin_ = at_ = 3;
  }
}

bool JsonRecords::more() {
  if (end_ - begin_ > kLargestRecord) {
    refuse("a value is larger than the limit of " + std::to_string(kLargestRecord) + " bytes");
  }
  if (begin_ > 0) {
    (void)line_at(begin_);
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    at_ -= begin_;
    end_ -= begin_;
    counted_ -= begin_;
    begin_ = 0;
  }
  const std::size_t wanted = source_.on_disk ? kChunk : std::min(kChunk, source_.text.size() - consumed_);
  if (buffer_.size() < end_ + wanted + kRecordPadding) {
    buffer_.resize(std::max(2 * buffer_.size(), end_ + wanted + kRecordPadding));
  }
  std::size_t got = 0;
  if (source_.on_disk) {
    file_.read(buffer_.data() + end_, kChunk);
    got = static_cast<std::size_t>(file_.gcount());
    if (file_.bad()) {
      throw InputError({source_.file, "", "", "file cannot be read", ""});
    }
  } else {
    got = wanted;
    std::memcpy(buffer_.data() + end_, source_.text.data() + consumed_, got);
    consumed_ += got;
  }
  end_ += got;
  return got > 0;
}

int JsonRecords::peek() { return at_ < end_ || more() ? static_cast<unsigned char>(buffer_[at_]) : -1; }

int JsonRecords::skip_space() {
  int c = peek();
  while (is_space(c)) {
    ++at_;
    c = peek();
  }
  return c;
}

std::size_t JsonRecords::line_at(std::size_t position) {
  if (position > counted_) {
    line_ += static_cast<std::size_t>(std::count(buffer_.data() + counted_, buffer_.data() + position, '\n'));
    counted_ = position;
  }
  return line_;
}

/// Moves behind a string; at_ stands on its first quote.
bool JsonRecords::scan_string() {
  ++at_;
  bool escaped = false;
  for (int c = peek(); c >= 0; c = peek()) {
    const std::size_t stop = end_;
    while (at_ < stop) {
      const char next = buffer_[at_++];
      if (escaped) {
        escaped = false;
      } else if (next == '\\') {
        escaped = true;
      } else if (next == '"') {
        return true;
      }
    }
  }
  return false;
}

/// Moves behind the value on which at_ stands; false when the text ends within it.
bool JsonRecords::scan_value() {
  const int first = peek();
  if (first == '"') {
    return scan_string();
  }
  if (first != '{' && first != '[') {
    for (int c = peek(); c >= 0 && !is_space(c) && c != ',' && c != '}' && c != ']'; c = peek()) {
      ++at_;
    }
    return first >= 0;
  }
  std::size_t depth = 0;
  while (peek() >= 0) {
    const char* const data = buffer_.data();
    std::size_t at = at_;
    while (at < end_ && kSorts[static_cast<unsigned char>(data[at])] == Sort::ordinary) {
      ++at;
    }
    at_ = at;
    if (at == end_) {
      continue;
    }
    switch (kSorts[static_cast<unsigned char>(data[at])]) {
      case Sort::quote:
        if (!scan_string()) {
          return false;
        }
        break;
      case Sort::open:
        ++depth;
        ++at_;
        break;
      case Sort::close:
        ++at_;
        if (--depth == 0) {
          return true;
        }
        break;
      case Sort::ordinary:
        break;
    }
  }
  return false;
}

void JsonRecords::refuse(std::string what) {
  throw InputError({source_.file, "line " + std::to_string(line_at(at_)), "", std::move(what), ""});
}

bool JsonRecords::is_list_key(std::string_view key) const {
  return std::find(list_keys_.begin(), list_keys_.end(), key) != list_keys_.end();
}

void JsonRecords::emit(JsonRecord& record, std::string_view member) {
  record.text = std::string_view(buffer_.data() + begin_, at_ - begin_);
  record.member = member;
}

void JsonRecords::end_of_top_value() {
  in_envelope_ = false;
  state_ = State::top;
  if (line_at(at_) != top_line_) {
    return;
  }
  begin_ = at_;
  int c = peek();
  while (c == ' ' || c == '\t' || c == '\r') {
    ++at_;
    c = peek();
  }
  state_ = c == '\n' ? State::lines : State::top;
}

bool JsonRecords::next(JsonRecord& record) {
  for (;;) {
    begin_ = at_;
    if (top_value_ended_) {
      top_value_ended_ = false;
      end_of_top_value();
    }
    const State before = state_;
    bool found = false;
    switch (state_) {
      case State::top:
        found = next_in_top(record);
        break;
      case State::list:
        found = next_in_list(record);
        break;
      case State::rest_of_envelope:
        found = next_in_envelope(record);
        break;
      case State::lines:
        found = next_line(record);
        break;
    }
    if (found) {
      return true;
    }
    if (before == state_ && (state_ == State::lines || state_ == State::top) && peek() < 0) {
      return false;
    }
  }
}

bool JsonRecords::next_in_top(JsonRecord& record) {
  const int c = skip_space();
  begin_ = at_;
  top_line_ = line_at(at_);
  record_line_ = top_line_;
  record_pointer_.clear();
  if (c < 0) {
    return false;
  }
  if (c == '{') {
    return enter_object(record);
  }
  if (c == '[') {
    ++at_;
    state_ = State::list;
    list_key_.clear();
    first_item_ = true;
    index_ = 0;
    return false;
  }
  if (!scan_value() || at_ == begin_) {
    refuse("is not valid JSON");
  }
  emit(record, "");
  return true;
}

bool JsonRecords::next_in_list(JsonRecord& record) {
  int c = skip_space();
  if (c == ']') {
    ++at_;
    if (in_envelope_) {
      state_ = State::rest_of_envelope;
    } else {
      end_of_top_value();
    }
    return false;
  }
  if (!first_item_) {
    if (c == ',') {
      ++at_;
      c = skip_space();
    } else if (c >= 0) {
      refuse("is not valid JSON: the items of a list are separated by commas");
    }
  }
  begin_ = at_;
  record_line_ = line_at(at_);
  record_pointer_ = (list_key_.empty() ? "" : "/" + list_key_) + "/" + std::to_string(index_);
  if (c < 0 || !scan_value()) {
    throw InputError({source_.file, place(), "", "the file ends within a list", ""});
  }
  if (at_ == begin_) {
    refuse("is not valid JSON: a value is missing");
  }
  first_item_ = false;
  ++index_;
  emit(record, "");
  return true;
}

/// The text of a key, quotes left out; at_ stands on the first quote and ends behind the colon. Empty when there is no
/// key.
std::string_view JsonRecords::scan_key() {
  const std::size_t from = at_ - begin_;
  if (skip_space() != '"' || !scan_string()) {
    return {};
  }
  const std::size_t to = at_ - begin_ - 1;
  if (skip_space() != ':') {
    return {};
  }
  ++at_;
  (void)skip_space();
  return {buffer_.data() + begin_ + from + 1, to - from - 1};
}

/// At a '{': a whole object becomes a record; one with a list to open does not.
bool JsonRecords::enter_object(JsonRecord& record) {
  ++at_;
  bool envelope = false;
  for (int c = skip_space(); c == '"'; c = skip_space()) {
    const std::string_view key = scan_key();
    if (key.data() == nullptr) {
      break;
    }
    if (is_list_key(key)) {
      const int value = peek();
      if (value == '[') {
        list_key_ = key;
        ++at_;
        in_envelope_ = true;
        state_ = State::list;
        first_item_ = true;
        index_ = 0;
        return false;
      }
      envelope = envelope || value == 'n';
    }
    const std::size_t before = at_ - begin_;
    if (!scan_value() || at_ - begin_ == before) {
      break;
    }
    c = skip_space();
    if (c == ',') {
      ++at_;
    }
  }
  if (peek() == '}') {
    ++at_;
  } else {  // no JSON: whoever parses the record says why
    at_ = begin_;
    if (!scan_value()) {
      throw InputError({source_.file, place(), "", "the file ends within an object", ""});
    }
  }
  if (envelope) {
    end_of_top_value();
    return false;
  }
  emit(record, "");
  top_value_ended_ = true;  // looking further now could move the record's bytes
  return true;
}

bool JsonRecords::next_in_envelope(JsonRecord& record) {
  int c = skip_space();
  if (c == '}') {
    ++at_;
    end_of_top_value();
    return false;
  }
  if (c == ',') {
    ++at_;
    c = skip_space();
  }
  begin_ = at_;
  record_line_ = line_at(at_);
  const std::string_view key = c == '"' ? scan_key() : std::string_view{};
  if (key.data() == nullptr) {
    refuse(c < 0 ? "the file ends within an object" : "is not valid JSON: an object goes on with a key and a colon");
  }
  member_ = key;
  record_pointer_ = "/" + pointer_token(member_);
  if (is_list_key(member_) && peek() == '[') {
    list_key_ = member_;
    ++at_;
    state_ = State::list;
    first_item_ = true;
    index_ = 0;
    return false;
  }
  begin_ = at_;
  if (!scan_value() || at_ == begin_) {
    refuse("is not valid JSON: a value is missing");
  }
  emit(record, member_);
  return true;
}

bool JsonRecords::next_line(JsonRecord& record) {
  const int c = skip_space();
  begin_ = at_;
  record_line_ = line_at(at_);
  record_pointer_.clear();
  if (c < 0) {
    return false;
  }
  while (peek() >= 0) {
    const void* const found = std::memchr(buffer_.data() + at_, '\n', end_ - at_);
    if (found != nullptr) {
      at_ = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
      break;
    }
    at_ = end_;
  }
  emit(record, "");
  return true;
}

std::string JsonRecords::place() const {
  return "line " + std::to_string(record_line_) + (record_pointer_.empty() ? "" : ", " + record_pointer_);
}

InputProblem JsonRecords::problem(std::string_view pointer, std::string found, std::string what) const {
  const std::string separator = record_pointer_.empty() && !pointer.empty() ? ", " : "";
  return {source_.file, place() + separator + std::string(pointer), std::move(found), std::move(what), ""};
}

}  // namespace faultline
