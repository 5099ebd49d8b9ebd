// What does it look like? Takes the picture in the README anew, from the product that `./build.sh build` made.

import { launch } from '../browser/harness/browsers.mjs';
import { enter } from '../browser/harness/journey.mjs';
import { Product } from '../browser/harness/product.mjs';
import { Screen } from '../browser/harness/screen.mjs';

const screen = await Screen.start();
const product = await Product.start();
const browser = await launch('chromium', screen);
try {
  const page = await browser.page();
  await page.page.setViewport({ width: 1180, height: 720, deviceScaleFactor: 1 });
  await enter(page, product.page('files', '/library'), 'Alex Wilber');
  await page.clickOn('tr[data-file="Budget 2027.xlsx"] a.button');
  await page.seeNotice('Security check required');
  await page.screenshot('docs/security-check.png');
} finally {
  await browser.close();
  await product.end();
  await screen.stop();
}
