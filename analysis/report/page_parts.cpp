#include "analysis/report/page_parts.h"

#include <fmt/format.h>

#include <utility>

#include "analysis/report/html.h"
#include "analysis/report/page_style.h"

namespace faultline::report {
namespace {

// Inside a script element only these could end it or break the line.
std::string embedded_json(const std::string& json) {
  std::string safe;
  for (const char c : json) {
    safe += c == '<' ? std::string("\\u003c") : std::string(1, c);
  }
  for (const auto& [bad, good] : {std::pair<std::string_view, std::string_view>{"\xE2\x80\xA8", "\\u2028"},
                                  std::pair<std::string_view, std::string_view>{"\xE2\x80\xA9", "\\u2029"}}) {
    for (std::size_t at = safe.find(bad); at != std::string::npos; at = safe.find(bad, at)) {
      safe.replace(at, bad.size(), good);
    }
  }
  return safe;
}

}  // namespace

std::string element(std::string_view tag, std::string_view text) {
  return fmt::format("<{0}>{1}</{0}>", tag, escape_html(text));
}

std::string keep_percent_signs(std::string html) {
  constexpr std::string_view kParted = " %";
  constexpr std::string_view kJoined = "\xC2\xA0%";
  for (std::size_t at = html.find(kParted); at != std::string::npos; at = html.find(kParted, at)) {
    html.replace(at, kParted.size(), kJoined);
  }
  return html;
}

std::string table(std::string_view caption, const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows, LastColumn last) {
  std::string html = std::string("<div class=\"scroll\"><table") +
                     (last == LastColumn::words ? " class=\"words\"" : "") + ">\n" + element("caption", caption) +
                     "\n<thead><tr>";
  for (const std::string& cell : head) {
    html += "<th scope=\"col\">" + escape_html(cell) + "</th>";
  }
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : rows) {
    html += "<tr><th scope=\"row\">" + row[0] + "</th>";
    for (std::size_t i = 1; i < row.size(); ++i) {
      html += "<td>" + row[i] + "</td>";
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string details(std::string_view summary, const std::string& content) {
  return "<details><summary>" + escape_html(summary) + "</summary>\n" + content + "</details>\n";
}

std::string with_interval(const std::string& value, const std::string& interval) {
  return escape_html(value) +
         (interval.empty() ? "" : "<br><span class=\"interval\">" + escape_html(interval) + "</span>");
}

std::string list_section(std::string_view title, const std::vector<std::string>& texts) {
  std::string html = "<section>\n" + element("h2", title) + "\n<ul>\n";
  for (const std::string& text : texts) {
    html += element("li", text) + "\n";
  }
  return html + "</ul>\n</section>\n";
}

std::string page_begin(std::string_view title) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
         element("title", title) + "\n<style>\n" + std::string(kPageStyle) + "</style>\n</head>\n<body>\n<main>\n";
}

std::string page_end(const std::string& summary_json) {
  return "</main>\n<script type=\"application/json\" id=\"summary\">\n" + embedded_json(summary_json) +
         "</script>\n</body>\n</html>\n";
}

}  // namespace faultline::report
