#include "models/io/resolve.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "models/core/nearest_name.h"

namespace faultline {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxParts = 1000;
constexpr std::size_t kMaxPartDepth = 16;
constexpr std::string_view kFileKey = "$file";

fs::path real_path(const fs::path& path) {
  std::error_code ignored;
  fs::path real = fs::weakly_canonical(fs::absolute(path, ignored), ignored);
  return real.empty() ? path.lexically_normal() : real;
}

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

/// The item that a token names by its position.
JsonNode* find_item(JsonNode& list, const std::string& token) {
  std::size_t index = 0;
  const auto result = std::from_chars(token.data(), token.data() + token.size(), index);
  return result.ec == std::errc{} && result.ptr == token.data() + token.size() ? list.item(index) : nullptr;
}

class Resolver {
 public:
  Resolver(ResolvedDocument& document, const fs::path& file, const LoadOptions& options, ProblemList& problems)
      : document_(document), tree_(folder_of(file)), options_(options), problems_(problems) {
    open_files_.push_back(real_path(file));
  }

  void expand(JsonNode& node, const fs::path& folder) {
    if (const JsonNode* reference = std::as_const(node).find(kFileKey)) {
      include(node, *reference, folder);
      return;
    }
    for (JsonNode& child : node.members()) {
      expand(child, folder);
    }
  }

 private:
  void include(JsonNode& node, const JsonNode& reference, const fs::path& folder) {
    if (!reference.is(JsonKind::string) || node.size() != 1) {
      problems_.add(node.problem("a reference must be {\"$file\": \"name\"} with nothing beside it"));
      return;
    }
    const std::string_view text = reference.as_string();
    const std::size_t hash = text.find('#');
    const std::string_view pointer = hash == std::string_view::npos ? std::string_view() : text.substr(hash + 1);
    const fs::path path = (folder / fs::path(std::string(text.substr(0, hash)))).lexically_normal();
    const fs::path real = real_path(path);
    if (!options_.allow_outside_tree && !lies_within(path, tree_)) {
      problems_.add(reference.problem("file lies outside the folder of the document",
                                      "move it there, or allow files outside explicitly"));
      return;
    }
    if (std::find(open_files_.begin(), open_files_.end(), real) != open_files_.end()) {
      problems_.add(reference.problem("file includes itself, directly or through others"));
      return;
    }
    if (++parts_ > kMaxParts || open_files_.size() > kMaxPartDepth) {
      problems_.add(reference.problem("too many files, or too deep: at most " + std::to_string(kMaxParts) + " and " +
                                      std::to_string(kMaxPartDepth) + " deep"));
      return;
    }
    read_part(node, reference, pointer, path, real);
  }

  /// The value of a part that a pointer names, the part itself for an empty one; null after a problem.
  JsonNode* within(JsonNode& part, const JsonNode& reference, std::string_view pointer) {
    if (pointer.empty()) return &part;
    const auto tokens = pointer_tokens(pointer);
    if (!tokens) {
      problems_.add(
          reference.problem("no JSON pointer stands behind the #", "write it like part.json#/measured/changes"));
      return nullptr;
    }
    JsonNode* value = &part;
    for (const std::string& token : *tokens) {
      JsonNode* const next = value->is(JsonKind::object)  ? value->find(token)
                             : value->is(JsonKind::array) ? find_item(*value, token)
                                                          : nullptr;
      if (next == nullptr) {
        std::vector<std::string> names;
        for (const JsonNode& member : value->members()) names.emplace_back(member.key());
        const auto nearest = nearest_name(token, names);
        problems_.add(reference.problem("the file has no \"" + printable(token) + "\" there",
                                        nearest ? "nearest is \"" + printable(*nearest) + "\"" : ""));
        return nullptr;
      }
      value = next;
    }
    return value;
  }

  void read_part(JsonNode& node, const JsonNode& reference, std::string_view pointer, const fs::path& path,
                 const fs::path& real) {
    std::string text;
    try {
      text = read_text_file(path.string(), options_.limits);
    } catch (const InputError& error) {
      problems_.add(reference.problem(error.problems().front().problem));
      return;
    }
    bytes_ += text.size();
    if (bytes_ > options_.limits.max_bytes) {
      problems_.add(reference.problem("all files of the document together are larger than " +
                                      std::to_string(options_.limits.max_bytes) + " bytes"));
      return;
    }
    try {
      JsonNode& part = document_.keep(parse_json(text, path.string(), problems_, options_.limits)).root();
      JsonNode* const value = within(part, reference, pointer);
      if (value == nullptr) return;
      open_files_.push_back(real);
      expand(*value, folder_of(path));
      open_files_.pop_back();
      node.become(*value);
    } catch (const InputError& error) {
      problems_.add(error);
    }
  }

  ResolvedDocument& document_;
  fs::path tree_;
  const LoadOptions& options_;
  ProblemList& problems_;
  std::vector<fs::path> open_files_;
  std::size_t parts_ = 0;
  std::size_t bytes_ = 0;
};

/// The item of a list, or null after a report.
JsonNode* step_into_list(JsonNode& list, const std::string& token, const PointerReport& report) {
  JsonNode* const item = find_item(list, token);
  if (item == nullptr) {
    report("\"" + printable(token) + "\" is no position in a list of " + std::to_string(list.size()),
           list.size() == 0 ? "the list is empty"
                            : "nearest is \"" + list.pointer() + "/" + std::to_string(list.size() - 1) + "\"");
  }
  return item;
}

void apply_override(ResolvedDocument& document, const std::pair<std::string, std::string>& setting,
                    ProblemList& problems) {
  const PointerReport report = [&](std::string what, std::string suggestion) {
    problems.add({"--set", printable(setting.first, 200), "", std::move(what), std::move(suggestion)});
  };
  const std::optional<std::vector<std::string>> tokens = pointer_tokens(setting.first);
  if (!tokens) {
    report("not a JSON pointer", "write it like /run/replications");
    return;
  }
  const std::string name = "--set " + printable(setting.first, 200);
  JsonNode* value = nullptr;
  try {
    value = &document.keep(parse_json(setting.second, name)).root();
  } catch (const InputError&) {
    try {
      value = &document.keep(parse_json(json_quoted(setting.second), name)).root();
    } catch (const InputError& error) {
      problems.add(error);
      return;
    }
  }
  set_value(document, *tokens, *value, report);
}

}  // namespace

bool lies_within(const fs::path& path, const fs::path& tree) {
  const fs::path inner = real_path(path);
  const fs::path outer = real_path(tree);
  const auto mismatch = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return mismatch.first == outer.end() || (mismatch.first->empty() && std::next(mismatch.first) == outer.end());
}

std::optional<std::vector<std::string>> pointer_tokens(std::string_view pointer) {
  if (pointer.size() < 2 || pointer.front() != '/') {
    return std::nullopt;
  }
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      tokens.emplace_back();
    } else if (pointer[i] == '~') {
      if (++i == pointer.size() || (pointer[i] != '0' && pointer[i] != '1')) {
        return std::nullopt;
      }
      tokens.back() += pointer[i] == '0' ? '~' : '/';
    } else {
      tokens.back() += pointer[i];
    }
  }
  return tokens;
}

bool pointer_matches(std::string_view pattern, std::string_view pointer) {
  while (!pattern.empty() && !pointer.empty()) {
    const std::size_t pattern_end = std::min(pattern.find('/', 1), pattern.size());
    const std::size_t pointer_end = std::min(pointer.find('/', 1), pointer.size());
    if (pattern.substr(0, pattern_end) != "/*" && pattern.substr(0, pattern_end) != pointer.substr(0, pointer_end)) {
      return false;
    }
    pattern.remove_prefix(pattern_end);
    pointer.remove_prefix(pointer_end);
  }
  return pattern.empty() && pointer.empty();
}

SetValue set_value(ResolvedDocument& document, const std::vector<std::string>& tokens, const JsonNode& value,
                   const PointerReport& report) {
  JsonNode* node = &document.root();
  const JsonNode* added = nullptr;
  for (const std::string& token : tokens) {
    if (node->is(JsonKind::object)) {
      JsonNode* const found = node->find(token);
      JsonNode& next = found != nullptr ? *found : document.main().add_object(*node, token);
      added = added == nullptr && found == nullptr ? &next : added;
      node = &next;
    } else if (node->is(JsonKind::array)) {
      node = step_into_list(*node, token, report);
      if (node == nullptr) {
        return {};
      }
    } else {
      report("names something inside " + std::string(json_kind_name(node->kind())),
             "nearest is \"" + node->pointer() + "\"");
      return {};
    }
  }
  node->become(value);
  return {node, added != nullptr ? added : node};
}

ResolvedDocument resolve_document(std::string_view text, const fs::path& file, const LoadOptions& options,
                                  ProblemList& problems) {
  ResolvedDocument document;
  JsonNode& root = document.keep(parse_json(text, file.string(), problems, options.limits)).root();
  Resolver(document, file, options, problems).expand(root, folder_of(file));
  for (const auto& setting : options.overrides) {
    apply_override(document, setting, problems);
  }
  return document;
}

}  // namespace faultline
