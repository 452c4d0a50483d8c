#include "analysis/report/html.h"

#include <gtest/gtest.h>

namespace faultline::report {
namespace {

TEST(EscapeHtml, MarkupBecomesText) {
  EXPECT_EQ(escape_html("<script>alert(\"x\" & 'y')</script>"),
            "&lt;script&gt;alert(&quot;x&quot; &amp; &#39;y&#39;)&lt;/script&gt;");
}

TEST(EscapeHtml, ValidUtf8StaysAsItIs) { EXPECT_EQ(escape_html("größe 服务 🚀"), "größe 服务 🚀"); }

TEST(EscapeHtml, WhatXmlForbidsIsReplaced) {
  const std::string mark = "\uFFFD";
  EXPECT_EQ(escape_html("a\x1b[31mb"), "a" + mark + "[31mb");
  EXPECT_EQ(escape_html(std::string("a\0b", 3)), "a" + mark + "b");
  EXPECT_EQ(escape_html("\xff\xfe"), mark + mark);
  EXPECT_EQ(escape_html("\xc0\xaf"), mark + mark);                        // overlong slash
  EXPECT_EQ(escape_html("\xed\xa0\x80"), mark + mark + mark);             // surrogate
  EXPECT_EQ(escape_html("x\xe6\x9c"), "x" + mark + mark);                 // cut off
  EXPECT_EQ(escape_html("\xf4\x90\x80\x80"), mark + mark + mark + mark);  // beyond Unicode
  EXPECT_EQ(escape_html("safe\u202Eevil"), "safe" + mark + "evil");       // turns the text round
}

TEST(DisplayColumns, CountsCharactersNotBytes) {
  EXPECT_EQ(display_columns("abc"), 3U);
  EXPECT_EQ(display_columns("größe"), 5U);
  EXPECT_EQ(display_columns("服务"), 4U);
  EXPECT_EQ(display_columns("e\u0301"), 1U);
}

TEST(Shorten, CutsBetweenCharacters) {
  EXPECT_EQ(shorten("checkout", 8), "checkout");
  EXPECT_EQ(shorten("checkout", 6), "check\u2026");
  EXPECT_EQ(shorten("服务服务", 5), "服务\u2026");
  EXPECT_EQ(shorten("服务服务", 4), "服\u2026");
}

}  // namespace
}  // namespace faultline::report
