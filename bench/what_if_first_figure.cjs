// node bench/what_if_first_figure.cjs PAGE.html...: processor time that stands between the move of a slider and the first
// interval, without a browser: opening the scenario and replaying the published quarters once; then, for 1.5, 2 and 4 times
// the changes, and 10 times, the setting and one policy of a quarter, which each of two workers does, and the rest of the
// quarter. The least of three.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

(async () => {
  for (const path of process.argv.slice(2)) {
    const page = readFileSync(path, "utf8");
    const part = (id) => {
      const begin = page.indexOf(">", page.indexOf(`id="${id}"`)) + 1;
      return page.slice(begin, page.indexOf("</script>", begin));
    };
    const folder = mkdtempSync(join(tmpdir(), "faultline-"));
    writeFileSync(join(folder, "module.js"), part("module"));
    const { openWhatIf } = require(join(folder, "module.js"));
    rmSync(folder, { recursive: true });
    const data = JSON.parse(part("data"));
    const used = async (work) => {
      const begin = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(begin);
      return (user + system) / 1e6;
    };
    let session;
    const open = await used(async () => { session = await openWhatIf(data); });
    const replay = await used(() => data.checks.forEach((_, quarter) => session.run(quarter)));
    const velocity = data.levers[0];
    const said = [];
    for (const times of [1.5, 2, 4, 10]) {
      const set = velocity.places.map(([pointer, value]) => [pointer, String(times * value)]);
      let ahead = Infinity;
      let rest = Infinity;
      for (let i = 0; i < 3; ++i) {
        session.set([]);
        for (const quarter of [0, 1]) {
          ahead = Math.min(ahead, await used(() => { session.set(set); session.runPolicy(quarter, 0); }));
          rest = Math.min(rest, await used(() => data.order.forEach((_, policy) => policy > 0 && session.runPolicy(quarter, policy))));
        }
      }
      said.push(`${times} times the changes ${ahead.toFixed(2)} s, other policies ${rest.toFixed(2)} s`);
    }
    console.log(`${path}: open ${open.toFixed(2)} s, replay ${replay.toFixed(2)} s; setting and a policy of a quarter at ` + said.join("; "));
  }
})();
