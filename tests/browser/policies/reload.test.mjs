// Does a changed policy come into force while pages are open, all of it or nothing, and can an administrator see it?

import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { enter, journeys } from '../harness/journey.mjs';
import { until } from '../harness/wait.mjs';

const world = journeys('chromium');
const NO_COPIES = {
  id: 'no-copies', name: 'No copies', description: 'For this journey.', sessionControlType: 'blockActivities', activityTypes: ['copy'],
  action: 'block', message: 'Not while this journey lasts.',
};
const BROKEN = () => join(world.product.data.path, 'policies', 'broken.json');

world.test('an open page takes a new policy without a reload, and lets go when it is gone', async (page) => {
  await enter(page, world.product.page('files'), 'Alex Wilber');
  await page.evaluate(() => { document.title = 'the same page'; });
  await copies(page);
  const before = await recorded('audit');
  world.product.putPolicy(NO_COPIES);
  await isStopped(page);
  const after = await recorded('block');
  assert.notEqual(after, before);

  const admin = await openConsole();
  await admin.waitFor('the new revision', (revision) => document.querySelector('#policies').innerText.includes(revision), after);
  world.product.removePolicy('no-copies');
  await admin.waitFor('the old revision', (revision) => document.querySelector('#policies').innerText.includes(revision), before);
  await admin.close();
  await page.front();
  await copies(page);
  assert.equal(await page.evaluate(() => document.title), 'the same page');
});

world.test('a file with a mistake keeps all old policies in force, and the console says why', async (page) => {
  await enter(page, world.product.page('files'), 'Alex Wilber');
  world.product.putPolicy(NO_COPIES);
  await isStopped(page);
  const admin = await openConsole();
  const line = () => admin.evaluate(() => document.querySelector('#policies').innerText);
  await admin.waitFor('how many there are', () => /revision/.test(document.querySelector('#policies').innerText));
  const before = await line();
  writeFileSync(BROKEN(), '{ "policies": [{ "id": "half", "name": "Half", "activityTypes": ["kopy"] }] }');
  world.product.removePolicy('no-copies'); // a good change beside a bad one does not come into force either
  await admin.waitFor('why', () => document.querySelector('#refused').innerText.includes('broken.json'));
  assert.match(await admin.evaluate(() => document.querySelector('#refused').innerText), /kopy/);
  assert.equal(await line(), before);
  await page.front();
  await page.clickNotice('Close');
  await isStopped(page);
  rmSync(BROKEN());
  await admin.waitFor('that all is well again', () => document.querySelector('#refused').hidden);
  await page.front();
  await copies(page);
  await admin.close();
});

async function openConsole() {
  const admin = await world.browser.page();
  await enter(admin, world.product.page('files'), 'Adele Vance');
  await admin.goto(world.product.page('files', '/.stepgate/console/'));
  await admin.see('Live');
  return admin;
}

async function copy(page) {
  world.screen.setClipboard('from before');
  await page.evaluate(() => getSelection().selectAllChildren(document.querySelector('#document .title')));
  await page.press('Control+c');
}

function copies(page) {
  return until('the title is on the clipboard', async () => {
    await copy(page);
    return world.screen.clipboard() === 'Harbour Line: project brief';
  });
}

async function isStopped(page) {
  await until('copying is stopped', async () => {
    await copy(page);
    return (await page.notice()).includes('Not while this journey lasts.');
  });
  assert.equal(world.screen.clipboard(), 'from before');
}

/** The revision by which copying was last decided so. */
async function recorded(action) {
  const [row] = await world.product.someRows(`select revision from activities where activity = 'copy' and action = '${action}' order by seq desc limit 1`);
  return row.revision;
}
