// Who decides in a page whose site the extension governs, and what of calls made before that is known?

/** Besides what an engine says of a call: it cannot run here. */
const UNDECIDED = 4;
let allowUndecided = false;

const engine = plain({
  call(hook, self, list, target) {
    const verdict = ask(plain(['call', hook, self, list, target]));
    if (verdict[0] === UNDECIDED) throw 'nobody can decide';
    answer = verdict[1] === undefined ? undefined : fromWire(verdict[1]);
    return verdict[0];
  },
  /** While the agent itself lets `print` run, Chromium delivers to this world alone, and it is decided. */
  event(hook, event) {
    const prints = performing > 0 && (HOOKS[hook][NAME] === 'beforeprint' || HOOKS[hook][NAME] === 'afterprint');
    return prints ? GO_ON : ask(plain(['event', hook, event]))[0];
  },
});
const start = () => engine;

/** Whether the stack was used up, which is the page's doing; otherwise the default behaviour decides. */
const failed = isOverflow;

const woken = (kind, data, value, life) => {
  const mark = top;
  depth++;
  try {
    ask(plain(['wake', kind, data, hold(value), life]));
  } catch {
    // the agent is gone with its extension: nobody waits for this any more
  } finally {
    depth--;
    release(mark);
  }
};

// --- calls that wait until the agent knows the policies, in their order

const waiting = create(null);
let waitingCount = 0;

const wait = (work) => void (waiting[waitingCount++] = work);
const catchUp = () => {
  const count = waitingCount;
  waitingCount = 0;
  for (let i = 0; i < count; i++) {
    try {
      waiting[i]();
    } catch {
      // its caller has gone on long ago
    }
  }
};

/** A call while the policies are on their way: it waits where its caller does not see the difference. */
const unknown = (hook, target, self, list) => {
  const again = () => around(hook)(target, self, list);
  switch (HOOKS[hook][REFUSAL]) {
    case 'reject': return new PromiseOf((resolve, reject) => wait(() => {
      try {
        resolve(again());
      } catch (error) {
        reject(error);
      }
    }));
    case 'undefined': return wait(again);
    case 'queued': return wait(again), true;
    default: return byDefault(hook, target, self, list);
  }
};

handOver();
