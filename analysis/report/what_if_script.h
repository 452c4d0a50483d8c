// Script of the what-if panel. With that of what_if_chart.h, which stands before it.
#pragma once

#include <string_view>

namespace faultline::report {

inline constexpr std::string_view kWhatIfScript =
    R"js(// The panel: workers that run the simulator, sliders that set it, cells that show what came out.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const panel = at("panel");
  const kFigures = data.shown.length;  // of a policy and quarter: lost orders, lead time
  const policies = data.names.length;
  const inputs = data.levers.map((lever) => at("lever-" + lever.id));
  const closing = at("close-channels");
  const rows = [...at("answers").tBodies[0].rows].map((row) =>
    Object.fromEntries([...row.cells].filter((c) => c.dataset.cell).map((c) => [c.dataset.cell, c])));
  const controls = [...inputs, closing, at("reset"), at("copy")].filter((control) => control !== null);
  const published = { lost: [], lead: [] };
  for (let p = 0; p < policies; ++p) {
    published.lost.push(data.published.map((quarter) => quarter[kFigures * p]));
    published.lead.push(data.published.map((quarter) => quarter[kFigures * p + 1]));
  }
  let workers = [];
  let generation = 0;
  let yours = null;  // quarters of the reader's setting by replication; null: the published setting
  const kEarly = Math.min(2, data.replications);  // quarters that make a first interval
  let ahead = 0;  // the policy that is run first in them: the one whose curves are shown
  let there = [];  // by policy: of yours, the quarters 0 to there - 1 have come
  let drawnAt = 0;
  let timer = 0;
  let asked = 0;

  const say = (text) => { at("state").textContent = text; };
  const state = (name) => { panel.dataset.state = name; };
  const off = (why) => {
    for (const worker of workers) worker.terminate();
    workers = [];
    clearTimeout(timer);
    state("off");
    for (const control of controls) control.disabled = true;
    yours = null;
    show();
    say("");
    at("progress").textContent = "";
    at("off").textContent = "The sliders have switched themselves off. " + why +
      " The program itself gives these answers: see the command below.";
  };

  // Gates first, since they hold bake times.
  const settings = () => [...(closing !== null && closing.checked ? data.closing : []),
    ...data.levers.flatMap((lever, i) => settingsOf(lever, Number(inputs[i].value)))];

  const interval = (m) => Number.isNaN(m.half) ? "no interval yet"
    : `${countText(m.mean - m.half, m.mean)} to ${countText(m.mean + m.half, m.mean)}`;
  const fill = (cell, text, range, value) => {
    cell.textContent = text;
    if (range) {
      const small = document.createElement("small");
      small.textContent = range;
      cell.append(document.createElement("br"), small);
    }
    cell.dataset.value = value;
  };
  // Quarters by policy that figures are of: the same for all once each has a first interval.
  const counts = () => {
    if (yours === null) return data.names.map(() => data.replications);
    const least = Math.min(...there);
    return there.map((quarters) => (least >= kEarly ? least : Math.min(quarters, kEarly)));
  };
  const show = () => {
    drawnAt = performance.now();
    const quarters = counts();
    const most = Math.max(...quarters), least = Math.min(...quarters);
    if (most === 0) return;
    panel.dataset.n = least;
    const policyShown = Number(at("shown").value);
    for (let p = 0; p < policies; ++p) {
      const n = quarters[p];
      const lost = [], change = [], lead = [];
      for (let r = 0; r < n; ++r) {
        const quarter = (yours ?? data.published)[r];
        const orders = quarter[kFigures * p];
        const hours = quarter[kFigures * p + 1];
        lost.push(orders);
        change.push(orders - published.lost[p][r]);
        if (hours !== null && Number.isFinite(hours)) lead.push(hours);
      }
      const row = rows[p];
      if (p === policyShown) {
        drawChart(at("chart"), data.names[p], published.lost[p], lost, data.budget);
        fillQuantiles(at("quantiles"), data.names[p], published.lost[p], lost);
      }
      if (n === 0) {
        for (const name of ["yours", "change", "lead", "over"]) if (row[name]) fill(row[name], "running", "", "");
        continue;
      }
      const m = meanOf(lost), d = meanOf(change), l = meanOf(lead);
      fill(row.yours, yours === null ? "as published" : countText(m.mean), yours === null ? "" : interval(m), m.mean);
      fill(row.change, yours === null ? "none" : (d.mean > 0 ? "+" : "") + countText(d.mean), yours === null ? "" : interval(d), d.mean);
      fill(row.lead, l.n === 0 ? "-" : yours === null ? "as published" : hoursText(l.mean), "", l.mean);
      if (data.budget !== null) {
        const over = lost.filter((orders) => orders > data.budget).length / n;
        fill(row.over, yours === null ? "as published" : chanceText(over), "", over);
      }
    }
    at("progress").textContent = yours === null
      ? `${least} quarters, as published.`
      : `${most} of ${data.replications} quick replications in this page` +
        `${most === least ? "" : ` of ${data.names[ahead]}, of others fewer so far`}. Not the published result.`;
  };
  const arrived = ({ replication, policy, values }) => {
    const before = counts();
    values.forEach((value, f) => { (yours[replication] ??= [])[kFigures * policy + f] = value; });
    while (yours[there[policy]]?.[kFigures * policy] !== undefined) ++there[policy];
    const after = counts();
    const mark = (name) => { panel.dataset[name + "Milliseconds"] = Math.round(performance.now() - asked); };
    const came = (quarters) => before[policy] < quarters && after[policy] >= quarters;
    const least = Math.min(...after);
    if (policy === ahead && came(1)) mark("figure");
    if (policy === ahead && came(kEarly)) {
      mark("first");
      say(`First figures of ${data.names[ahead]} are here; other policies follow.`);
    }
    if (least >= kEarly && Math.min(...before) < kEarly) {
      mark("all");
      say("First figures are here; they sharpen as more quarters run.");
    }
    if (least === data.replications) {
      say(`All ${least} quarters of the run are here.`);
      state("done");
    }
    const more = after.some((quarters, p) => quarters > before[p]);
    if (more && (Math.min(...before) < kEarly || least === data.replications || performance.now() - drawnAt > 200)) show();
  };

  const label = (i) => {
    const lever = data.levers[i];
    const value = lever.positions[Number(inputs[i].value)];
    const text = lever.factor && Number(inputs[i].value) === lever.base ? "as published" : lever.factor ? `${significant(value, 3)} ${lever.unit}` : `${significant(100 * value, 3)} % ${lever.unit}`;
    at(inputs[i].id + "-value").textContent = text;
    inputs[i].setAttribute("aria-valuetext", text);
  };
  const send = () => {
    clearTimeout(timer);
    timer = 0;
    const set = settings();
    ++generation;
    ahead = Number(at("shown").value);
    there = data.names.map(() => 0);
    yours = set.length === 0 ? null : new Array(data.replications);
    at("copied").hidden = true;
    const end = yours === null ? 0 : data.replications;
    workers.forEach((worker, i) => worker.postMessage({ set, generation, first: i, step: workers.length, end, ahead, early: kEarly }));
    state(yours === null ? "ready" : "running");
    say(yours === null ? "This is the published setting. Move a slider." : "Running your setting.");
    if (yours === null) show();
  };
  const moved = () => {
    inputs.forEach((_, i) => label(i));
    if (panel.dataset.state === "off") return;
    state("running");
    at("copy").disabled = false;
    asked = performance.now();
    clearTimeout(timer);
    timer = setTimeout(send, 60);  // a drag sends many
  };

  const differs = (replication, figures) => {
    const expected = data.checks[replication];
    const count = expected.length / policies;
    if (figures.length !== expected.length) return `It counts ${figures.length} figures of a quarter, and the published run ${expected.length}.`;
    for (let i = 0; i < expected.length; ++i) {
      if (!agree(figures[i], expected[i])) {
        const name = data.figure_names[i % count] ?? `figure ${i % count}`;
        return `Replaying the published setting, quarter ${replication} under policy ${data.names[Math.floor(i / count)]} ` +
          `has ${name} = ${figures[i]} here and ${expected[i]} in the published run: more than 1 part in 1,000,000,000 apart.`;
      }
    }
    for (let p = 0; p < policies; ++p) {
      for (let f = 0; f < kFigures; ++f) {
        if (!agree(figures[p * count + data.shown[f]], data.published[replication][p * kFigures + f])) {
          return `Replaying the published setting, quarter ${replication} gives another ${data.figure_names[data.shown[f]]} than this page shows.`;
        }
      }
    }
    return "";
  };
  let checked = 0;
  let opened = 0;
  const ready = () => {
    for (const control of controls) control.disabled = false;
    send();
  };
  const heard = (index, message) => {
    if (message.failed !== undefined) {
      off("The simulator stopped: " + message.failed + ".");
    } else if (message.opened) {
      if (message.problem !== "") return off("The simulator does not open the scenario: " + message.problem + ".");
      ++opened;
      for (let r = index; r < data.checks.length; r += workers.length) workers[index].postMessage({ check: r });
    } else if (message.checked !== undefined) {
      const why = differs(message.checked, message.figures);
      if (why !== "") return off(why);
      ++checked;
      say(`Replaying the published setting: ${checked} of ${data.checks.length} quarters agree.`);
      if (checked === data.checks.length) ready();
    } else if (message.document !== undefined) {
      if (message.generation === generation && panel.dataset.state !== "off") copied(message.document);
    } else if (message.generation === generation && message.problem !== undefined) {
      for (const worker of workers) worker.postMessage({ set: [], generation: ++generation, first: 0, step: 1, end: 0, ahead: 0, early: 0 });
      state("refused");
      at("copy").disabled = true;  // the simulator still has the setting before
      say("The program does not take this setting: " + [...new Set(message.problem.split("\n"))].join("; "));
    } else if (message.generation === generation && yours !== null && message.values !== undefined) {
      arrived(message);
    }
  };

  const copied = (text) => {
    at("copied").hidden = false;
    at("document").value = text;
    at("same").textContent = `faultline compare my-setting.json --replications ${data.replications} --seed ${data.seed}`;
    const selected = () => {
      at("document").focus();
      at("document").select();
      say("Copy the selected text.");
    };
    if (!navigator.clipboard) return selected();
    navigator.clipboard.writeText(text).then(() => say("Copied: the scenario with this setting."), selected);
  };

  for (const input of inputs) input.addEventListener("input", moved);
  if (closing !== null) closing.addEventListener("change", moved);
  at("reset").addEventListener("click", () => {
    data.levers.forEach((lever, i) => { inputs[i].value = lever.base; });
    if (closing !== null) closing.checked = false;
    moved();
  });
  at("copy").addEventListener("click", () => {
    if (timer !== 0) send();
    workers[0].postMessage({ document: generation });
  });
  at("shown").addEventListener("change", show);
  addEventListener("resize", show);

  panel.hidden = false;
  at("figures").hidden = false;
  at("curves").hidden = false;
  data.levers.forEach((lever, i) => { inputs[i].value = lever.base; label(i); });
  state("checking");
  say("Starting the simulator and replaying the published setting.");
  show();
  if (typeof DecompressionStream === "undefined") {
    return off("This browser cannot unpack the simulator: it has no DecompressionStream.");
  }
  try {
    const source = URL.createObjectURL(new Blob([at("module").textContent], { type: "text/javascript" }));
    const count = Math.min(4, navigator.hardwareConcurrency || 2, data.replications);
    for (let i = 0; i < count; ++i) {
      const worker = new Worker(source);
      worker.onmessage = ({ data: message }) => heard(i, message);
      worker.onerror = (event) => { event.preventDefault(); off("The simulator does not start in this browser: " + event.message + "."); };
      workers.push(worker);
    }
    const input = { document: data.document, seed: data.seed, zones: data.zones, order: data.order, shown: data.shown };
    for (const worker of workers) worker.postMessage({ open: input });
  } catch (error) {
    off("This browser does not let the page start the simulator: " + error.message + ".");
  }
})();
)js";

}  // namespace faultline::report
