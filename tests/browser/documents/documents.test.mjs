// Is a document read before it is uploaded? The person sees that it is, what came of it, and gets on with their work.

import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { enter, journeys } from '../harness/journey.mjs';
import { until } from '../harness/wait.mjs';

const made = (name) => new URL(`../../cases/files/made/${name}`, import.meta.url).pathname;
const TEMPLATE = JSON.parse(readFileSync(new URL('../../../policies/templates/block-upload-content-inspection.json', import.meta.url), 'utf8')).policies[0];
const BLOCKED = "select * from activities where activity = 'upload' and action = 'block' and source = 'agent'";

for (const engine of ['chromium', 'firefox', 'webkit']) {
  const world = journeys(engine, { ready: () => world.product.putPolicy(TEMPLATE) });
  const uploaded = async () => (await world.product.uploads()).map((upload) => upload.name);
  const choose = (page, ...paths) => page.chooseFiles('#file-input', paths);

  world.test('a letter with card numbers is read and stopped, a sheet without is read and arrives as it is', async (page) => {
    await enter(page, world.product.page('files', '/library'), 'Alex Wilber');
    await choose(page, made('letter.docx'));
    await world.product.someRows(`${BLOCKED} and file like '%letter.docx%'`);
    await choose(page, made('label-removed.xlsx'));
    await until('the sheet arrives', async () => (await uploaded()).includes('label-removed.xlsx'));
    assert.deepEqual(await uploaded(), ['label-removed.xlsx']);
  });

  // WebKit's driver does not reach into a closed shadow tree.
  if (engine === 'webkit') continue;
  world.test('of many files together the person sees which one is read, and one with card numbers stops them all', async (page) => {
    await enter(page, world.product.page('files', '/library'), 'Alex Wilber');
    const before = await uploaded();
    const sheets = Array.from({ length: 60 }, (_, at) => join(world.browser.home.path, `sheet-${at}.xlsx`));
    for (const sheet of sheets) copyFileSync(made('label-removed.xlsx'), sheet);
    const chosen = choose(page, ...sheets, made('letter.docx'));
    await page.seeNotice('Checking sheet-');
    await chosen;
    await page.seeNotice('letter.docx holds payment card numbers');
    await page.clickNotice('Close');
    await page.noNotice();
    assert.deepEqual(await uploaded(), before);
  });
}
