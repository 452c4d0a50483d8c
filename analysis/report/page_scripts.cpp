#include "analysis/report/page_scripts.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <vector>

#include "analysis/report/chart_values_script.h"
#include "analysis/report/page_script.h"

namespace faultline::report {
namespace {

bool of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

// Behind this a slash begins a regular expression and does not divide.
bool begins_expression(std::string_view before) {
  return before.ends_with("return") || std::string_view("(,=:?|&!").find(before.back()) != std::string_view::npos;
}

// Past a text, or a regular expression with its classes and flags, that begins at `at`.
std::size_t past_literal(std::string_view script, std::size_t at) {
  const char end = script[at++];
  bool in_class = false;
  while (at < script.size() && (script[at] != end || in_class)) {
    if (script[at] == '\\') {
      ++at;
    } else if (end == '/') {
      in_class = script[at] == '[' || (in_class && script[at] != ']');
    }
    ++at;
  }
  ++at;
  while (end == '/' && at < script.size() && of_word(script[at])) {  // its flags
    ++at;
  }
  return std::min(at, script.size());
}

// The pieces of a script without blanks: literals, words and signs.
std::vector<std::string_view> pieces_of(std::string_view script) {
  std::vector<std::string_view> pieces;
  std::string_view before = "(";
  for (std::size_t at = 0; at < script.size();) {
    const char c = script[at];
    std::size_t end = at + 1;
    if (c == '\'' || c == '"' || (c == '/' && begins_expression(before))) {
      end = past_literal(script, at);
    } else if (of_word(c)) {
      end = static_cast<std::size_t>(
          std::find_if_not(script.begin() + static_cast<std::ptrdiff_t>(at), script.end(), of_word) - script.begin());
    }
    pieces.push_back(script.substr(at, end - at));
    before = pieces.back();
    at = end;
  }
  return pieces;
}

bool is_name(std::string_view piece) { return of_word(piece[0]) && (piece[0] < '0' || piece[0] > '9'); }

// Names that the script declares itself, by `var` or as parameters.
std::vector<std::string_view> declared_names(const std::vector<std::string_view>& pieces) {
  std::vector<std::string_view> names;
  const auto add = [&names](std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  };
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i] == "function") {
      for (std::size_t at = i + 2; pieces[at] != ")"; ++at) {
        if (is_name(pieces[at])) {
          add(pieces[at]);
        }
      }
    } else if (pieces[i] == "var") {
      int depth = 0;
      bool next = true;
      for (std::size_t at = i + 1; at < pieces.size() && depth >= 0 && !(depth == 0 && pieces[at] == ";"); ++at) {
        if (next && is_name(pieces[at])) {
          add(pieces[at]);
          next = false;
        }
        const char c = pieces[at].size() == 1 ? pieces[at][0] : ' ';
        depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
        next = next || (depth == 0 && c == ',');
      }
    }
  }
  return names;
}

// a, b, ... z, ba, bb, ...
std::string short_name(std::size_t number) {
  const std::string last(1, static_cast<char>('a' + number % 26));
  return number < 26 ? last : short_name(number / 26) + last;
}

// Gives the script's own names one or two letters, each everywhere the same: none is hidden that was not before.
std::string with_short_names(std::string_view script) {
  const std::vector<std::string_view> pieces = pieces_of(script);
  std::map<std::string_view, std::string> given;
  std::size_t number = 0;
  for (const std::string_view name : declared_names(pieces)) {
    std::string& text = given[name];
    do {
      text = short_name(number++);
    } while (text == "do" || text == "if" || text == "in" ||
             (std::find(pieces.begin(), pieces.end(), text) != pieces.end() && !given.contains(text)));
  }
  std::string renamed;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto found = given.find(pieces[i]);
    const bool member = i > 0 && pieces[i - 1] == ".";
    const bool key =
        i > 0 && i + 1 < pieces.size() && pieces[i + 1] == ":" && (pieces[i - 1] == "{" || pieces[i - 1] == ",");
    renamed += found == given.end() || member || key ? std::string(pieces[i]) : found->second;
  }
  return renamed;
}

std::string script_of(std::initializer_list<std::string_view> parts) {
  std::string script = "(function(){'use strict';";
  for (const std::string_view part : parts) {
    script += part;
  }
  return "<script>" + compact_script(script + "})();") + "</script>\n";
}

}  // namespace

std::string compact_script(std::string_view script) {
  constexpr std::string_view kBlank = " \n";
  std::string compact;
  for (std::size_t at = 0; at < script.size();) {
    const char c = script[at];
    if (c == '/' && script.substr(at).starts_with("//")) {
      at = script.find('\n', at);
    } else if (c == '\'' || c == '"' || (c == '/' && begins_expression(compact))) {
      const std::size_t end = past_literal(script, at);
      compact += script.substr(at, end - at);
      at = end;
    } else if (kBlank.find(c) != std::string_view::npos) {
      at = std::min(script.find_first_not_of(kBlank, at), script.size());
      // a + +b and a - -b must not become one operator.
      const bool parts = at < script.size() && !compact.empty() &&
                         ((of_word(compact.back()) && of_word(script[at])) ||
                          (compact.back() == script[at] && (script[at] == '+' || script[at] == '-')));
      compact += parts ? " " : "";
    } else {
      // The last statement of a block ends with it.
      if (c == '}' && compact.back() == ';') {
        compact.pop_back();
      }
      compact += c;
      ++at;
    }
  }
  return with_short_names(compact);
}

std::string planner_script() {
  return script_of(
      {kMakersScript, kTablesScript, kFindScript, kThemeScript, kPoliciesScript, kSliderScript, kChartValuesScript});
}

std::string leadership_script() {
  return script_of({kMakersScript, kTablesScript, kThemeScript, kSliderScript, kPanelValuesScript});
}

std::string common_script() {
  return script_of({kMakersScript, kTablesScript, kFindScript, kThemeScript, kSliderScript, kChartValuesScript});
}

}  // namespace faultline::report
