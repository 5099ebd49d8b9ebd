// Is the extension a good guest where it governs? What is allowed works as without it, and the page finds little to notice.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hookedFunctions, ownInPlace, requests, whatIsThrown } from '../guest-looks.mjs';
import { ATTEMPTS, DEEP, PAGE, wear } from '../wear.mjs';
import { until } from '../browser.mjs';
import { startGoverned } from './fixture.mjs';

let world;
before(async () => {
  world = await startGoverned();
});
after(() => world?.close());

/** What `look` finds where nobody governs, and where all is let go and recorded. */
async function both(look) {
  const seen = [];
  for (const app of ['bare', 'audited']) {
    const page = await world.visit(app, '');
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    const found = await page.evaluate(look);
    const received = world.site.received.filter((one) => one.path !== '/g').map((one) => ({ ...one }));
    seen.push({ found, errors, received });
  }
  return seen;
}

for (const [name, look] of [
  ['hooked functions keep their names, lengths, texts, properties and prototypes', hookedFunctions],
  ['a page can put its own function in place of a hooked one, as monitoring scripts do', ownInPlace],
  ['what natives throw and reject is what the page gets', whatIsThrown],
  ['requests arrive the same: methods, headers, bodies, aborts, streams', requests],
  ['no global is added, and no element stays', () => [Object.getOwnPropertyNames(globalThis).length, Object.getOwnPropertySymbols(globalThis).length, document.querySelectorAll('*').length, document.scripts.length]],
]) {
  test(name, async () => {
    const [bare, governed] = await both(look);
    assert.deepEqual(governed, bare);
  });
}

for (const [name, attempt, what] of ATTEMPTS) {
  test(`${name} with no stack left is not let go`, async () => {
    const run = async (app) => {
      const page = await world.visit(app, PAGE);
      return { page, came: await wear(page, world.site, DEEP(attempt)) };
    };
    const bare = await run('bare');
    if (what === 'saved') await until('it is saved where nobody governs', () => bare.page.saved().length > 0);
    else assert.ok(bare.came[what], 'it works where nobody governs');
    const governed = await run('everything');
    assert.ok(!governed.came[what]);
    await governed.page.evaluate(() => navigator.sendBeacon('/say', 'SECRET'));
    await until('the agent still decides', async () => (await world.reported('sendItem')).length > 0);
    assert.deepEqual(governed.page.saved(), []);
  });
}
