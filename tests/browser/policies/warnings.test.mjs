// What does an answer to a warning do? It counts in page and gateway, for as long as the policy says, and is on record.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { enter, journeys } from '../harness/journey.mjs';
import { never, until } from '../harness/wait.mjs';

const world = journeys('chromium', { ready: () => POLICIES.forEach((policy) => world.product.putPolicy(policy)) });
const files = (path) => world.product.page('files', path);
const ending = (ending) => ({ filter: 'extension', operator: 'equals', values: [ending] });
const warn = (id, control, activity, more) => ({
  id, name: id, description: 'For this journey.', sessionControlType: control, activityTypes: [activity], action: 'warn', message: `Says ${id}.`, ...more,
});
const POLICIES = [
  warn('mind-csv', 'controlFileUpload', 'upload', { conditions: ending('csv') }),
  warn('mind-tsv-briefly', 'controlFileUpload', 'upload', { conditions: ending('tsv'), answerLifetime: 5 }),
  warn('mind-messages', 'blockActivities', 'sendItem', {
    action: 'warnWithJustification', inspection: { customExpression: { substring: 'offer' }, minimumViolations: 1 },
  }),
  warn('mind-xlsx', 'controlFileDownload', 'download', { conditions: ending('xlsx') }),
];

world.test('a warned upload arrives once after "Go on", and never after "Cancel"', async (page) => {
  await enter(page, files('/library'), 'Alex Wilber');
  await upload(page, 'one.csv');
  await page.seeNotice('Says mind-csv.');
  await page.clickNotice('Cancel');
  await page.noNotice();
  await upload(page, 'one.csv');
  await page.seeNotice('Says mind-csv.');
  assert.deepEqual(await uploaded('one.csv'), []);
  await page.clickNotice('Go on');
  await until('it arrives', async () => (await uploaded('one.csv')).length > 0);
  await never('it arrives again', async () => (await uploaded('one.csv')).length > 1);
  await page.noNotice();
  const rows = await world.product.someRows("select outcome, source from activities where file like '%one.csv%' and outcome = 'resumed'");
  assert.equal(rows.length, 1, 'recorded once, by whomever');
});

world.test('an answer holds after a reload and in a second tab, for that file alone', async (page) => {
  await enter(page, files('/library'), 'Megan Bowen');
  await upload(page, 'two.csv');
  await page.clickNotice('Go on');
  await until('it arrives', async () => (await uploaded('two.csv')).length === 1);
  await page.goto(files('/library'));
  await upload(page, 'two.csv');
  await until('it arrives unasked', async () => (await uploaded('two.csv')).length === 2);
  const tab = await world.browser.beside(page);
  await tab.goto(files('/library'));
  await upload(tab, 'two.csv');
  await until('it arrives unasked from there', async () => (await uploaded('two.csv')).length === 3);
  await upload(tab, 'three.csv');
  await tab.seeNotice('Says mind-csv.');
  assert.deepEqual(await uploaded('three.csv'), []);
  await tab.close();
});

world.test('an answer runs out after its lifetime', async (page) => {
  await enter(page, files('/library'), 'Alex Wilber');
  await upload(page, 'four.tsv');
  await page.clickNotice('Go on');
  await until('it arrives', async () => (await uploaded('four.tsv')).length === 1);
  const [{ expires }] = await world.product.someRows("select expires from answers where policy = 'mind-tsv-briefly'");
  await until('the answer has run out', () => Date.now() / 1000 > expires + 1);
  await upload(page, 'four.tsv');
  await page.seeNotice('Says mind-tsv-briefly.');
  await page.goto(files('/library'));
  await upload(page, 'four.tsv');
  await page.seeNotice('Says mind-tsv-briefly.');
  assert.equal((await uploaded('four.tsv')).length, 1);
});

world.test('a reason arrives in the console, and the message with it once', async (page) => {
  await enter(page, files('/chat'), 'Alex Wilber');
  await page.clickOn('#message');
  await page.type('our offer is ready');
  await page.click('Send');
  await page.seeNotice('Your reason');
  await page.type('The client asked for it today');
  await page.clickNotice('Go on');
  const said = async () => (await world.product.messages()).filter((one) => one.text === 'our offer is ready').length;
  await until('it arrives', async () => (await said()) > 0);
  await never('it arrives again', async () => (await said()) > 1);
  const admin = await world.browser.page();
  await enter(admin, files('/'), 'Adele Vance');
  await admin.goto(files('/.stepgate/console/'));
  const [{ id }] = await world.product.someRows("select id from activities where policy = 'mind-messages' and outcome = 'resumed'");
  await admin.clickOn(`#rows tr[data-id="${id}"] a`);
  await admin.waitFor('the reason', () => document.querySelector('#details').innerText.includes('The client asked for it today'));
  await admin.close();
});

world.test('a download by its link is saved once after "Go on", without a second question of the gateway', async (page) => {
  await enter(page, files('/library'), 'Megan Bowen');
  world.browser.saved.clear();
  await page.clickOn('tr[data-file="Budget 2027.xlsx"] a.button');
  await page.seeNotice('Says mind-xlsx.');
  assert.deepEqual(world.browser.saved.names(), []);
  await page.clickNotice('Go on');
  await world.browser.saved.file(/^Budget 2027.*xlsx$/);
  await never('a second copy', () => world.browser.saved.names().length > 1);
  assert.match(await page.url(), /library/);
});

world.test('a copy that the page fetches is asked about once, whether page or gateway sees it first', async (page) => {
  await enter(page, files('/library'), 'Megan Bowen');
  world.browser.saved.clear();
  await page.clickOn('tr[data-file="Budget 2027.xlsx"] button.more');
  await page.clickOn('tr[data-file="Budget 2027.xlsx"] .menu button:nth-child(1)');
  await page.seeNotice('Says mind-xlsx.');
  await page.clickNotice('Go on');
  await world.browser.saved.file(/^Budget 2027.*xlsx$/);
  await page.noNotice();
  await never('a second copy', () => world.browser.saved.names().length > 1);
});

async function upload(page, name) {
  const path = join(world.browser.home.path, name);
  writeFileSync(path, 'a,b');
  await page.chooseFiles('#file-input', [path]);
}

/** What arrived under that name; the app numbers those that come again. */
async function uploaded(name) {
  const [stem] = name.split('.');
  return (await world.product.uploads()).filter((one) => one.name === name || one.name.startsWith(`${stem} (`));
}
