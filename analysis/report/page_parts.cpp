#include "analysis/report/page_parts.h"

#include <fmt/format.h>

#include <utility>

#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"

namespace faultline::report {
std::string embedded_json(std::string_view json) {
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

std::string element(std::string_view tag, std::string_view text) {
  return fmt::format("<{0}>{1}</{0}>", tag, escape_html(text));
}

std::string preformatted(std::string_view text) { return element("pre", text) + "\n"; }

std::string hash_code(std::string_view sha256) { return "<code class=\"hash\">" + escape_html(sha256) + "</code>"; }

std::string keep_percent_signs(std::string html) {
  constexpr std::string_view kParted = " %";
  constexpr std::string_view kJoined = "\xC2\xA0%";
  for (std::size_t at = html.find(kParted); at != std::string::npos; at = html.find(kParted, at)) {
    html.replace(at, kParted.size(), kJoined);
  }
  return html;
}

namespace {

std::string policy_attribute(const std::optional<std::size_t>& policy) {
  return policy ? fmt::format(" data-policy=\"{}\"", *policy) : "";
}

}  // namespace

std::string policy_cell(std::size_t policy, std::string_view id) {
  return "<bdi" + policy_attribute(policy) + ">" + escape_html(id) + "</bdi>";
}

std::string figure(const std::string& content, std::optional<std::size_t> policy) {
  // Of the first chart, which is escaped there as an attribute needs it.
  constexpr std::string_view kTitle = "<title>";
  const std::size_t at = content.find(kTitle);
  const std::size_t from = at + kTitle.size();
  const std::string name = at == std::string::npos
                               ? ""
                               : " aria-label=\"" + content.substr(from, content.find("</title>", from) - from) + "\"";
  return "<figure class=\"scroll\" tabindex=\"0\"" + name + policy_attribute(policy) + ">" + content + "</figure>\n";
}

std::string table(std::string_view caption, const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows, LastColumn last, BoxName box) {
  std::vector<Heading> headings;
  for (const std::string& text : head) {
    headings.push_back({text});
  }
  return policy_table(caption, headings, rows, last, box);
}

std::vector<Heading> policy_headings(std::string_view first, const Comparison& comparison) {
  std::vector<Heading> head{{std::string(first)}};
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    head.push_back({comparison.policies[p].id, p});
  }
  return head;
}

std::string policy_table(std::string_view caption, const std::vector<Heading>& head,
                         const std::vector<std::vector<std::string>>& rows, LastColumn last, BoxName box) {
  const std::string name = box == BoxName::caption ? " role=\"group\" aria-label=\"" + escape_html(caption) + "\"" : "";
  std::string html = "<div class=\"scroll\" tabindex=\"0\"" + name + "><table" +
                     std::string(last == LastColumn::words       ? " class=\"words\""
                                 : last == LastColumn::all_words ? " class=\"prose\""
                                                                 : "") +
                     ">\n" + element("caption", caption) + "\n<thead><tr>";
  for (const Heading& cell : head) {
    html += "<th scope=\"col\"" + policy_attribute(cell.policy) + ">" + escape_html(cell.text) + "</th>";
  }
  html += "</tr></thead>\n<tbody>\n";
  // HTML ends cells and rows where the next begins; saying so too is a fifteenth of a planner's page.
  for (const auto& row : rows) {
    html += "<tr><th scope=\"row\">" + row[0];
    for (std::size_t i = 1; i < row.size(); ++i) {
      html += "<td>" + row[i];
    }
  }
  return html + "</tbody></table></div>\n";
}

std::string details(std::string_view summary, const std::string& content) {
  return "<details><summary>" + escape_html(summary) + "</summary>\n" + content + "</details>\n";
}

std::string section(std::string_view title, const std::string& content) {
  return "<section>\n" + element("h2", title) + "\n" + content + "</section>\n";
}

std::string with_interval(const std::string& value, const std::string& interval) {
  return escape_html(value) + (interval.empty() ? "" : "<br><small>" + escape_html(interval) + "</small>");
}

std::string count_cell(const stats::Estimate& estimate) {
  return with_interval(format_count(estimate.value, estimate.standard_error), format_count_interval(estimate));
}

std::string count_cell(const stats::JointEstimate& estimate) {
  stats::Estimate shown = estimate.alone;
  shown.interval = estimate.together;
  return count_cell(shown);
}

std::string optional_count_cell(const std::optional<stats::Estimate>& estimate) {
  return estimate ? count_cell(*estimate) : "-";
}

std::string tail_cell(const stats::Estimate& estimate) {
  const std::string interval = estimate.warnings.empty() ? format_count_interval(estimate) : "N too small";
  return with_interval(format_count(estimate.value, estimate.standard_error), interval);
}

std::string saved_cell(const std::optional<stats::Estimate>& fraction) {
  if (!fraction) {
    return "-";
  }
  const SavedText text = format_saved(*fraction);
  return with_interval(text.value, text.interval);
}

std::string optional_hours(const std::optional<double>& hours) { return hours ? format_hours(*hours) : "-"; }
std::string optional_percent(const std::optional<double>& share) {
  return share ? format_number(100 * *share, 2) + "\u00A0%" : "-";
}

std::string verdict_cell(const Saving& saving) { return escape_html(stats::to_string(saving.verdict)); }

std::string list_section(std::string_view title, const std::vector<std::string>& texts) {
  std::string html = "<section>\n" + element("h2", title) + "\n<ul>\n";
  for (const std::string& text : texts) {
    html += element("li", text) + "\n";
  }
  return html + "</ul>\n</section>\n";
}

std::string compact_style(std::string_view css) {
  constexpr std::string_view kBlank = " \n\t";
  std::string compact;
  char quote = 0;
  for (std::size_t at = 0; at < css.size(); ++at) {
    const char c = css[at];
    if (quote != 0 || kBlank.find(c) == std::string_view::npos) {
      if (c == '"' || c == '\'') {
        quote = quote == 0 ? c : quote == c ? 0 : quote;
      }
      if (c == '}' && !compact.empty() && compact.back() == ';') {
        compact.pop_back();
      }
      compact += c;
      continue;
    }
    const std::size_t next = css.find_first_not_of(kBlank, at);
    const bool between_words = !compact.empty() && next != std::string_view::npos &&
                               std::string_view("{};:,").find(compact.back()) == std::string_view::npos &&
                               std::string_view("{};,").find(css[next]) == std::string_view::npos;
    if (between_words) {
      compact += ' ';
    }
    at = next == std::string_view::npos ? css.size() : next - 1;
  }
  return compact;
}

std::string page_begin(std::string_view title, std::string_view style) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
         element("title", title) + "\n<style>" + compact_style(style) + "</style>\n</head>\n<body>\n<main>\n";
}

std::string page_end(const std::string& summary_json) {
  return "</main>\n<script type=\"application/json\" id=\"summary\">\n" + embedded_json(summary_json) +
         "</script>\n</body>\n</html>\n";
}

}  // namespace faultline::report
