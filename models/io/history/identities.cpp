#include "models/io/history/identities.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "models/core/sha256.h"

namespace faultline {
namespace {

constexpr std::array<std::string_view, 14> kBotParts{
    "[bot]",       "zuul",           "jenkins@",  "dependabot",
    "renovate",    "noreply@",       "govuk-ci",  "continuous integration",
    "github-bot",  "github-actions", "gopherbot", "generatedunixname",
    "infra-root@", "support@github"};
constexpr std::array<std::string_view, 9> kAgentParts{"copilot-swe-agent", "devin-ai",          "noreply@anthropic.com",
                                                      "cursoragent",       "cursor[bot]",       "openai-codex",
                                                      "codex[bot]",        "google-labs-jules", "openhands"};
constexpr std::array<std::string_view, 4> kAssistantParts{"copilot@", "+copilot", "aider (", "claude"};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
  return out;
}

template <std::size_t N>
bool holds_any(const std::string& text, const std::array<std::string_view, N>& parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string::npos; });
}

/// "bot" with no letter or digit on either side.
bool holds_word_bot(const std::string& text) {
  const auto word_character = [&](std::size_t i) {
    const auto c = static_cast<unsigned char>(text[i]);
    return c < 0x80 && (std::isalnum(c) != 0 || c == '_');
  };
  for (std::size_t at = text.find("bot"); at != std::string::npos; at = text.find("bot", at + 1)) {
    if ((at == 0 || !word_character(at - 1)) && (at + 3 == text.size() || !word_character(at + 3))) return true;
  }
  return false;
}

}  // namespace

PersonId Identities::person(std::string_view text) const {
  Sha256 hash;
  hash.add(salt_);
  hash.add(std::string_view("\0", 1));
  hash.add(text);
  const std::string hex = hash.hex();
  PersonId id;
  std::from_chars(hex.data(), hex.data() + 16, id.hash, 16);
  return id;
}

Origin origin_of_author(std::string_view author) {
  const std::string text = lower(author);
  if (holds_any(text, kAgentParts)) return Origin::agent;
  return holds_any(text, kBotParts) || holds_word_bot(text) ? Origin::automated : Origin::human;
}

bool says_ai_assisted(std::string_view line) {
  const std::string text = lower(line);
  if (text.starts_with("co-authored-by:")) return holds_any(text, kAgentParts) || holds_any(text, kAssistantParts);
  return text.starts_with("assisted-by:") || text.starts_with("generated with [claude code]") ||
         text.starts_with("\xF0\x9F\xA4\x96 generated with");
}

}  // namespace faultline
