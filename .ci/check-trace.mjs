// node check-trace.mjs ENGINE_FOLDER TRACE: see check-trace.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

const [folder, trace] = process.argv.slice(2);
const exit = process.exit.bind(process);

// The engine speaks protocol buffers (perfetto/trace_processor/trace_processor.proto). As much of them as is asked here:
function varint(number) {
  const bytes = [];
  for (let rest = BigInt(number); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
}
const number = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);
const bytes = (field, value) => Buffer.concat([varint((field << 3) | 2), varint(value.length), value]);
function varints(buffer) {
  const values = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of buffer) {
    value |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte & 128) continue;
    values.push(value);
    value = shift = 0n;
  }
  return values;
}
function* fields(buffer) {
  let at = 0;
  const take = (length) => buffer.subarray(at, (at += length));
  const next = () => {
    const begin = at;
    while (buffer[at++] & 128);
    return Number(varints(buffer.subarray(begin, at))[0]);
  };
  while (at < buffer.length) {
    const key = next();
    const value = [next, () => take(8), () => take(next()), null, null, () => take(4)][key & 7]();
    yield [key >> 3, value];
  }
}

// The engine expects to be a worker of a browser.
const complaints = [];
console.warn = (text) => complaints.push(text);
Object.assign(globalThis, {
  self: globalThis,
  location: { href: `file://${folder}/` },
  WorkerGlobalScope: function () {},
  process: undefined,
  XMLHttpRequest: class {
    open(method, url) {
      this.url = url;
    }
    send() {
      this.status = 200;
      this.response = new Uint8Array(fs.readFileSync(path.join(folder, path.basename(this.url)))).buffer;
    }
  },
});
vm.runInThisContext(fs.readFileSync(path.join(folder, 'engine_bundle.js'), 'utf8'));
await new Promise((ready) => setTimeout(ready, 0));
const replies = [];
const port = { postMessage: (message) => replies.push(Buffer.from(message)) };
globalThis.onmessage({ data: port });
let calls = 0;
function call(method, argument = Buffer.alloc(0)) {
  replies.length = 0;
  const message = Buffer.concat([number(1, ++calls), number(2, method), argument]);
  port.onmessage({ data: new Uint8Array(bytes(1, message)) });
  return [...fields(Buffer.concat(replies))].map(([, reply]) => [...fields(reply)]);
}

function query(sql) {
  const rows = [];
  let columns = 0;
  for (const [field, result] of call(3, bytes(103, bytes(1, Buffer.from(sql)))).flat()) {
    if (field !== 203) continue;
    for (const [part, value] of fields(result)) {
      if (part === 1) ++columns;
      if (part === 2 && value.length > 0) throw new Error(`${sql}: ${value}`);
      if (part !== 3) continue;
      const cells = Object.fromEntries([...fields(value)].map(([kind, packed]) => [kind, packed]));
      const numbers = varints(cells[2] ?? []).map(Number);
      const texts = String(cells[5] ?? '').split('\0');
      const values = varints(cells[1] ?? []).map((type) => (type === 2n ? numbers.shift() : type === 4n ? texts.shift() : null));
      while (values.length > 0) rows.push(values.splice(0, columns));
    }
  }
  return rows;
}

const text = fs.readFileSync(trace);
const kChunk = 1 << 24;
for (let at = 0; at < text.length; at += kChunk) call(1, bytes(101, text.subarray(at, at + kChunk)));
call(2);

const problems = query("SELECT name, value FROM stats WHERE severity IN ('error', 'data_loss') AND value > 0").map(
  ([name, count]) => `${name}: ${count}`);
const expect = (what, held, written) => held === written || problems.push(`${what}: ${held} of ${written}`);
const events = JSON.parse(text).traceEvents;
const written = (phases) => events.filter((event) => phases.includes(event.ph)).length;
const held = (sql) => query(`SELECT count(*) FROM ${sql}`)[0][0];
expect('slices and instants', held('slice'), written('Xi'));
expect('values of counters', held('counter'), written('C'));
expect('arrows', held('flow'), written('s'));
expect('arrows from production to an incident',
  held(`flow JOIN slice a ON a.id = slice_out JOIN slice b ON b.id = slice_in
        WHERE a.category = 'production' AND b.category IN ('incident', 'phase')`), written('s'));
expect('named threads', held('thread WHERE name IS NOT NULL AND utid IN (SELECT utid FROM thread_track)'),
  events.filter((event) => event.name === 'thread_name').length);
expect('slices where they were written',
  held("slice WHERE category IN ('change', 'incident') AND depth = 0"),
  events.filter((event) => ['change', 'incident'].includes(event.cat)).length);
expect('parts of them', held("slice WHERE category IN ('gate', 'production', 'phase') AND depth = 1"),
  events.filter((event) => ['gate', 'production', 'phase'].includes(event.cat)).length);
console.log(`${trace}: ${problems.length === 0 ? `opens, ${held('slice')} slices and instants` : problems.join('; ')}`);
if (problems.length > 0 && complaints.length > 0) console.log(complaints.join('\n'));
exit(problems.length === 0 ? 0 : 1);
