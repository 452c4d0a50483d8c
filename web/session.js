// Behind the module's own script: one scenario in one thread, for a worker of a page and for Node alike.

// The bytes of what web/pack.py, or packed_text() of the program, has packed.
async function inflated(packed) {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// input: {document: packed text, seed: decimal text, zones: {name: [[from, offset], ...]}, order: [position of a policy, ...]}
async function openWhatIf(input) {
  const module = await faultlineWhatIf({ wasmBinary: await inflated(faultlinePacked), print() {}, printErr() {} });
  module.FS.mkdir("/zones");
  for (const [name, offsets] of Object.entries(input.zones)) {
    module.FS.writeFile("/zones/" + name.replaceAll("/", "|"), offsets.map((pair) => pair.join(" ")).join("\n"));
  }
  // Calls with a text as the second-last or only argument; the stack would not hold a scenario.
  const withText = (text, call) => {
    const bytes = new TextEncoder().encode(text);
    const address = module._malloc(bytes.length + 1);
    module.HEAPU8.set(bytes, address);
    module.HEAPU8[address + bytes.length] = 0;
    try {
      return call(address);
    } finally {
      module._free(address);
    }
  };
  const seed = BigInt(input.seed);
  const order = module._malloc(4 * input.order.length);
  module.HEAPU32.set(input.order, order / 4);
  const session = withText(new TextDecoder().decode(await inflated(input.document)), (text) =>
    module._what_if_open(text, Number(seed & 0xffffffffn), Number(seed >> 32n), order, input.order.length));
  module._free(order);
  const answer = () => module.UTF8ToString(module._what_if_answer(session));
  const problem = answer();
  return {
    problem,
    // Figures of one policy in the setting.
    figures: () => module._what_if_figures(session),
    // settings: [["/pointer", "JSON text"], ...]; what is wrong with them, "" when nothing is
    set(settings) {
      withText(JSON.stringify(settings), (text) => module._what_if_set(session, text));
      return answer();
    },
    // Figures of quarter r, of the policies one after another.
    run(replication) {
      const begin = module._what_if_run(session, replication) / 8;
      return module.HEAPF64.slice(begin, begin + input.order.length * module._what_if_figures(session));
    },
    // Figures of one policy in quarter r. The policies of a quarter, one after another, take as long as run().
    runPolicy(replication, policy) {
      const begin = module._what_if_run_policy(session, replication, policy) / 8;
      return module.HEAPF64.slice(begin, begin + module._what_if_figures(session));
    },
    // Changes of the quarter last run, each taken through each of the policies.
    changes: () => module._what_if_changes(session),
    document: () => module.UTF8ToString(module._what_if_document(session)),
  };
}

if (typeof importScripts === "function") {
  // A worker: {open}, then {set, generation, first, step, end, ahead, early}, {check} or {document: generation}. It runs one
  // policy of a quarter at a time, so that a new setting is heard between two.
  let session;
  let input;
  let work = null;
  let waking = false;
  const channel = new MessageChannel();
  // Quarters first, first + step, ... below end, policy by policy; in those below early the policy ahead before all others,
  // since somebody waits for it.
  function* turns({ first, step, end, ahead, early }) {
    for (let replication = first; replication < Math.min(early, end); replication += step) yield [replication, ahead];
    for (let replication = first; replication < end; replication += step) {
      for (let policy = 0; policy < input.order.length; ++policy) {
        if (policy !== ahead || replication >= early) yield [replication, policy];
      }
    }
  }
  const wake = () => {
    if (waking || work === null) return;
    waking = true;
    channel.port2.postMessage(0);
  };
  const fail = (error) => {
    work = null;
    postMessage({ failed: String(error) });
  };
  channel.port1.onmessage = () => {
    waking = false;
    if (work === null) return;
    const turn = work.turns.next();
    if (turn.done) {
      work = null;
      return;
    }
    try {
      const [replication, policy] = turn.value;
      const figures = session.runPolicy(replication, policy);
      postMessage({ generation: work.generation, replication, policy, values: input.shown.map((figure) => figures[figure]) });
      wake();
    } catch (error) {
      fail(error);
    }
  };
  onmessage = async ({ data }) => {
    try {
      if (data.open) {
        input = data.open;
        session = await openWhatIf(input);
        postMessage({ opened: true, problem: session.problem });
      } else if (data.check !== undefined) {
        postMessage({ checked: data.check, figures: session.run(data.check) });
      } else if (data.set) {
        const problem = session.set(data.set);
        work = problem === "" ? { generation: data.generation, turns: turns(data) } : null;
        if (problem !== "") postMessage({ generation: data.generation, problem });
        wake();
      } else if (data.document !== undefined) {
        postMessage({ document: session.document(), generation: data.document });
      }
    } catch (error) {
      fail(error);
    }
  };
} else if (typeof module !== "undefined") {
  module.exports = { openWhatIf };
}
