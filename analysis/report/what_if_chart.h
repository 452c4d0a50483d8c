// Script of the what-if panel that knows nothing of it: figures as text, intervals, what levers set, the chart.
#pragma once

#include <string_view>

namespace faultline::report {

inline constexpr std::string_view kWhatIfMath = R"js("use strict";
// Figures as the reports write them, and what they are worth.
const significant = (x, digits) => Number(x.toPrecision(digits)).toLocaleString("en-US", { maximumFractionDigits: 12 });
// A count in the unit of `size`, with as many digits as its error supports: at most three.
const countText = (x, size = x, digits = 3) => {
  const [scale, unit] = Math.abs(size) >= 1e6 ? [1e6, " M"] : Math.abs(size) >= 1e4 ? [1e3, " k"] : [1, ""];
  return significant(x / scale, digits) + unit;
};
const quartersText = (n) => n === 1 ? "1 quarter" : `${n} quarters`;
const hoursText = (h) => h < 1 ? significant(60 * h, 2) + " min" : h < 96 ? significant(h, 2) + " h" : significant(h / 24, 2) + " d";
const chanceText = (share) => share === 0 ? "never seen" : share === 1 ? "every time" : share < 0.05
  ? "about 1 in " + significant(1 / share, 2) : share > 0.99 ? "over 99 in 100" : "about " + Math.round(100 * share) + " in 100";
// Upper 2.5 % point of Student's t: exact for 1 and 2 degrees, else Cornish and Fisher's expansion (within 0.4 % from 3 on).
const studentT = (df) => {
  if (df < 3) return [12.7062, 4.30265][df - 1];
  const z = 1.959963984540054;
  const z3 = z ** 3, z5 = z ** 5, z7 = z ** 7;
  return z + (z3 + z) / (4 * df) + (5 * z5 + 16 * z3 + 3 * z) / (96 * df ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * df ** 3);
};
// Mean and half-width of its 95 % interval (NaN of one value).
const meanOf = (values) => {
  let mean = 0, m2 = 0, n = 0;
  for (const x of values) {
    const d = x - mean;
    mean += d / ++n;
    m2 += d * (x - mean);
  }
  return { n, mean, half: n < 2 ? NaN : studentT(n - 1) * Math.sqrt(m2 / (n - 1) / n) };
};
// Same to 1 part in 10^9; null stands for a figure that does not exist.
const agree = (found, expected) => expected === null ? !Number.isFinite(found)
  : Math.abs(found - expected) <= 1e-9 * Math.max(Math.abs(found), Math.abs(expected));
// What a lever sets at one of its positions, as the loader takes it: pointers and JSON texts.
const settingsOf = (lever, position) => position === lever.base ? [] : lever.places.map(([pointer, value]) => {
  const raw = lever.factor ? lever.positions[position] * value : lever.positions[position];
  return [pointer, String(lever.whole ? Math.max(1, Math.round(raw)) : raw)];
});
)js";

inline constexpr std::string_view kWhatIfChart =
    R"js(// The share of quarters that lose more, published and in the reader's setting, on logarithmic axes.
const kSupport = 10;  // a curve ends where fewer quarters lie beyond
// Points (loss, share of quarters at or above it), from the smallest loss to the last supported one.
const exceedance = (losses) => {
  const sorted = [...losses].sort((a, b) => a - b);
  const n = sorted.length;
  const points = [];
  for (let i = 0; i + kSupport <= n; ++i) if (sorted[i] > 0) points.push([sorted[i], (n - i) / n]);
  return points;
};
const SVG = "http://www.w3.org/2000/svg";
const drawn = (tag, attributes, text) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
};
const drawChart = (box, policy, published, yours, budget) => {
  const width = Math.max(280, Math.min(640, box.clientWidth)), narrow = width < 560;
  const height = narrow ? 350 : 330, left = 64, right = width - 16, top = 14, bottom = 262;
  const curves = [["published", published], ["yours", yours]].map(([name, losses]) => ({ name, n: losses.length, points: exceedance(losses) }));
  const all = curves.flatMap((curve) => curve.points);
  const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-labelledby": "chart-title chart-desc" });
  const lossAt = (losses, share) => [...losses].sort((a, b) => b - a)[Math.floor(share * losses.length)];
  const tenth = curves.map((_, i) => lossAt([published, yours][i], 0.1));
  const enough = yours.length >= 10 * kSupport;
  svg.append(drawn("title", { id: "chart-title" }, enough
    ? `${policy}: 1 quarter in 10 loses more than ${countText(tenth[0])} orders as published, ${countText(tenth[1])} in your setting`
    : `${policy}: lost orders of a quarter, as published and in your setting`));
  svg.append(drawn("desc", { id: "chart-desc" }, curves.map((curve) => curve.points.length === 0
    ? `${curve.name}: too few quarters with a loss to draw`
    : `${curve.name}, ${quartersText(curve.n)}: ${Math.round(100 * curve.points[0][1])} in 100 lose ${countText(curve.points[0][0])} orders or more, ` +
      `${significant(100 * curve.points.at(-1)[1], 2)} in 100 lose ${countText(curve.points.at(-1)[0])} or more`).join("; ") + "."));
  box.replaceChildren(svg);
  if (all.length === 0) {
    svg.append(drawn("text", { x: width / 2, y: height / 2, "text-anchor": "middle", class: "muted", "font-size": 14 },
      `A curve needs ${kSupport} quarters with a loss.`));
    return;
  }
  const high = Math.max(...all.map((p) => p[0]), budget ?? 0) * 1.1;
  // The few quarters that lose next to nothing would take most of the axis.
  const low = Math.max(Math.min(...all.filter((p) => p[1] <= 0.98).map((p) => p[0]), high / 2) / 1.1, high / 1e4);
  const least = Math.min(...all.map((p) => p[1])) / 1.15;
  const x = (loss) => left + (right - left) * Math.log(Math.max(loss, low) / low) / Math.log(high / low);
  const y = (share) => bottom - (bottom - top) * Math.log(share / least) / Math.log(1 / least);
  const label = (at, text, extra = {}) => svg.append(drawn("text", { x: at[0], y: at[1], class: "muted", "font-size": 12, ...extra }, text));
  const steps = high / low > 30 ? [1] : [1, 2, 5];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.log10(high); ++decade) {
    for (const step of steps) {
      const loss = step * 10 ** decade;
      if (loss < low || loss > high) continue;
      svg.append(drawn("line", { x1: x(loss), x2: x(loss), y1: top, y2: bottom, class: "grid" }));
      label([x(loss), bottom + 17], loss >= 1e6 ? loss / 1e6 + " M" : loss >= 1e3 ? loss / 1e3 + " k" : String(Number(loss.toPrecision(2))), { "text-anchor": "middle" });
    }
  }
  for (const one of [1, 2, 5, 10, 20, 50, 100, 200]) {
    if (1 / one < least) break;
    svg.append(drawn("line", { x1: left, x2: right, y1: y(1 / one), y2: y(1 / one), class: "grid" }));
    label([left - 8, y(1 / one) + 4], one === 1 ? "all" : `1 in ${one}`, { "text-anchor": "end" });
  }
  label([(left + right) / 2, bottom + 36], "Lost orders of a quarter", { "text-anchor": "middle" });
  if (budget !== null && budget > low) {
    svg.append(drawn("line", { x1: x(budget), x2: x(budget), y1: top, y2: bottom, class: "limit" }));
    label([x(budget) + 5, bottom - 7], "budget", { class: "ink" });
  }
  curves.forEach((curve, i) => {
    const first = curve.points.findIndex((p) => p[0] >= low);
    if (first >= 0) {
      const inside = curve.points.slice(Math.max(first - 1, 0));  // the first point at the axis, if it lies left of it
      svg.append(drawn("path", { class: curve.name, d: "M" + inside.map((p) => x(p[0]).toFixed(1) + " " + y(p[1]).toFixed(1)).join("L") }));
    }
    const at = narrow ? left : left + 40 + 260 * i, below = narrow ? height - 32 + 20 * i : height - 12;
    svg.append(drawn("line", { x1: at, x2: at + 36, y1: below, y2: below, class: curve.name }));
    label([at + 44, below + 4], i === 0 ? `published, ${quartersText(curve.n)}` : `your setting, ${quartersText(curve.n)}`, { class: "ink" });
  });
};
// The same in figures: losses that one quarter in so many exceeds, where 10 quarters lie beyond.
const fillQuantiles = (table, policy, published, yours) => {
  const at = (losses, one) => losses.length < one * kSupport ? "too few quarters"
    : countText([...losses].sort((a, b) => b - a)[Math.floor(losses.length / one)]);
  table.caption.textContent = `${policy}: ${quartersText(published.length)} as published, ${yours.length} in your setting`;
  table.tBodies[0].replaceChildren(...[2, 5, 10, 20, 50, 100].map((one) => {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = `1 in ${one}`;
    row.append(head);
    for (const losses of [published, yours]) row.insertCell().textContent = at(losses, one);
    return row;
  }));
};
)js";

}  // namespace faultline::report
