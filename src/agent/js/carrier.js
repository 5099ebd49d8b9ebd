// What does a page of the gateway's do for the agent? Time, chance, timers, and the way to the gateway.

const sendNative = fetch, timeout = setTimeout, clock = performance, clockNow = Performance.prototype.now;
const random = Crypto.prototype.getRandomValues, chance = crypto;
const responseStatus = getOwnPropertyDescriptor(Response.prototype, 'status').get, responseText = Response.prototype.text;

const ours = plain({
  since: () => apply(clockNow, clock, NOTHING),
  later: (wake, milliseconds) => apply(timeout, undefined, [wake, milliseconds]),
  /** A newer boot came: an agent that has to start anew begins with it. */
  renew(boot, allow) {
    sealed = boot;
    allowUndecided = allow;
  },
  /** 32 hexadecimal digits. */
  randomId() {
    const seed = apply(random, chance, [new Bytes(16)]);
    let id = '';
    for (let i = 0; i < 16; i++) id += '0123456789abcdef'[seed[i] >> 4] + '0123456789abcdef'[seed[i] & 15];
    return id;
  },
  /** Asks the gateway; `done` hears the status, a blank, and the text of the answer. */
  send(method, path, body, keepalive, done, failed) {
    const init = plain({ method, keepalive, credentials: 'same-origin', cache: 'no-store' });
    if (body !== undefined) {
      init.body = body;
      init.headers = plain({ 'content-type': 'application/json' });
    }
    const fail = () => failed();
    const read = (response) => {
      const text = apply(responseText, response, NOTHING);
      mechanisms.settle(text, (read) => done(`${apply(responseStatus, response, NOTHING)} ${read}`), fail);
    };
    try {
      mechanisms.settle(apply(sendNative, undefined, [path, init]), read, fail);
    } catch {
      ours.later(fail, 0);
    }
  },
});
