// Style sheet of report.html: light by default and in print, dark where the screen asks for it.
#pragma once

#include <string_view>

namespace faultline::report {

inline constexpr std::string_view kPageStyle = R"css(
:root { color-scheme: light dark; }
body { margin: 0; background: #ffffff; color: #1a1a1a; font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0.3rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 0.6rem; }
.context, caption, small, summary { color: #595959; }
.context { margin: 0; font-size: 0.9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
caption { overflow-wrap: anywhere; text-align: left; padding-bottom: 0.4rem; max-width: calc(100vw - 2rem); }
th, td { max-width: calc(100vw - 3rem); padding: 0.35rem 0.5rem; text-align: right; vertical-align: top; border-bottom: 1px solid #e2e2e2; }
th:first-child { text-align: left; }
tbody th { font-weight: normal; }
thead th { vertical-align: bottom; font-weight: 600; border-bottom: 2px solid #767676; }
table.words th:last-child, table.words td:last-child, table.prose th, table.prose td { text-align: left; }
small { white-space: nowrap; }
small { font-size: 0.8rem; }
figure { margin: 0.5rem 0; }
.pair { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: flex-start; }
.pair figure { flex: 3 1 33rem; }
#maps .pair figure { flex: 1 1 18rem; }
.pair > div { flex: 2 1 auto; }
.pair table { font-size: 0.8rem; }
.pair.even > div { flex: 1 1 24rem; }
figcaption { font-size: 0.8rem; }
.status { display: flex; flex-wrap: wrap; gap: 0.4rem 2rem; margin: 0 0 1rem; border: 1px solid #767676; padding: 0.5rem 0.8rem; }
.status dt { font-size: 0.8rem; color: #595959; }
.status dd { margin: 0; font-weight: 600; }
figure svg { max-width: 100%; height: auto; }
details { margin: 0.6rem 0; }
summary { cursor: pointer; }
pre { background: #f4f4f4; padding: 0.6rem; white-space: pre-wrap; }
.more { max-height: 20rem; overflow: auto; white-space: pre; tab-size: 12; }
code { font-size: 0.85em; overflow-wrap: anywhere; }
.prose code:not(.hash) { overflow-wrap: break-word; }
.mark { padding: 0 0.35rem; border: 1px solid #767676; border-radius: 3px; }
.mark.assumed { border-style: dashed; font-weight: 600; }
.tools { display: flex; flex-wrap: wrap; gap: 0.2rem 0.9rem; align-items: center; font-size: 0.8rem; margin: 0.2rem 0 0.6rem; }
.tools label { max-width: 100%; overflow-wrap: anywhere; }
button { font: inherit; color: inherit; background: none; border: 1px solid #767676; border-radius: 3px; cursor: pointer; }
thead button { border: 0; padding: 0; text-align: inherit; text-decoration: underline dotted; }
th[aria-sort=ascending]::after { content: " \25B2"; }
th[aria-sort=descending]::after { content: " \25BC"; }
.hidden, .unfound { display: none; }
.faded { opacity: 0.08; }
.values { max-width: 640px; position: sticky; left: 0; }
@media screen and (max-width: 40rem) { figure.scroll > svg { max-width: none; min-width: 36rem; } }
.values input { flex: 0 0 8rem; }
.values output { flex: 1 1 16rem; overflow-wrap: anywhere; }
circle.told { stroke-width: 6; }
circle.pick { cursor: pointer; }
select { font: inherit; color: inherit; background: inherit; max-width: 100%; }
.bar { fill: currentColor; opacity: 0.55; }
.inputs tbody th { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
@media screen and (max-width: 56rem) {
  th, td { padding: 0.3rem 0.25rem; }
  table { font-size: 0.8rem; }
  small { font-size: 0.75rem; }
}
@media screen and (prefers-color-scheme: dark) {
  body { background: #14171c; color: #ececec; }
  .context, caption, small, summary, .status dt { color: #b4b8be; }
  th, td { border-bottom-color: #343a44; }
  pre { background: #20252d; }
}
@page { size: A4; margin: 12mm; }
@media print {
  :root { font-size: 12px; }
  body { font-size: 1rem; line-height: 1.4; }
  .tools { display: none; }
  thead button { text-decoration: none; }
  main { max-width: none; padding: 0; }
  .scroll { overflow: visible; }
  .more { max-height: none; white-space: pre-wrap; }
  table, .pair table { font-size: 0.76rem; }
  small { font-size: 0.7rem; }
  th, td { padding: 0.25rem 0.2rem; }
  h2 { margin-top: 1.6rem; }
  h2, h3, caption, p:has(+ pre) { break-after: avoid; }
  figure, tr, pre:not(.more), .status, table:not(:has(tr:nth-child(17))) { break-inside: avoid; }
  details { break-before: avoid; }
  figure svg { max-width: 520px; }
  .pair { display: block; }
  #maps .pair figure { display: inline-block; width: 49%; }
}
)css";

}  // namespace faultline::report
