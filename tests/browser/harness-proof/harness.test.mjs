// Does the harness itself see what a person sees? Shown on a bare page, in each engine, without the product.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browsers.mjs';
import { until } from '../harness/wait.mjs';
import { Screen } from '../harness/screen.mjs';

const BARE_PAGE = `<!doctype html><title>Bare</title><p id=text>Words to copy</p>
<button onclick="document.title = 'Pressed'">Press me</button>
<button onclick="window.open('/popup', 'small', 'width=300,height=200')">Open</button>
<button onclick="print()">Print</button> <a href="/saved" download>Save</a>
<label>Name <input id=name></label><div id=host></div>
<script>
  const root = document.querySelector('#host').attachShadow({ mode: 'closed' });
  root.innerHTML = '<p>Behind a closed root</p><button>Inside</button>';
  root.querySelector('button').onclick = () => (document.title = 'Pressed inside');
</script>`;

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
      await page.click('Save');
      assert.match(readFileSync(await browser.saved.file(/^saved/), 'utf8'), /Bare/);
      if (browser.printed) {
        await page.click('Print');
        await browser.printed.file(/pdf$/);
      }
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

test('chromium prints to files that can be counted, and shows what a closed shadow root says', async () => {
  const browser = await launch('chromium', screen);
  try {
    const page = await browser.page();
    await page.goto(`http://files.localhost:${server.address().port}/`);
    await page.click('Print');
    await until('one print on disk', () => browser.printed.names().length === 1);
    await page.click('Print');
    await until('two prints on disk', () => browser.printed.names().length === 2);
    await page.seeNotice('Behind a closed root');
    await page.clickNotice('Inside');
    await page.waitFor('the button inside was pressed', () => document.title === 'Pressed inside');
  } finally {
    await browser.close();
  }
});

function clipboardOtherThan(text) {
  return until('the clipboard changes', () => screen.clipboard() !== text && screen.clipboard());
}
