// What does the agent not hold yet? A test fails when one of these closes, so that the list stays true.
// Gaps between realms stand in realm-routes.mjs. What crosses the network the gateway decides again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, until } from './browser.mjs';
import { policy, startSite } from './fixture.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const onClick = (code) => `<button id=b>go</button><script>b.onclick = async () => { ${code} }</script>`;
const labelled = policy('download', 'block', { conditions: { filter: 'sensitivityLabel', operator: 'equals', values: ['Confidential'] } });

test('known gap: the bytes of a labelled response, copied by hand, lose their label', async () => {
  const page = await browser.open(site.origin);
  const code = "const bytes = await (await fetch('/attachment/plan.pdf')).arrayBuffer(); Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([bytes])), download: 'plan.pdf' }).click()";
  await page.goto(site.put(onClick(code), { policies: [labelled] }));
  await page.click('#b');
  await until('it is saved', () => page.saved().includes('plan.pdf'));
  await page.context.close();
});

test('known gap: an image, a style or a font can carry text out in its address', async () => {
  const page = await browser.open(site.origin);
  site.received.length = 0;
  await page.goto(site.put(onClick("new Image().src = '/pixel?SECRET'"), { policies: [policy('sendItem', 'block')] }));
  await page.click('#b');
  await until('it arrives', () => site.received.some((one) => one.path === '/pixel'));
  await page.context.close();
});

test('known gap: a form that is sent by GET is not a message', async () => {
  const page = await browser.open(site.origin);
  site.received.length = 0;
  await page.goto(site.put('<form action=/say><input name=a value=SECRET><button id=b>go</button></form>', { policies: [policy('sendItem', 'block')] }));
  await page.click('#b');
  await until('it arrives', () => site.received.some((one) => one.path === '/say'));
  await page.context.close();
});

test('known gap: text that an app itself hands to a drag is not looked at', async () => {
  const page = await browser.open(site.origin);
  const html = '<div id=d draggable=true style="width:200px;height:100px">card</div><script>moves = []; d.ondragstart = (e) => { e.dataTransfer.setData("text/plain", "SECRET"); moves.push("drag") }; addEventListener("mousemove", () => moves.push("move"))</script>';
  await page.goto(site.put(html, { policies: [policy('copy', 'block')] }));
  await page.cdp.send('Input.setInterceptDrags', { enabled: true });
  await page.mouse.move(60, 50);
  await page.mouse.down();
  await page.mouse.move(90, 75, { steps: 4 });
  await page.mouse.move(160, 110, { steps: 4 });
  await until('it is dragged', () => page.evaluate(() => moves.at(-1) === 'drag'));
  assert.deepEqual(site.reported('copy'), []);
  await page.context.close();
});

test('known gap: in a worker nothing is hooked', async () => {
  const page = await browser.open(site.origin);
  site.received.length = 0;
  const code = "new Worker(URL.createObjectURL(new Blob([`fetch('${origin}/say', { method: 'POST', body: 'SECRET' })`])))";
  await page.goto(site.put(onClick(code), { policies: [policy('sendItem', 'block')] }));
  await page.click('#b');
  await until('it arrives', () => site.received.some((one) => one.body === 'SECRET'));
  await page.context.close();
});
