// node compare.cjs PAGE.html: replays the quarters of a what-if page by the module that it holds: every figure of the first
// ones, the shown figures of all, and the first quarter again policy by policy. Fails when one differs by more than 1 part in 10^9; says how many are equal to the last
// bit, and how fast it ran. Then sets every lever, by the page's own script, to both ends, its middle and its base: the
// loader must take it, and what is set must stand in the document.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { inflateSync } = require("node:zlib");

const page = readFileSync(process.argv[2], "utf8");
const part = (id) => {
  const begin = page.indexOf(">", page.indexOf(`id="${id}"`)) + 1;
  return page.slice(begin, page.indexOf("</script>", begin));
};
const data = JSON.parse(part("data"));
const document = inflateSync(Buffer.from(data.document, "base64")).toString();
const folder = mkdtempSync(join(tmpdir(), "faultline-"));
const file = join(folder, "module.js");
const { settingsOf } = new Function(part("mathematics") + "; return { settingsOf };")();
writeFileSync(file, part("module"));
const { openWhatIf } = require(file);
rmSync(folder, { recursive: true });

let compared = 0;
let equal = 0;
let worst = 0;
const compare = (found, figure) => {
  compared += 1;
  if (figure === null) {
    if (Number.isFinite(found)) throw new Error(`${found} where the native program has no figure`);
    equal += 1;
    return;
  }
  if (found === figure) equal += 1;
  const size = Math.max(Math.abs(found), Math.abs(figure));
  const apart = size > 0 ? Math.abs(found - figure) / size : 0;
  if (!(apart <= worst)) worst = apart;  // NaN too
};

(async () => {
  const policies = data.names.length;
  const session = await openWhatIf(data);
  if (session.problem !== "") throw new Error(session.problem);
  if (session.document() !== document) throw new Error("the module resolves the scenario to another document");
  session.run(0);  // so that the engine is compiled
  let changes = 0;
  const begin = process.cpuUsage();
  const quarters = data.published.map((_, quarter) => {
    const figures = session.run(quarter);
    changes += session.changes() * policies;
    return figures;
  });
  const used = process.cpuUsage(begin);
  const seconds = (used.user + used.system) / 1e6;
  quarters.forEach((figures, quarter) => {
    const each = figures.length / policies;
    if (each !== session.figures()) throw new Error(`${figures.length} figures of ${policies} policies`);
    data.checks[quarter]?.forEach((figure, i) => compare(figures[i], figure));
    data.published[quarter].forEach((figure, i) =>
      compare(figures[Math.floor(i / data.shown.length) * each + data.shown[i % data.shown.length]], figure));
  });
  // As a reader's setting is run: one policy of a quarter at a time, the last one first.
  const first = session.run(0);
  const each = first.length / policies;
  for (let policy = policies - 1; policy >= 0; --policy) {
    session.runPolicy(0, policy).forEach((figure, i) => {
      if (!Object.is(figure, first[policy * each + i])) throw new Error(`policy ${policy} alone has ${figure} as figure ${i}, not ${first[policy * each + i]}`);
    });
  }
  console.log(`${equal} of ${compared} figures equal to the last bit, worst relative difference ${worst}; ` +
    `${(quarters.length / seconds).toFixed(1)} quarters a second of processor time under ${policies} policies, ` +
    `${((1e9 * seconds) / changes).toFixed(0)} ns a change and policy`);
  if (!(compared > 0 && worst <= 1e-9)) throw new Error("native and WebAssembly differ");

  let settings = 0;
  for (const lever of data.levers) {
    const last = lever.positions.length - 1;
    for (const position of new Set([0, Math.floor(last / 2), lever.base, last])) {
      const set = settingsOf(lever, position);
      const problem = session.set(set);
      if (problem !== "") throw new Error(`${lever.id} at ${lever.positions[position]}: ${problem}`);
      if (position === lever.base && session.document() !== document) throw new Error(`${lever.id}: its base is another setting`);
      const made = JSON.parse(session.document());
      for (const [pointer, text] of set) {
        const found = pointer.split("/").slice(1).reduce((node, key) => node[key.replaceAll("~1", "/").replaceAll("~0", "~")], made);
        if (found !== Number(text)) throw new Error(`${pointer}: ${found} and not ${text}`);
      }
      settings += 1;
    }
  }
  if (session.set(data.closing) !== "") throw new Error("the channel cannot be closed: " + session.set(data.closing));
  console.log(`${settings} settings of ${data.levers.length} levers taken`);
})().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
