// JSON read strictly: key order and line numbers kept, duplicate keys reported, nothing converted silently.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "models/io/problem_list.h"

namespace faultline {

enum class JsonKind : std::uint8_t { null, boolean, integer, number, string, array, object };

/// "an object", "a string", ...: for messages.
[[nodiscard]] std::string_view json_kind_name(JsonKind kind);

/// One value of a JsonDocument, which owns it: valid as long as the document lives. Knows its place for messages.
class JsonNode {
 public:
  /// Walks members of an object or items of an array in file order.
  template <class Node>
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Node;
    using difference_type = std::ptrdiff_t;
    using pointer = Node*;
    using reference = Node&;
    Iterator() = default;
    explicit Iterator(Node* node) : node_(node) {}
    reference operator*() const { return *node_; }
    pointer operator->() const { return node_; }
    Iterator& operator++() {
      node_ = node_->next_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(Iterator, Iterator) = default;

   private:
    Node* node_ = nullptr;
  };
  template <class Node>
  struct Range {
    Node* first;
    [[nodiscard]] Iterator<Node> begin() const { return Iterator<Node>{first}; }
    [[nodiscard]] Iterator<Node> end() const { return Iterator<Node>{}; }
  };

  [[nodiscard]] JsonKind kind() const { return kind_; }
  [[nodiscard]] bool is(JsonKind kind) const { return kind_ == kind; }
  /// An integer is a number too.
  [[nodiscard]] bool is_number() const { return kind_ == JsonKind::integer || kind_ == JsonKind::number; }

  /// Name of the file that holds the value, as given to parse_json().
  [[nodiscard]] const std::string& file() const { return *file_; }
  /// JSON pointer (RFC 6901) within that file; empty for the root. Escaped, not made printable.
  [[nodiscard]] std::string pointer() const;
  /// Line on which the value begins, from 1 (for strings and numbers, ends).
  [[nodiscard]] std::size_t line() const { return line_; }
  /// Name under which the value is a member of an object; empty for items and roots.
  [[nodiscard]] std::string_view key() const { return key_; }
  /// The value as short text for `InputProblem::found`: safe to print; arrays and objects by kind and size.
  [[nodiscard]] std::string excerpt() const;

  /// Preconditions: kind() is the one named.
  [[nodiscard]] bool as_bool() const { return scalar_.boolean; }
  [[nodiscard]] double as_number() const;
  [[nodiscard]] std::string_view as_string() const { return text_; }
  /// The exact integer, also of a number written as 1e3 or 5.0; nothing when it is no integer or needs more than 64
  /// bits signed.
  [[nodiscard]] std::optional<std::int64_t> as_integer() const;
  /// The same for integers that need all 64 bits unsigned.
  [[nodiscard]] std::optional<std::uint64_t> as_unsigned() const;

  /// Members of an object or items of an array; empty for every other kind.
  [[nodiscard]] Range<const JsonNode> members() const { return {first_}; }
  [[nodiscard]] Range<const JsonNode> items() const { return {first_}; }
  [[nodiscard]] Range<JsonNode> members() { return {first_}; }
  [[nodiscard]] Range<JsonNode> items() { return {first_}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Member by name, or null. Linear.
  [[nodiscard]] const JsonNode* find(std::string_view key) const;
  [[nodiscard]] JsonNode* find(std::string_view key);
  /// Item by position, or null. Linear.
  [[nodiscard]] JsonNode* item(std::size_t index);

  /// Takes over the value of `other` (a part from another file, an override), keeping its own name and place among its
  /// siblings. Children keep the place and file in which they were written. `other` must outlive this value.
  void become(const JsonNode& other);
  /// Takes a member out of an object; nothing happens when it has none of that name.
  void remove(std::string_view key);

  /// A problem at this place.
  [[nodiscard]] InputProblem problem(std::string what, std::string suggestion = "") const;

 private:
  friend class JsonDocument;
  friend class JsonBuilder;
  friend class YamlBuilder;

  JsonKind kind_ = JsonKind::null;
  std::uint32_t line_ = 0;
  std::uint32_t size_ = 0;   // of an array or object
  std::uint32_t index_ = 0;  // within an array
  union Scalar {
    bool boolean;
    std::int64_t integer;
    std::uint64_t big;  // integers of 2^63 and more
    double number;
  } scalar_{};
  bool is_big_ = false;
  std::string_view text_;
  std::string_view key_;
  const std::string* file_ = nullptr;
  const JsonNode* parent_ = nullptr;
  JsonNode* first_ = nullptr;
  JsonNode* last_ = nullptr;
  JsonNode* next_ = nullptr;
};

struct JsonLimits {
  std::size_t max_bytes = std::size_t{256} << 20U;
  std::size_t max_depth = 64;
  std::size_t max_values = 10'000'000;  ///< about a hundred bytes of memory each
};

/// A parsed text; owns its nodes and strings.
class JsonDocument {
 public:
  [[nodiscard]] const JsonNode& root() const { return nodes_->front(); }
  [[nodiscard]] JsonNode& root() { return nodes_->front(); }
  /// Adds an empty object as member `key` of an object that has none of that name. `object` may belong to another
  /// document, which must outlive this one.
  JsonNode& add_object(JsonNode& object, std::string_view key);

 private:
  friend class JsonBuilder;
  friend class YamlBuilder;
  friend JsonDocument parse_json(std::string_view, const std::string&, ProblemList&, const JsonLimits&);
  explicit JsonDocument(const std::string& file_name);

  JsonNode& add_node(JsonNode* parent, std::string_view key);

  std::unique_ptr<const std::string> file_;
  std::unique_ptr<std::deque<JsonNode>> nodes_;  // addresses never change
  std::unique_ptr<std::deque<std::string>> strings_;
};

/// Parses one JSON text. Duplicate keys are added to `problems` (the first one counts) and reading goes on. Throws
/// InputError on anything that is not JSON (comments, NaN, Infinity, trailing commas, text after the end), numbers
/// beyond a double's range (1e400), invalid UTF-8 (with its byte offset), and texts beyond the limits. Never throws
/// anything else.
[[nodiscard]] JsonDocument parse_json(std::string_view text, const std::string& file_name, ProblemList& problems,
                                      const JsonLimits& limits = {});
/// The same, throwing for duplicate keys too.
[[nodiscard]] JsonDocument parse_json(std::string_view text, const std::string& file_name,
                                      const JsonLimits& limits = {});

/// Throws InputError unless a regular file lies there: folders hold no text, devices have no end, and a pipe may never
/// get one. What does not exist passes: opening it says so.
void require_regular_file(const std::string& path);

/// Throws InputError when a file begins as archives, UTF-16 or web pages do: what was saved in the place of a text.
void require_text(const std::string& path, std::string_view beginning);

/// Reads a whole regular file, without the byte order mark of UTF-8 that some editors put first; throws InputError when
/// it cannot be read, is larger than `limits.max_bytes` or is no text (require_text()).
[[nodiscard]] std::string read_text_file(const std::string& path, const JsonLimits& limits = {});

/// "~" and "/" escaped for use in a JSON pointer.
[[nodiscard]] std::string pointer_token(std::string_view key);

/// The value as compact JSON with sorted keys; numbers in the shortest form that reads back the same.
[[nodiscard]] std::string canonical_json(const JsonNode& node);
/// The same of an object whose member `key`, if it has one, is written as `text` says, which is canonical already.
[[nodiscard]] std::string canonical_json(const JsonNode& object, std::string_view key, const std::string& text);
/// A JSON string literal, quotes included.
[[nodiscard]] std::string json_quoted(std::string_view text);
/// Shortest decimal form that reads back the same; integers without a fraction. Precondition: finite.
[[nodiscard]] std::string json_number(double value);

}  // namespace faultline
