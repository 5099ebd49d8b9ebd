// Does every hook stop what it is for, and only that? Each attack first works on a bare page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ATTACKS, BRIEFLY, PATIENTLY } from './attacks.mjs';
import { shown, startBrowser, until } from './browser.mjs';
import { policy, startSite } from './fixture.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function attempt(attack, options, patience = PATIENTLY) {
  const page = await browser.open(site.origin);
  site.activities.clear();
  await page.goto(site.put(attack.html, options));
  const happened = Boolean(await attack.run(page, site, patience));
  return { page, happened };
}

for (const attack of ATTACKS) {
  test(`${attack.name}: works on a bare page, is stopped by a policy, and is let go without one`, async () => {
    const bare = await attempt(attack, { agent: false });
    assert.ok(bare.happened, 'the attack works on a bare page');
    await bare.page.context.close();

    const stopped = await attempt(attack, { policies: [policy(attack.activity, 'block')] }, BRIEFLY);
    assert.ok(!stopped.happened, 'it is stopped');
    await until('the person is told', async () => (await shown(stopped.page)).text.includes("is blocked by your organization's security policy."));
    await until('it is reported', () => site.reported(attack.activity).length > 0);
    for (const one of site.reported(attack.activity)) {
      assert.deepEqual([one.action, one.outcome, one.source], ['block', 'stopped', 'agent']);
    }
    await stopped.page.context.close();

    const audited = await attempt(attack, { policies: [policy(attack.activity, 'audit')] });
    assert.ok(audited.happened, 'it is let go where the policy only records');
    const recorded = await until('it is recorded', () => site.reported(attack.activity).length > 0 || attack.name === 'Ctrl+P');
    assert.ok(recorded);
    assert.ok(site.reported(attack.activity).length <= 1, `recorded once, not ${site.reported(attack.activity).length} times`);
    await audited.page.context.close();
  });
}
