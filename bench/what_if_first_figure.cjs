// node bench/what_if_first_figure.cjs PAGE.html...: processor time that stands between the move of a slider and the first
// interval, without a browser: opening the scenario and replaying the published quarters once; then, for 1.5 and for 4 times
// the changes, the setting and one quarter, which each of two workers does. The least of three.
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
    const { settingsOf } = new Function(part("mathematics") + "; return { settingsOf };")();
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
    const first = {};
    for (const times of [1.5, 4]) {
      const set = settingsOf(data.levers[0], data.levers[0].positions.indexOf(times));
      first[times] = Infinity;
      for (let i = 0; i < 3; ++i) {
        session.set([]);
        for (const quarter of [0, 1]) {
          first[times] = Math.min(first[times], await used(() => { session.set(set); session.run(quarter); }));
        }
      }
    }
    console.log(`${path}: open ${open.toFixed(2)} s, replay ${replay.toFixed(2)} s; setting and a quarter at 1.5 times the ` +
      `changes ${first[1.5].toFixed(2)} s, at 4 times ${first[4].toFixed(2)} s`);
  }
})();
