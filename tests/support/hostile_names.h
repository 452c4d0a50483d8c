// Names that would break out of whatever they are written into.
#pragma once

#include <string>
#include <vector>

namespace faultline::test {

inline std::vector<std::string> hostile_names() {
  return {"=HYPERLINK(\"http://example.org\",\"click\")",
          "+1+cmd|' /C calc'!A0",
          "-2+3",
          "@SUM(1,1)",
          "\t=1+1",
          "\r=1+1",
          "\uFF1D1+1",
          "</script><script>alert(1)</script>",
          "]]>",
          "<![CDATA[x",
          "<!-- --> & &amp; \"quoted\" 'single'",
          "\u05D0\u05D1\u05D2 \u202Etxet\u202C",
          "two\nlines",
          std::string("bell\a escape\x1b nul") + '\0' + "end",
          "_x003D_HYPERLINK(1)",
          "| a | b |\n|---|---|",
          std::string(200, 'w'),
          "\U0001F525"};
}

}  // namespace faultline::test
