// Style sheet of the leadership page: two columns of charts on paper and on wide screens, one on narrow ones, where the
// rows of the table become cards.
#pragma once

#include <string_view>

namespace faultline::report {

inline constexpr std::string_view kLeadershipStyle = R"css(
:root { color-scheme: light dark; }
@page { size: A4 portrait; margin: 10mm; }
* { box-sizing: border-box; }
body { margin: 0; background: #ffffff; color: #1a1a1a; font: 15px/1.4 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main { max-width: 66rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.55em; line-height: 1.2; margin: .25em 0; }
h2 { font-size: 1em; margin: 0 0 .2em; }
p { margin: .35em 0; }
.context, caption, figcaption, summary, .basis { color: #595959; font-size: .85em; }
.context { margin: 0; }
figcaption b, .basis h2 { color: #1a1a1a; }
.failed { border: 2px solid #9a3300; padding: .3em .5em; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; caption-side: bottom; padding-top: .3em; }
th, td { padding: .25em .4em; text-align: right; vertical-align: top; border-bottom: 1px solid #e2e2e2; }
th:first-child { text-align: left; font-weight: normal; }
thead th { vertical-align: bottom; font-weight: 600; border-bottom: 2px solid #767676; }
.policies { margin: .6em 0; }
.policies td:last-child, .policies th:last-child, .words td:last-child, .words th:last-child { text-align: left; }
.policies td:nth-child(4), .policies td:nth-child(5), small, td b { white-space: nowrap; }
.policies .best > * { background: #eef4f8; }
.policies .best th { font-weight: 600; }
small { color: #595959; font-size: .92em; }
.panels { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .8em 1.6em; margin: .6em 0; }
figure { margin: 0; }
[font-size="10"] { font-size: 11px; }
figure svg { display: block; width: 100%; height: auto; }
details { margin: .3em 0; }
summary { cursor: pointer; }
.scroll { overflow-x: auto; }
.panel table { font-size: .8em; }
ul { margin: .2em 0; padding-left: 1.2em; }
pre { background: #f4f4f4; padding: .5em; margin: .3em 0; white-space: pre-wrap; }
code, pre { font-size: .9em; }
.basis h2, .basis p { display: inline; margin: 0; }
.basis section { margin: .25em 0; }
.mark { padding: 0 .25em; border: 1px solid #767676; border-radius: 3px; }
.mark.assumed { border-style: dashed; }
.tools { display: flex; flex-wrap: wrap; gap: 0 .6em; align-items: center; font-size: .8em; }
.values output { flex: 1 1 12em; }
button { font: inherit; color: inherit; background: none; border: 1px solid #767676; }
thead button { border: 0; padding: 0; text-align: inherit; text-decoration: underline dotted; }
th[aria-sort=ascending]::after { content: " \25B2"; }
th[aria-sort=descending]::after { content: " \25BC"; }
@media screen and (max-width: 44rem) {
  .panels { grid-template-columns: minmax(0, 1fr); }
  .policies, .policies tbody, .policies tr, .policies td, .policies tbody th, .policies caption { display: block; }
  .policies thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .policies tr { padding: .4em 0; border-bottom: 2px solid #767676; }
  .policies tbody th { font-weight: 600; }
  .policies th, .policies td { text-align: left; border: 0; padding: .1em .3em; }
  .policies thead:focus-within { position: static; width: auto; height: auto; clip-path: none; }
  .policies td::before { color: #595959; }
  .policies td:nth-child(2)::before { content: "mean lost orders: "; }
  .policies td:nth-child(3)::before { content: "change (95 %): "; }
  .policies td:nth-child(4)::before { content: "chance over budget: "; }
  .policies td:nth-child(5)::before { content: "lead time: "; }
  .policies td:nth-child(6)::before { content: "verdict: "; }
  small { white-space: normal; }
}
@media screen and (prefers-color-scheme: dark) {
  body { background: #14171c; color: #ececec; }
  .context, caption, figcaption, summary, .basis, small, .policies td::before { color: #b4b8be; }
  figcaption b, .basis h2 { color: #ececec; }
  th, td { border-bottom-color: #343a44; }
  .policies .best > * { background: #1d2a35; }
  pre { background: #20252d; }
  .failed { border-color: #ff8f45; }
}
@media print {
  body { font-size: 10.3px; line-height: 1.27; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 16px; }
  details, .tools { display: none; }
  thead button { text-decoration: none; }
  .context, caption, figcaption, .basis { font-size: 8.8px; color: #404040; }
  .panel p, .panel li, .panel pre { font-size: 8.8px; }
  .panel ul { margin: 1px 0; }
  .basis { line-height: 1.2; }
  .policies { margin: 4px 0; }
  .policies th, .policies td { padding: 1.5px 4px; }
  .panels { gap: 4px 14px; margin: 4px 0; }
  p { margin: 2px 0; }
  section { break-inside: avoid; }
}
)css";

}  // namespace faultline::report
