// Does every hook stop what it is for when the extension carries the agent? Each attack first works on a page nobody governs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ATTACKS, BRIEFLY, PATIENTLY } from '../attacks.mjs';
import { shown, until } from '../browser.mjs';
import { startGoverned } from './fixture.mjs';

let world;
before(async () => {
  world = await startGoverned();
});
after(() => world?.close());

async function attempt(attack, app, patience = PATIENTLY) {
  const page = await world.visit(app, attack.html);
  return { page, happened: Boolean(await attack.run(page, world.site, patience)) };
}

async function stops(attack) {
  const { page, happened } = await attempt(attack, 'blocked', BRIEFLY);
  assert.ok(!happened, 'it is stopped');
  await until('the person is told', async () => (await shown(page)).text.includes("is blocked by your organization's security policy."));
  const reports = await until('it is reported', async () => orNull(await world.reported(attack.activity)));
  for (const one of reports) assert.deepEqual([one.action, one.outcome, one.source], ['block', 'stopped', 'agent']);
}

async function letsGo(attack) {
  const { page, happened } = await attempt(attack, 'audited');
  assert.ok(happened, 'it is let go where the policy only records');
  if (attack.name === 'Ctrl+P') return;
  await until('it is recorded', async () => orNull(await world.reported(attack.activity)));
  // What the page does after it is recorded after it.
  const before = (await world.reported('sendItem')).length;
  await page.evaluate(() => navigator.sendBeacon('/after', 'text'));
  await until('what came after is recorded', async () => (await world.reported('sendItem')).length > before);
  const times = (await world.reported(attack.activity)).length - (attack.activity === 'sendItem' ? 1 : 0);
  assert.equal(times, 1, `recorded ${times} times`);
}

const orNull = (list) => (list.length > 0 ? list : null);

for (const attack of ATTACKS) {
  test(`${attack.name}: works where nobody governs, is stopped by a policy, and is let go without one`, async () => {
    const bare = await attempt(attack, 'bare');
    assert.ok(bare.happened, 'the attack works on a bare page');
    await stops(attack);
    await letsGo(attack);
  });
}
