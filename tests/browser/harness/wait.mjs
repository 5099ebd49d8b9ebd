// How long do we wait? Until a condition holds, never for a fixed time.

const PAUSE_MS = 50;

/** Resolves with the first truthy answer of `condition`; rejects, naming `what`, after `timeout` milliseconds. */
export async function until(what, condition, timeout = 15_000) {
  const end = Date.now() + timeout;
  let last;
  do {
    try {
      const answer = await condition();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await pause();
  } while (Date.now() < end);
  throw new Error(`waited ${timeout} ms in vain: ${what}${last ? ` (last: ${last.message})` : ''}`);
}

/** Checks that `condition` stays false for `span` milliseconds: for things that must not happen. */
export async function never(what, condition, span = 500) {
  const end = Date.now() + span;
  while (Date.now() < end) {
    if (await condition()) throw new Error(`happened, and must not: ${what}`);
    await pause();
  }
}

const pause = () => new Promise((done) => setTimeout(done, PAUSE_MS));
