// Can an administrator see what happened, as it happens, and why?

import assert from 'node:assert/strict';
import { enter, journeys } from '../harness/journey.mjs';
import { Product } from '../harness/product.mjs';
import { CARD } from '../harness/secrets.mjs';

const world = journeys('chromium');
const CONSOLE = '/.stepgate/console/';
const listed = () => [...document.querySelectorAll('#rows tr')].map((row) => row.innerText);

world.test('an activity appears while the console is open, and opens to why it was blocked', async (admin) => {
  await openConsole(admin);
  assert.deepEqual(await admin.evaluate(listed), [], 'nothing has happened yet');
  await sendCardNumber('Alex Wilber');
  await admin.waitFor('the activity, without a reload', () => document.querySelectorAll('#rows tr').length === 1);
  const [row] = await admin.evaluate(listed);
  for (const word of ['Send', 'alex', 'files', 'Blocked']) assert.ok(row.includes(word), row);
  await admin.clickOn('#rows tr a');
  await admin.waitFor('why', () => document.querySelector('#details [data-policy="block-card-in-chat"][data-state="acted"]') !== null);
  assert.match(await admin.evaluate(() => document.querySelector('#details .inspection').innerText), /1/, 'how many numbers were found');
  const details = await admin.evaluate(() => document.querySelector('#details').innerText);
  assert.doesNotMatch(details, CARD, 'the number itself is shown nowhere');
});

world.test('the list filters by person, app, activity and action taken, and an activity opens to its conditions', async (admin) => {
  await sendCardNumber('Megan Bowen');
  await copySomething('Megan Bowen');
  await openConsole(admin);
  await admin.waitFor('three activities', () => document.querySelectorAll('#rows tr').length >= 3);
  const all = (await admin.evaluate(listed)).length;
  await filter(admin, 'activity', 'copy');
  await admin.waitFor('only the copy', () => document.querySelectorAll('#rows tr').length === 1);
  await admin.clickOn('#rows tr a');
  await admin.waitFor('its condition with its result', () => document.querySelector('#details [data-policy="audit-copy"] [data-result="true"]') !== null);
  await filter(admin, 'activity', '');
  await filter(admin, 'action', 'block');
  await admin.waitFor('only what was blocked', (count) => document.querySelectorAll('#rows tr').length === count - 1, all);
  await filter(admin, 'person', await personLike(admin, 'megan'));
  await admin.waitFor("only Megan's", () => document.querySelectorAll('#rows tr').length === 1);
  await filter(admin, 'app', 'files');
  await admin.waitFor('still there', () => document.querySelectorAll('#rows tr').length === 1);
});

world.test('somebody who is not an administrator gets a readable refusal and no activity', async (page) => {
  await enter(page, world.product.page('files'), 'Alex Wilber');
  const answer = await page.evaluate(async (base) => {
    const response = await fetch(`${base}api/activities`);
    return { status: response.status, body: await response.text() };
  }, CONSOLE);
  assert.equal(answer.status, 403);
  assert.ok(!answer.body.includes('megan'));
  await page.goto(world.product.page('files', CONSOLE));
  await page.see('administrator');
});

world.test('activities survive a restart', async (page) => {
  const before = world.product.rows('select id from activities order by id');
  assert.ok(before.length > 0);
  assert.equal(await world.product.stop(), 'ended with 0');
  await Product.start(world.product);
  assert.deepEqual(world.product.rows('select id from activities order by id'), before);
  await openConsole(page);
  await page.waitFor('the same activities', (count) => document.querySelectorAll('#rows tr').length === count, before.length);
});

world.test('what was found is shown masked, with the last four where the policy asks for them, and the same value is known again', async (admin) => {
  world.product.putPolicy({
    id: 'audit-found', name: 'Cards in chat', sessionControlType: 'blockActivities', activityTypes: ['sendItem'],
    inspection: { presetExpression: ['paymentCard', 'email'], evidence: 'lastFour' }, action: 'audit',
  });
  await openConsole(admin);
  await sendCardNumber('Alex Wilber', 'card 4111 1111 1111 1111 of alex@example.com');
  await world.product.someRows("select 1 from activities where findings like '%email%'");
  const [{ id }] = world.product.rows("select id from activities where findings like '%email%'");
  await admin.goto(world.product.page('files', `${CONSOLE}#activity=${id}`));
  await admin.waitFor('what was found', () => document.querySelectorAll('#details .found li').length >= 2);
  const found = await admin.evaluate(() => document.querySelector('#details .found').innerText);
  for (const part of ['Payment card number', '1 value', 'High confidence (85)', 'XXXX XXXX XXXX 1111', 'Cards in chat', '1 fingerprint']) {
    assert.ok(found.includes(part), `${part}: ${found}`);
  }
  const details = await admin.evaluate(() => document.querySelector('#details').innerText);
  assert.doesNotMatch(details, CARD);
  assert.ok(!details.includes('alex@example.com of'), 'nor any other content');
  assert.doesNotMatch(JSON.stringify(world.product.rows('select findings from activities')), CARD);
});

async function openConsole(page) {
  await enter(page, world.product.page('files'), 'Adele Vance');
  await page.goto(world.product.page('files', CONSOLE));
  await page.see('Live');
}

async function sendCardNumber(person, text = '4111 1111 1111 1111') {
  const page = await world.browser.page();
  await enter(page, world.product.page('files', '/chat'), person);
  await page.clickOn('#message');
  await page.type(text);
  await page.click('Send');
  await page.seeNotice('Message blocked');
  await page.close();
}

async function copySomething(person) {
  const page = await world.browser.page();
  await enter(page, world.product.page('files'), person);
  await page.evaluate(() => getSelection().selectAllChildren(document.querySelector('#document .title')));
  await page.press('Control+c');
  await world.product.someRows("select * from activities where activity = 'copy'");
  await page.close();
}

/** Chooses in a filter as a person does: the browser tells the page with a change event. */
function filter(page, name, value) {
  return page.page.select(`select[name="${name}"]`, value);
}

function personLike(page, part) {
  return page.evaluate((wanted) => [...document.querySelectorAll('select[name="person"] option')].find((option) => option.value.includes(wanted)).value, part);
}
