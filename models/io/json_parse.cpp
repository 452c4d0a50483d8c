// From text to nodes: nlohmann's parser reports what it reads, and strictness is ours.
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>
#include <vector>

#include "models/io/json_document.h"

namespace faultline {

namespace {

std::string_view without_library_prefix(std::string_view message) {
  // "[json.exception.parse_error.101] parse error at line 1, column 9: syntax error while ..."
  const std::size_t bracket = message.find("] ");
  if (bracket != std::string_view::npos) {
    message.remove_prefix(bracket + 2);
  }
  if (message.substr(0, 11) == "parse error") {
    const std::size_t colon = message.find(": ");
    if (colon != std::string_view::npos) {
      message.remove_prefix(colon + 2);
    }
  }
  return message;
}

/// Reads characters and remembers how far the parser has come, which nlohmann's events do not tell.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    *furthest_ = at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  const char** furthest_;
};

}  // namespace

/// Turns nlohmann's SAX events into nodes.
class JsonBuilder {
 public:
  JsonBuilder(JsonDocument& document, std::string_view text, const JsonLimits& limits, ProblemList& problems)
      : document_(document), text_(text), limits_(limits), problems_(problems), position_(text.data()) {}

  const char** position() { return &position_; }
  [[nodiscard]] const std::optional<InputProblem>& failure() const { return failure_; }

  // What nlohmann::json::sax_parse() calls.
  bool null() {
    if (!has_room()) {
      return false;
    }
    add(JsonKind::null);
    return true;
  }
  bool boolean(bool value) {
    if (!has_room()) {
      return false;
    }
    add(JsonKind::boolean).scalar_.boolean = value;
    return true;
  }
  bool number_integer(std::int64_t value) {
    if (!has_room()) {
      return false;
    }
    add(JsonKind::integer).scalar_.integer = value;
    return true;
  }
  bool number_unsigned(std::uint64_t value) {
    if (!has_room()) {
      return false;
    }
    JsonNode& node = add(JsonKind::integer);
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      node.is_big_ = true;
      node.scalar_.big = value;
    } else {
      node.scalar_.integer = static_cast<std::int64_t>(value);
    }
    return true;
  }
  bool number_float(double value, const std::string& /*text*/) {
    if (!has_room()) {
      return false;
    }
    add(JsonKind::number).scalar_.number = value;
    return true;
  }
  bool string(std::string& value) {
    if (!has_room()) {
      return false;
    }
    JsonNode& node = add(JsonKind::string);
    node.text_ = document_.strings_->emplace_back(std::move(value));
    return true;
  }
  bool binary(std::vector<std::uint8_t>& /*value*/) { return false; }
  bool start_object(std::size_t /*size*/) { return open(JsonKind::object); }
  bool start_array(std::size_t /*size*/) { return open(JsonKind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& value) {
    const auto found = keys_.find(value);
    key_ = found != keys_.end() ? *found : *keys_.insert(document_.strings_->emplace_back(std::move(value))).first;
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::json::exception& error) {
    const std::size_t offset = position == 0 ? 0 : position - 1;
    const std::string_view message = error.what();
    fail(offset, error.id == 406 ? "a number is beyond the range of double precision"
                                 : "not valid JSON: " + printable(without_library_prefix(message), 300));
    return false;
  }

 private:
  struct Level {
    JsonNode* node;
    std::unordered_set<std::string_view> keys;  // filled once the object is too wide for a linear search
  };
  static constexpr std::size_t kWide = 16;

  std::uint32_t current_line() {
    // A number has been read one character too far, which may be the end of its line.
    const char* const upto = position_ == text_.data() ? position_ : position_ - 1;
    line_ += static_cast<std::uint32_t>(std::count(counted_, std::max(upto, counted_), '\n'));
    counted_ = std::max(upto, counted_);
    return line_;
  }

  JsonNode& add(JsonKind kind) {
    if (levels_.empty()) {
      JsonNode& root = document_.root();
      root.kind_ = kind;
      root.line_ = current_line();
      return root;
    }
    Level& level = levels_.back();
    const bool in_object = level.node->is(JsonKind::object);
    const bool duplicate = in_object && is_duplicate(level);
    JsonNode& node = duplicate ? detached() : document_.add_node(level.node, in_object ? key_ : std::string_view{});
    node.kind_ = kind;
    node.line_ = current_line();
    if (duplicate) {
      node.parent_ = level.node;
      node.key_ = key_;
      problems_.add(node.problem("key is given twice, first on line " + std::to_string(level.node->find(key_)->line()),
                                 "remove one of them"));
    }
    return node;
  }

  JsonNode& detached() {
    JsonNode& node = document_.nodes_->emplace_back();
    node.file_ = document_.file_.get();
    return node;
  }

  bool has_room() {
    if (++values_ > limits_.max_values) {
      fail(static_cast<std::size_t>(position_ - text_.data()),
           "more than " + std::to_string(limits_.max_values) + " values");
      return false;
    }
    return true;
  }

  bool is_duplicate(Level& level) {
    if (level.node->size() < kWide) {
      return level.node->find(key_) != nullptr;
    }
    if (level.keys.empty()) {
      for (const JsonNode& member : std::as_const(*level.node).members()) {
        level.keys.insert(member.key());
      }
    }
    return !level.keys.insert(key_).second;
  }

  bool open(JsonKind kind) {
    if (!has_room()) {
      return false;
    }
    if (levels_.size() >= limits_.max_depth) {
      fail(static_cast<std::size_t>(position_ - text_.data()),
           "objects and arrays are nested more than " + std::to_string(limits_.max_depth) + " deep");
      return false;
    }
    JsonNode& node = add(kind);
    levels_.push_back({&node, {}});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  void fail(std::size_t offset, std::string what) {
    const std::size_t upto = std::min(offset, text_.size());
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(upto), '\n');
    failure_ = InputProblem{*document_.file_, "line " + std::to_string(line) + ", byte " + std::to_string(offset), "",
                            std::move(what), ""};
  }

  JsonDocument& document_;
  std::string_view text_;
  const JsonLimits& limits_;
  ProblemList& problems_;
  const char* position_;
  const char* counted_ = text_.data();
  std::uint32_t line_ = 1;
  std::size_t values_ = 0;
  std::vector<Level> levels_;
  std::unordered_set<std::string_view> keys_;
  std::string_view key_;
  std::optional<InputProblem> failure_;
};

JsonDocument parse_json(std::string_view text, const std::string& file_name, ProblemList& problems,
                        const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    throw InputError(InputProblem{file_name, "", std::to_string(text.size()) + " bytes",
                                  "file is larger than the limit of " + std::to_string(limits.max_bytes) + " bytes",
                                  ""});
  }
  JsonDocument document(file_name);
  JsonBuilder builder(document, text, limits, problems);
  const char* const end = text.data() + text.size();
  // An empty text has no address to point at.
  static constexpr char kNothing[] = "";
  const char* const begin = text.empty() ? kNothing : text.data();
  const bool good =
      nlohmann::json::sax_parse(CountingIterator(begin, builder.position()),
                                CountingIterator(text.empty() ? kNothing : end, builder.position()), &builder);
  if (!good) {
    InputProblem failure = builder.failure().value_or(InputProblem{file_name, "", "", "not valid JSON", ""});
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
      failure = {file_name, "", "", "file is empty", ""};
    }
    throw InputError(std::move(failure));
  }
  return document;
}

JsonDocument parse_json(std::string_view text, const std::string& file_name, const JsonLimits& limits) {
  ProblemList problems;
  JsonDocument document = parse_json(text, file_name, problems, limits);
  problems.throw_if_any();
  return document;
}

}  // namespace faultline
