// node compare.cjs MODULE.js RECORD.json: every figure of the record by the module. Fails when one differs by more than
// 1 part in 10^9; says how many are equal to the last bit, and how fast it ran.
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");

const [, , moduleFile, recordFile] = process.argv;
const { openWhatIf } = require(resolve(moduleFile));
const record = JSON.parse(readFileSync(recordFile, "utf8"));

(async () => {
  const session = await openWhatIf(record);
  if (session.problem !== "") throw new Error(session.problem);
  if (session.document() !== record.document) throw new Error("the module resolves the scenario to another document");
  let compared = 0;
  let equal = 0;
  let worst = 0;
  const begin = process.hrtime.bigint();
  record.quarters.forEach((expected, quarter) => {
    const found = session.run(quarter, record.policies);
    if (found.length !== expected.length) throw new Error(`${found.length} figures instead of ${expected.length}`);
    expected.forEach((figure, i) => {
      compared += 1;
      if (Object.is(found[i], figure)) equal += 1;
      const size = Math.max(Math.abs(found[i]), Math.abs(figure));
      if (size > 0) worst = Math.max(worst, Math.abs(found[i] - figure) / size);
    });
  });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  console.log(`${recordFile}: ${equal} of ${compared} figures equal to the last bit, worst relative difference ${worst}; ` +
    `${((seconds / record.quarters.length) * 1000).toFixed(1)} ms a quarter under ${record.policies} policies`);
  if (!(compared > 0 && worst <= 1e-9)) process.exit(1);
})();
