// Does the extension look anything up late? Page script replaces what it can reach, also what only the way between the two
// worlds is made of; the extension goes on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { escapes, EVERYTHING, NOTHING, pageThat } from '../all-at-once.mjs';
import { shown, until } from '../browser.mjs';
import { OVERRIDES } from '../hostile.mjs';
import { startGoverned } from './fixture.mjs';

let world;
before(async () => {
  world = await startGoverned();
});
after(() => world?.close());

/** What the guard and the agent speak with each other by. */
const CHANNEL = {
  'the events between the worlds': () => {
    Object.defineProperty(CustomEvent.prototype, 'detail', { get: () => '[0]', configurable: true });
    Object.defineProperty(MouseEvent.prototype, 'relatedTarget', { get: () => null, configurable: true });
    EventTarget.prototype.dispatchEvent = () => true;
    globalThis.CustomEvent = globalThis.Event = globalThis.MouseEvent = function () {};
    Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
  },
  'the text between the worlds': () => {
    for (const kind of [Object, Array, String, Number, Function]) Object.defineProperty(kind.prototype, 'toJSON', { value: () => '[0]', configurable: true });
    JSON.stringify = () => '[0]';
    JSON.parse = () => [0];
    String.fromCharCode = () => '';
    for (const at of ['1', '2', '3', '4']) Object.defineProperty(Array.prototype, at, { get: () => 0, set() {}, configurable: true });
  },
};

const ALL = { ...OVERRIDES, ...CHANNEL };

async function attack(app, changed) {
  const page = await world.visit(app, pageThat(changed));
  return { page, escaped: await escapes(page, world.site) };
}

test('where nobody governs all of it gets out', async () => {
  const { page, escaped } = await attack('bare');
  await until('the file', () => page.saved().length > 0);
  assert.deepEqual({ ...escaped, saved: true }, EVERYTHING);
});

for (const [name, override] of Object.entries(ALL)) {
  test(`the extension stops all of it after the page replaced ${name}`, async () => {
    const { page, escaped } = await attack('everything', String(override));
    assert.deepEqual(escaped, NOTHING);
    await until('it is reported', async () => (await world.reported('print')).length > 0 && (await world.reported('sendItem')).length > 0);
    assert.deepEqual(page.saved(), []);
    assert.match((await shown(page)).text, / blocked\n.* is blocked by your organization's security policy\./, 'the person is told');
  });
}

test('the extension stops all of it after the page replaced everything', async () => {
  const all = `() => { ${Object.values(ALL).map((one) => `try { (${one})() } catch {}`).join('\n')} }`;
  assert.deepEqual((await attack('everything', all)).escaped, NOTHING);
  await until('it is reported', async () => (await world.reported('print')).length > 0);
});
