// Is there a moment before the policies are known? The page's first script tries each activity at once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { shown, until } from '../browser.mjs';
import { startGoverned } from './fixture.mjs';

const STRICT = { headers: { 'content-security-policy': "default-src 'self'; script-src 'self' 'unsafe-inline'" } };

let world;
before(async () => {
  world = await startGoverned();
});
after(() => world?.close());

const FIRST = `<script>
  printed = 0; copied = 0;
  addEventListener('beforeprint', () => printed++);
  print();
  fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  navigator.sendBeacon('/say', 'SECRET');
  const x = new XMLHttpRequest(); x.open('POST', '/say'); x.send('SECRET');
  Object.assign(document.createElement('a'), { href: '/file.bin', download: 'tool.exe' }).click();
  document.documentElement.dispatchEvent(new ClipboardEvent('copy', { bubbles: true }));
  navigator.clipboard.writeText('SECRET').then(() => { copied++ }, () => {});
</script>`;

/** Only what has the focus may use the clipboard, and a page may get it a moment after its first script. */
const ONCE_MORE = "<script>addEventListener('focus', () => navigator.clipboard.writeText('SECRET').then(() => { copied++ }, () => {}))</script>";

async function came(page) {
  const [printed, copied] = await page.evaluate(() => [printed, copied]);
  const sent = world.site.received.filter((one) => one.body.includes('SECRET')).length;
  return { printed: printed > 0, copied: copied > 0, sent, saved: page.saved().length };
}
const EVERYTHING = { printed: true, copied: true, sent: 3, saved: 1 };

test('the first script of a page that nobody governs gets everything out', async () => {
  const page = await world.visit('bare', ONCE_MORE + FIRST);
  let last;
  const all = async () => (last = JSON.stringify(await came(page))) === JSON.stringify(EVERYTHING);
  await until('all of it', all).catch((error) => assert.fail(`${error.message}; what came: ${last}`));
});

for (const [where, options] of [['', {}], [' under a strict policy of its own', STRICT]]) {
  test(`the first script of a governed page${where} gets nothing out, and all of it is reported`, async () => {
    const page = await world.visit('blocked', FIRST, options);
    for (const [activity, times] of [['print', 1], ['sendItem', 3], ['download', 1], ['copy', 1]]) {
      await until(`${times} of ${activity}`, async () => (await world.reported(activity)).length >= times);
    }
    assert.deepEqual(await came(page), { printed: false, copied: false, sent: 0, saved: 0 });
    assert.match((await shown(page)).text, /blocked/);
  });

  test(`the first script of a governed page${where} may do what policies only record`, async () => {
    const page = await world.visit('audited', ONCE_MORE + FIRST, options);
    await until('what was sent arrives', async () => (await came(page)).sent === 3);
    await until('what was copied is on the clipboard', async () => (await came(page)).copied);
  });
}
