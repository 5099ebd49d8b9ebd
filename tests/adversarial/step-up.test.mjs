// Does a stopped attempt go on exactly once after the step-up, and never without it?

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ATTACKS } from './attacks.mjs';
import { press, shown, startBrowser, until } from './browser.mjs';
import { COUNTED } from './counted.mjs';
import { granted, policy, startSite } from './fixture.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function stopped(attack, options = { policies: [policy(attack.activity, 'requireStepUp')] }) {
  const page = await browser.open(site.origin);
  site.activities.clear();
  site.received.length = site.messages.length = 0;
  site.transactions.clear();
  await page.goto(site.put(attack.html, options));
  site.received.length = 0;
  assert.ok(!(await attack.run(page, site)), 'it is stopped at first');
  await until('the dialog', async () => (await shown(page)).text.includes('Security check required'));
  await until('a transaction', () => site.lastTransaction());
  return page;
}

/** Presses the button, and answers the window that opened. */
async function verify(page) {
  const [popup] = await Promise.all([
    new Promise((done) => page.once('popup', done)),
    press(page, "Verify it's you"),
  ]);
  return popup;
}

for (const attack of ATTACKS.filter((one) => COUNTED[one.name])) {
  const count = COUNTED[attack.name];
  test(`${attack.name}: goes on exactly once after the step-up`, async () => {
    const page = await stopped(attack);
    const popup = await verify(page);
    const id = site.lastTransaction();
    assert.equal(site.transactions.get(id).asked.activity, attack.activity);
    site.settle(id, granted());
    await popup.close();
    await until('it goes on', async () => (await count(page, site)) > 0);
    await until('it is reported', () => site.reported(attack.activity).some((one) => one.outcome === 'resumed'));
    await new Promise((done) => setTimeout(done, 150));
    assert.equal(await count(page, site), 1);
    assert.equal(site.transactions.size, 1, 'one step-up');
    assert.deepEqual(site.reported(attack.activity).map((one) => one.outcome), ['stepUpStarted', 'resumed']);
    assert.ok(!(await shown(page)).text.includes('Security check'), 'the dialog is gone');
    await page.context.close();
  });
}

const copy = ATTACKS.find((one) => one.name === 'Ctrl+C on a selection');

test('what was selected is on the clipboard after the step-up, without another gesture', async () => {
  const page = await stopped(copy);
  const popup = await verify(page);
  site.settle(site.lastTransaction(), granted());
  await popup.close();
  await until('a word that it worked', async () => (await shown(page)).text.includes('Copied to the clipboard'));
  const reader = await page.context.newPage();
  await reader.goto(site.put('reader', { agent: false }));
  await reader.bringToFront();
  assert.equal(await reader.evaluate(() => navigator.clipboard.readText()), 'SECRET');
  await page.context.close();
});

const write = ATTACKS.find((one) => one.name === 'clipboard.writeText');

test('clipboard.writeText waits for the step-up and then fulfils its promise', async () => {
  const page = await stopped(write);
  const popup = await verify(page);
  site.settle(site.lastTransaction(), granted());
  await popup.close();
  await until('resumed', () => site.reported('copy').some((one) => one.outcome === 'resumed'));
  const reader = await page.context.newPage();
  await reader.goto(site.put('reader', { agent: false }));
  await reader.bringToFront();
  await until('the text', async () => (await reader.evaluate(() => navigator.clipboard.readText())) === 'SECRET');
  await page.context.close();
});

const send = ATTACKS.find((one) => one.name === 'fetch with text');

test('cancelling the dialog ends it: nothing is sent, and the gateway knows', async () => {
  const page = await stopped(send);
  await press(page, 'Cancel');
  await until('a final notice', async () => (await shown(page)).text.includes('Security check cancelled'));
  await until('the gateway knows', () => site.transactions.get(site.lastTransaction()).cancelled);
  await until('it is reported', () => site.reported('sendItem').some((one) => one.outcome === 'cancelled'));
  assert.equal(site.received.length, 0);
  await page.context.close();
});

test('a person who may not pass the check is told so once, without a loop', async () => {
  const page = await stopped(send);
  const popup = await verify(page);
  site.settle(site.lastTransaction(), 'denied notSatisfied');
  await popup.close();
  await until('a final notice', async () => (await shown(page)).text.includes('Your account does not meet what this security check asks for.'));
  await until('it is reported', () => site.reported('sendItem').some((one) => one.outcome === 'denied'));
  assert.equal(site.received.length, 0);
  assert.equal(site.transactions.size, 1);
  await page.context.close();
});

test('Escape cancels, and the focus goes back to where it was', async () => {
  const attack = ATTACKS.find((one) => one.name === 'Ctrl+V');
  const page = await stopped(attack);
  await page.keyboard.press('Escape');
  await until('a final notice', async () => (await shown(page)).text.includes('Security check cancelled'));
  assert.equal(await page.evaluate(() => document.activeElement.id), 't');
  await page.context.close();
});

test('the keyboard alone passes the dialog', async () => {
  const page = await stopped(send);
  const [popup] = await Promise.all([new Promise((done) => page.once('popup', done)), page.keyboard.press('Enter')]);
  site.settle(site.lastTransaction(), granted());
  await popup.close();
  await until('it is sent', () => site.received.length === 1);
  await page.context.close();
});

test('a click the page makes up does not press the button', async () => {
  const page = await stopped(send);
  await page.evaluate(() => {
    const host = [...document.documentElement.children].at(-1);
    for (let x = 0; x < innerWidth; x += 40) for (let y = 0; y < innerHeight; y += 20) host.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, clientX: x, clientY: y, detail: 1 }));
  });
  assert.ok((await shown(page)).text.includes("Verify it's you"));
  assert.equal((await page.browser().pages()).length, (await page.browser().pages()).length);
  await page.context.close();
});

test('a word on the channel that the page makes up grants nothing', async () => {
  const page = await stopped(send);
  const popup = await verify(page);
  const id = site.lastTransaction();
  await page.evaluate((name) => new BroadcastChannel(name).postMessage('done'), `stepgate-${id}`);
  await new Promise((done) => setTimeout(done, 200));
  assert.equal(site.received.length, 0);
  await popup.close();
  await page.context.close();
});

test('a grant for one action covers the next attempt, a grant for once does not', async () => {
  for (const [scope, transactions] of [['action', 1], ['once', 2]]) {
    const options = { policies: [policy('sendItem', 'requireStepUp', { stepUp: { authenticationContext: 'c1', scope, lifetime: 120 } })] };
    const page = await stopped(send, options);
    const popup = await verify(page);
    site.settle(site.lastTransaction(), granted(scope));
    await popup.close();
    await until('it is sent', () => site.received.length === 1);
    await page.click('#b');
    await until('the next one', async () => (scope === 'action' ? site.received.length === 2 : site.transactions.size === 2));
    assert.equal(site.transactions.size, transactions);
    await page.context.close();
  }
});

test('a request the gateway stopped is stepped up and sent again exactly once', async () => {
  const page = await browser.open(site.origin);
  site.received.length = 0;
  site.transactions.clear();
  await page.goto(site.put('<button id=b>go</button><script>b.onclick = () => fetch("/gated").then((r) => r.text()).then((text) => { got = text }); got = null</script>', {}));
  site.received.length = 0;
  await page.click('#b');
  await until('the dialog', async () => (await shown(page)).text.includes('Downloading a file.pdf requires you to verify your identity once more.'));
  await until('a transaction', () => site.lastTransaction());
  assert.equal(await page.evaluate(() => got), null, 'the page waits');
  const popup = await verify(page);
  site.passes = true;
  site.settle(site.lastTransaction(), granted('once'));
  await popup.close();
  await until('the page has its answer', () => page.evaluate(() => got === 'ok'));
  assert.equal(site.received.length, 2);
  site.passes = false;
  await page.context.close();
});

test('what a step-up released from the gateway is saved without a second one, also under another name', async () => {
  const page = await browser.open(site.origin);
  site.transactions.clear();
  const rule = policy('download', 'requireStepUp', {
    id: 'gateway-policy', conditions: { filter: 'sensitivityLabel', operator: 'equals', values: ['Confidential'] },
    stepUp: { authenticationContext: 'c1', scope: 'once', lifetime: 120 },
  });
  const code = "fetch('/gated').then((r) => r.blob()).then((b) => Object.assign(document.createElement('a'), { href: URL.createObjectURL(b), download: 'a copy.pdf' }).click())";
  await page.goto(site.put(`<button id=b>go</button><script>b.onclick = () => { ${code} }</script>`, { policies: [rule] }));
  await page.click('#b');
  await until('a transaction', () => site.lastTransaction());
  const popup = await verify(page);
  site.passes = true;
  site.settle(site.lastTransaction(), granted('once'));
  await popup.close();
  await until('it is saved', () => page.saved().includes('a copy.pdf'));
  assert.equal(site.transactions.size, 1);
  await page.click('#b');
  await until('the next time it is asked again', () => site.transactions.size === 2);
  site.passes = false;
  await page.context.close();
});

test('an XMLHttpRequest the gateway stopped tells the person, and the page has its answer', async () => {
  const page = await browser.open(site.origin);
  await page.goto(site.put('<button id=b>go</button><script>got = 0; b.onclick = () => { const x = new XMLHttpRequest(); x.onload = () => { got = x.status }; x.open("POST", "/stopped"); x.send("text") }</script>', {}));
  await page.click('#b');
  await until('the answer', () => page.evaluate(() => got === 403));
  await until('the notice', async () => (await shown(page)).text.includes("Uploading a file.pdf is blocked by your organization's security policy."));
  await page.context.close();
});

test('a request the gateway blocked is answered as it is, and the person is told', async () => {
  const page = await browser.open(site.origin);
  await page.goto(site.put('<button id=b>go</button><script>b.onclick = () => fetch("/stopped").then((r) => { got = r.status }); got = null</script>', {}));
  await page.click('#b');
  await until('the answer', () => page.evaluate(() => got === 403));
  await until('the notice', async () => (await shown(page)).text.includes("Downloading a file.pdf is blocked by your organization's security policy."));
  await page.context.close();
});

test('where no window can be opened the page is left, and come back to with the attempt waiting', async () => {
  const attack = ATTACKS.find((one) => one.name === 'window.print');
  const html = `<div style="height:3000px"></div>${attack.html}`;
  const page = await stopped({ ...attack, html, run: async (page) => {
    await page.evaluate(() => scrollTo(0, 1200));
    return attack.run(page);
  } });
  const address = page.url();
  // A frame without `allow-popups` and a popup blocker look the same from inside: `open` answers null.
  const popup = await verify(page);
  await popup.close();
  await press(page, 'Use this tab');
  await until('the page is left', () => page.url().includes('/.stepgate/step-up/'));
  const id = site.lastTransaction();
  assert.deepEqual(site.transactions.get(id).asked.mode, 'redirect');
  site.settle(id, granted());
  await page.goto(address);
  await until('welcome back', async () => (await shown(page)).text.includes('You can now print this page.'));
  assert.equal(await page.evaluate(() => scrollY), 1200);
  await page.context.close();
});
