// Texts that come from files, and values that become text.
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <system_error>
#include <vector>

#include "models/io/json_document.h"
#include "models/io/json_number.h"

namespace faultline {

void require_regular_file(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (std::filesystem::is_directory(status)) {
    throw InputError(InputProblem{path, "", "", "is a folder", "name a file in it"});
  }
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    throw InputError(InputProblem{path, "", "", "is a pipe or a device", "write its content to a file first"});
  }
}

void require_text(const std::string& path, std::string_view beginning) {
  struct Sign {
    std::string_view bytes;
    std::string_view what;
    std::string_view remedy;
  };
  using namespace std::string_view_literals;
  constexpr std::string_view kUnpack = "unpack it first";
  constexpr std::string_view kConvert = "save it as UTF-8, e.g. iconv -f UTF-16 -t UTF-8";
  constexpr std::array<Sign, 7> kSigns{{{"\x1F\x8B"sv, "is compressed (gzip)", kUnpack},
                                        {"PK\x03\x04"sv, "is an archive (zip)", kUnpack},
                                        {"\x28\xB5\x2F\xFD"sv, "is compressed (zstd)", kUnpack},
                                        {"BZh"sv, "is compressed (bzip2)", kUnpack},
                                        {"\xFD\x37zXZ\x00"sv, "is compressed (xz)", kUnpack},
                                        {"\xFF\xFE"sv, "is UTF-16 text", kConvert},
                                        {"\xFE\xFF"sv, "is UTF-16 text", kConvert}}};
  const auto* const sign =
      std::find_if(kSigns.begin(), kSigns.end(), [&](const Sign& s) { return beginning.starts_with(s.bytes); });
  if (sign != kSigns.end()) {
    throw InputError(InputProblem{path, "", "", std::string(sign->what), std::string(sign->remedy)});
  }
  std::string start(beginning.substr(std::min(beginning.find_first_not_of(" \t\r\n"), beginning.size()), 14));
  std::transform(start.begin(), start.end(), start.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (start.starts_with("<html") || start.starts_with("<!doctype html")) {
    throw InputError(InputProblem{path, "", "", "is a web page",
                                  "what was saved may be a form to sign in: fetch the file again with access"});
  }
}

std::string read_text_file(const std::string& path, const JsonLimits& limits) {
  const auto refuse = [&](std::string why) {
    throw InputError(InputProblem{path, "", "", std::move(why), "check the path and its permissions"});
  };
  require_regular_file(path);
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) {
    refuse("file cannot be opened");
  }
  const std::streamoff size = file.tellg();
  if (size < 0 || size == std::numeric_limits<std::streamoff>::max()) {
    refuse("file cannot be read");
  }
  if (static_cast<std::uint64_t>(size) > limits.max_bytes) {
    throw InputError(InputProblem{path, "", std::to_string(size) + " bytes",
                                  "file is larger than the limit of " + std::to_string(limits.max_bytes) + " bytes",
                                  ""});
  }
  std::string text(static_cast<std::size_t>(size), '\0');
  file.seekg(0);
  file.read(text.data(), static_cast<std::streamsize>(size));
  if (!file) {
    refuse("file cannot be read");
  }
  require_text(path, text);
  if (constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF"; text.starts_with(kByteOrderMark)) {
    text.erase(0, kByteOrderMark.size());
  }
  return text;
}

std::string json_number_by_trial(double value) {
  char buffer[32];
  int digits = 1;
  do {
    std::snprintf(buffer, sizeof buffer, "%.*e", digits - 1, value == 0.0 ? 0.0 : value);
  } while (std::strtod(buffer, nullptr) != value && ++digits <= std::numeric_limits<double>::max_digits10);
  const std::string scientific = buffer;
  const auto exponent = static_cast<int>(std::strtol(scientific.c_str() + scientific.find('e') + 1, nullptr, 10));
  char fixed[400];
  std::snprintf(fixed, sizeof fixed, "%.*f", std::max(digits - 1 - exponent, 0), value == 0.0 ? 0.0 : value);
  return scientific.size() < std::char_traits<char>::length(fixed) ? scientific : std::string(fixed);
}

std::string json_number(double value) {
#ifdef __cpp_lib_to_chars
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value == 0.0 ? 0.0 : value);
  return {buffer, result.ptr};
#else
  return json_number_by_trial(value);
#endif
}

std::string json_quoted(std::string_view text) {
  std::string out = "\"";
  constexpr char kHex[] = "0123456789abcdef";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += c;
    }
  }
  return out + '"';
}

namespace {

/// `text_of` says how a member is written.
template <class TextOf>
std::string canonical_object(const JsonNode& object, const TextOf& text_of) {
  std::vector<const JsonNode*> sorted;
  for (const JsonNode& member : object.members()) {
    sorted.push_back(&member);
  }
  std::sort(sorted.begin(), sorted.end(), [](const JsonNode* a, const JsonNode* b) { return a->key() < b->key(); });
  std::string out = "{";
  for (const JsonNode* member : sorted) {
    out += out.size() == 1 ? "" : ",";
    out += json_quoted(member->key());
    out += ':';
    out += text_of(*member);
  }
  return out + "}";
}

}  // namespace

std::string canonical_json(const JsonNode& node) {
  switch (node.kind()) {
    case JsonKind::null:
      return "null";
    case JsonKind::boolean:
      return node.as_bool() ? "true" : "false";
    case JsonKind::integer:
      return node.excerpt();
    case JsonKind::number: {
      // 5.0 and 5 are one number.
      const std::optional<std::int64_t> integer = node.as_integer();
      return integer ? std::to_string(*integer) : json_number(node.as_number());
    }
    case JsonKind::string:
      return json_quoted(node.as_string());
    case JsonKind::array: {
      std::string out = "[";
      for (const JsonNode& item : node.items()) {
        out += out.size() == 1 ? "" : ",";
        out += canonical_json(item);
      }
      return out + "]";
    }
    case JsonKind::object:
      return canonical_object(node, [](const JsonNode& member) { return canonical_json(member); });
  }
  return "";
}

std::string canonical_json(const JsonNode& object, std::string_view key, const std::string& text) {
  return canonical_object(object,
                          [&](const JsonNode& member) { return member.key() == key ? text : canonical_json(member); });
}

}  // namespace faultline
