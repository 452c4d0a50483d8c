// Style of the what-if page, behind that of report.html.
#pragma once

#include <string_view>

namespace faultline::report {

inline constexpr std::string_view kWhatIfStyle = R"css(
* { box-sizing: border-box; }
main { overflow-wrap: anywhere; }
table { overflow-wrap: normal; }
fieldset { border: 1px solid #767676; border-radius: 4px; margin: 1rem 0; padding: 0.6rem 1rem; min-width: 0; }
legend { font-weight: 600; padding: 0 0.3rem; }
.levers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: 0.6rem 1.6rem; }
.lever input[type=range] { display: block; width: 100%; margin: 0.2rem 0; accent-color: #0072b2; }
.lever output { font-weight: 600; font-variant-numeric: tabular-nums; }
button, select { font: inherit; padding: 0.25rem 0.8rem; max-width: 100%; }
textarea { width: 100%; font: 0.8rem/1.4 monospace; }
#off:not(:empty) { border: 2px solid #9a3300; padding: 0.5rem 0.8rem; margin: 1rem 0; }
#state, #progress { margin: 0.3rem 0; min-height: 1.5em; }
#progress { font-variant-numeric: tabular-nums; }
th.yours { color: #005a8f; }
figcaption { color: #595959; font-size: 0.875rem; }
#chart svg { display: block; }
#chart .ink { fill: #1a1a1a; }
#chart .muted { fill: #595959; }
#chart .grid { stroke: #e2e2e2; }
#chart .published { fill: none; stroke: #6e6e6e; stroke-width: 2; }
#chart .yours { fill: none; stroke: #0072b2; stroke-width: 2.5; stroke-dasharray: 7 4; }
#chart .limit { stroke: #1a1a1a; }
@media screen and (prefers-color-scheme: dark) {
  th.yours { color: #7cc4ee; }
  .lever input[type=range] { accent-color: #56b4e9; }
  #off:not(:empty) { border-color: #ff8f45; }
  figcaption { color: #b4b8be; }
  #chart .ink { fill: #ececec; }
  #chart .muted { fill: #b4b8be; }
  #chart .grid { stroke: #343a44; }
  #chart .published { stroke: #a9aeb6; }
  #chart .yours { stroke: #56b4e9; }
  #chart .limit { stroke: #ececec; }
}
@media print { fieldset button, #copied { display: none; } }
)css";

}  // namespace faultline::report
