// Does what is copied inside a group of apps stay there? The clipboard is looked at as another program would.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { enter, journeys } from '../harness/journey.mjs';
import { until } from '../harness/wait.mjs';

const TITLE = 'Harbour Line: project brief';
const [TEMPLATE] = JSON.parse(readFileSync(new URL('../../../policies/templates/clipboard-boundary.json', import.meta.url))).policies;
const NOTICE = [TEMPLATE.messages.en.title.replace('{app}', 'Files'), TEMPLATE.messages.en.body].join('\n');

for (const engine of ['chromium', 'firefox', 'webkit']) {
  const world = journeys(engine, {
    ready: () => {
      world.product.removePolicy('block-paste-into-notes');
      world.product.putPolicy(TEMPLATE);
    },
  });
  const files = () => world.product.page('files');

  world.test('what is copied in an app is pasted in it and in another of its group; other programs get a notice', async (page) => {
    await enter(page, files(), 'Alex Wilber');
    await copyTitle(world, page, NOTICE);
    assert.ok(!world.screen.clipboard('text/html').includes(TITLE));
    await page.clickOn('#document-notes');
    await page.press('Control+v');
    await page.waitFor('it is pasted in rich text', (text) => document.querySelector('#document-notes').innerText.includes(text), TITLE);
    await openNotes(world, page);
    await page.press('Control+v');
    await page.waitFor('it is pasted in plain text', (text) => document.querySelector('#editor').value === text, TITLE);
    assert.equal(world.screen.clipboard(), NOTICE, 'a paste changes nothing on the clipboard');
    const [row] = await world.product.someRows("select * from activities where outcome = 'kept'");
    assert.deepEqual([row.activity, row.action, row.policy], ['copy', 'block', TEMPLATE.id]);
    assert.ok(!JSON.stringify(row).includes(TITLE));
  });

  world.test('a button of the app copies and pastes inside as any other way', async (page) => {
    await enter(page, files(), 'Adele Vance');
    await copyTitle(world, page, NOTICE);
    world.screen.setClipboard('from before');
    await page.clickOn('#copy-text');
    await until('the notice is on the clipboard', () => world.screen.clipboard() === NOTICE);
    await openNotes(world, page);
    await page.press('Control+v');
    await page.waitFor('the text is pasted', (text) => document.querySelector('#editor').value.includes(text), TITLE);
  });

  world.test('what is cut inside is gone there, and pasted in another app of the group', async (page) => {
    await enter(page, files(), 'Megan Bowen');
    await copyTitle(world, page, NOTICE);
    await page.clickOn('#document-notes');
    await page.type('words to move');
    await page.press('Control+a');
    await page.press('Control+x');
    await page.waitFor('they are gone', () => document.querySelector('#document-notes').innerText.trim() === '');
    await openNotes(world, page);
    await page.press('Control+v');
    await page.waitFor('they are pasted', () => document.querySelector('#editor').value === 'words to move');
  });

  world.test('once the person has signed out, nobody opens what they copied', async (page) => {
    await enter(page, files(), 'Isaiah Langer');
    await copyTitle(world, page, NOTICE);
    await page.goto(world.product.page('files', '/.stepgate/sign-out'));
    await page.click('Sign out of Files');
    await page.see('You are signed out');
    await page.goto(files());
    await page.click('Continue to Files');
    await page.waitFor('the document, in a new session', () => document.querySelector('#document .title') !== null);
    await page.clickOn('#document-notes');
    await page.press('Control+v');
    await page.waitFor('the notice is pasted', (text) => document.querySelector('#document-notes').innerText.includes(text), TEMPLATE.messages.en.body);
    assert.ok(!(await page.evaluate(() => document.querySelector('#document-notes').innerText)).includes(TITLE));
  });

  world.test('outside its group a paste brings nothing, and the person is told', async (page) => {
    const alone = JSON.parse(JSON.stringify(TEMPLATE).replaceAll('"files","notes"', '"files"'));
    alone.messages.en.title = 'Copied within {app} alone';
    world.product.putPolicy(alone);
    await enter(page, files(), 'Alex Wilber');
    await copyTitle(world, page, `Copied within Files alone\n${TEMPLATE.messages.en.body}`);
    await openNotes(world, page);
    await page.press('Control+v');
    await world.product.someRows("select * from activities where activity = 'paste' and outcome = 'stopped'");
    await page.seeNotice?.('is blocked by'); // this harness does not see into closed shadow roots of WebKitGTK
    assert.equal(await page.evaluate(() => document.querySelector('#editor').value), '');
    await page.type('typed by hand');
    await page.waitFor('typing works', () => document.querySelector('#editor').value === 'typed by hand');
  });
}

/** Copies the document's title, in a page that has the policies by now, until other programs read `expected`. */
async function copyTitle(world, page, expected) {
  await until('the notice is on the clipboard', async () => {
    await page.goto(world.product.page('files'));
    await page.waitFor('the document', () => document.querySelector('#document .title') !== null);
    await page.evaluate(() => getSelection().selectAllChildren(document.querySelector('#document .title')));
    await page.press('Control+c');
    return until('it is copied', () => world.screen.clipboard() === expected, 1_000).catch(() => false);
  }, 20_000);
  await page.goto(world.product.page('files')); // the notice to the person is read
}

/** Signs in to Notes, where the person's sign-in is known already, and stands in a new note. */
async function openNotes(world, page) {
  await page.goto(world.product.page('notes'));
  await page.click('Continue to Notes');
  await page.waitFor('the notes are there', () => document.querySelector('#notes button') !== null);
  await page.clickOn('#new');
  await page.clickOn('#editor');
}
