// Does the harness itself see what a person sees? Shown on a bare page, in each engine, without the product.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browsers.mjs';
import { until } from '../harness/wait.mjs';
import { Screen } from '../harness/screen.mjs';

const BARE_PAGE = `<!doctype html><title>Bare</title><p id=text>Words to copy</p>
<button onclick="document.title = 'Pressed'">Press me</button>
<button onclick="window.open('/popup', 'small', 'width=300,height=200')">Open</button>
<label>Name <input id=name></label>`;

let server;
let screen;

before(async () => {
  server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(BARE_PAGE));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  screen = await Screen.start();
});

after(async () => {
  server.close();
  await screen.stop();
});

for (const engine of ['chromium', 'firefox', 'webkit']) {
  test(`${engine} presses, types, copies to the real clipboard and sees a new window on a *.localhost name`, async () => {
    const browser = await launch(engine, screen);
    try {
      const page = await browser.page();
      await page.goto(`http://files.localhost:${server.address().port}/`);
      await page.click('Press me');
      await page.waitFor('the button was pressed', () => document.title === 'Pressed');
      await page.fill('Name', 'Alex');
      await page.waitFor('the name was typed', () => document.querySelector('#name').value === 'Alex');
      screen.setClipboard('before');
      await page.press('Control+a');
      await page.press('Control+c');
      assert.equal(await clipboardOtherThan('before'), 'Alex');
      await page.click('Open');
      const popup = await browser.popup(page);
      await popup.arrive(/\/popup$/);
      assert.equal(await browser.pageCount(page), 2);
      assert.ok((await page.capture()).length > 1000);
    } finally {
      await browser.close();
    }
  });
}

function clipboardOtherThan(text) {
  return until('the clipboard changes', () => screen.clipboard() !== text && screen.clipboard());
}
