// Style of the what-if panel, behind that of report.html.
#pragma once

#include <string_view>

namespace faultline::report {

inline constexpr std::string_view kWhatIfStyle = R"css(
#what-if * { box-sizing: border-box; }
#what-if h3 { font-size: 1rem; margin: 1.4rem 0 0.4rem; }
#what-if fieldset { border: 1px solid #767676; border-radius: 4px; margin: 1rem 0; padding: 0.6rem 1rem; min-width: 0; }
#what-if legend { font-weight: 600; padding: 0 0.3rem; }
.levers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: 0.6rem 1.6rem; }
.lever { display: flex; flex-direction: column; justify-content: flex-end; }
.lever input[type=range] { display: block; width: 100%; margin: 0.2rem 0; accent-color: #0072b2; }
.lever output { white-space: nowrap; font-weight: 600; font-variant-numeric: tabular-nums; }
#what-if .buttons button, #what-if select { font: inherit; padding: 0.25rem 0.8rem; max-width: 100%; }
#what-if button:disabled { color: #8a8a8a; border-color: #bdbdbd; cursor: default; }
#what-if textarea { width: 100%; font: 0.8rem/1.4 monospace; }
#off:not(:empty) { border: 2px solid #9a3300; padding: 0.5rem 0.8rem; margin: 1rem 0; }
#state, #progress { margin: 0.3rem 0; min-height: 1.5em; }
#progress { font-variant-numeric: tabular-nums; }
th.yours { color: #005a8f; }
td[data-cell=over], td[data-cell=published-over] { white-space: nowrap; }
#what-if figcaption { color: #595959; }
#chart svg { display: block; }
#chart .ink { fill: #1a1a1a; }
#chart .muted { fill: #595959; }
#chart .grid { stroke: #e2e2e2; }
#chart .published { fill: none; stroke: #6e6e6e; stroke-width: 2; }
#chart .yours { fill: none; stroke: #0072b2; stroke-width: 2.5; stroke-dasharray: 7 4; }
#chart .limit { stroke: #1a1a1a; }
@media screen and (prefers-color-scheme: dark) {
  th.yours { color: #7cc4ee; }
  #what-if button:disabled { border-color: #4a515c; }
  .lever input[type=range] { accent-color: #56b4e9; }
  #off:not(:empty) { border-color: #ff8f45; }
  #what-if figcaption { color: #b4b8be; }
  #chart .ink { fill: #ececec; }
  #chart .muted { fill: #b4b8be; }
  #chart .grid { stroke: #343a44; }
  #chart .published { stroke: #a9aeb6; }
  #chart .yours { stroke: #56b4e9; }
  #chart .limit { stroke: #ececec; }
}
@media print { #what-if fieldset button, #copied, #what-if.within { display: none; } }
)css";

// For a page that holds nothing else.
inline constexpr std::string_view kWhatIfPageStyle = R"css(
main { overflow-wrap: anywhere; }
table { overflow-wrap: normal; }
)css";

}  // namespace faultline::report
