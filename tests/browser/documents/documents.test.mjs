// Is a document read before it is uploaded? The person sees that it is, what came of it, and gets on with their work.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { enter, journeys } from '../harness/journey.mjs';
import { until } from '../harness/wait.mjs';

const made = (name) => new URL(`../../cases/files/made/${name}`, import.meta.url).pathname;
const TEMPLATE = JSON.parse(readFileSync(new URL('../../../policies/templates/block-upload-content-inspection.json', import.meta.url), 'utf8')).policies[0];

for (const engine of ['chromium', 'firefox', 'webkit']) {
  const world = journeys(engine, { ready: () => world.product.putPolicy(TEMPLATE) });
  const uploaded = async () => (await world.product.uploads()).map((upload) => upload.name);
  const choose = (page, ...names) => page.chooseFiles('#file-input', names.map(made));

  world.test('a letter with card numbers is read and stopped, a sheet without is read and arrives as it is', async (page) => {
    await world.product.someRows("select * from revisions");
    await enter(page, world.product.page('files', '/library'), 'Alex Wilber');
    await choose(page, 'letter.docx');
    await world.product.someRows("select * from activities where activity = 'upload' and action = 'block' and source = 'agent'");
    await choose(page, 'label-removed.xlsx');
    await until('the sheet arrives', async () => (await uploaded()).includes('label-removed.xlsx'));
    assert.ok(!(await uploaded()).includes('letter.docx'));
    assert.equal((await uploaded()).length, 1);
  });
}
