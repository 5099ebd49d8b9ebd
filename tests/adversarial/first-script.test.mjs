// Is there a moment before the agent? The page's first inline script tries each activity at once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

const FIRST = `<script>
  printed = 0; copied = 0;
  addEventListener('beforeprint', () => printed++);
  print();
  document.execCommand('print');
  fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
  navigator.sendBeacon('/say', 'SECRET');
  const x = new XMLHttpRequest(); x.open('POST', '/say'); x.send('SECRET');
  Object.assign(document.createElement('a'), { href: '/file.bin', download: 'tool.exe' }).click();
  document.documentElement.dispatchEvent(new ClipboardEvent('copy', { bubbles: true }));
  navigator.clipboard.writeText('SECRET').then(() => { copied++ }, () => {});
</script>`;

/** Only what has the focus may use the clipboard, and a page may get it a moment after its first script. */
const ONCE_MORE = "<script>addEventListener('focus', () => navigator.clipboard.writeText('SECRET').then(() => { copied++ }, () => {}))</script>";

async function visit(options, html = FIRST) {
  const page = await browser.open(site.origin);
  site.received.length = 0;
  site.activities.clear();
  await page.goto(site.put(html, options));
  return page;
}

async function came(page) {
  const [printed, copied] = await page.evaluate(() => [printed, copied]);
  const sent = site.received.filter((one) => one.body.includes('SECRET')).length;
  return { printed: printed > 0, copied: copied > 0, sent, saved: page.saved().length };
}

test('the first script of a bare page gets everything out', async () => {
  const page = await visit({ agent: false }, ONCE_MORE + FIRST);
  const everything = JSON.stringify({ printed: true, copied: true, sent: 3, saved: 1 });
  await until(everything, async () => JSON.stringify(await came(page)) === everything);
  await page.context.close();
});

test('the first script of a guarded page gets nothing out, and all of it is reported', async () => {
  const activities = ['copy', 'print', 'download', 'upload', 'sendItem'];
  const page = await visit({ policies: activities.map((activity) => policy(activity, 'block')) });
  for (const [activity, times] of [['print', 2], ['sendItem', 3], ['download', 1], ['copy', 1]]) {
    await until(`${times} of ${activity}`, () => site.reported(activity).length === times);
  }
  assert.deepEqual(await came(page), { printed: false, copied: false, sent: 0, saved: 0 });
  assert.match((await shown(page)).text, /blocked/);
  await page.context.close();
});
