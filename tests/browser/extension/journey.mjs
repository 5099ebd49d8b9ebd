// What does every journey with the extension do? Starts the product and a plain web server, and configures the extension.

import { launchWithExtension } from '../harness/extension.mjs';
import { journeys } from '../harness/journey.mjs';
import { until } from '../harness/wait.mjs';
import { startServer } from './server.mjs';

export const SITES = ['http://files.direct.localhost/*', 'http://notes.direct.localhost/*'];

/** Journeys in `engine` on pages under `pagePolicy` (a Content-Security-Policy, or `null` for none). */
export function extensionJourneys(engine, pagePolicy = null) {
  const ready = async () => {
    const { gateway, publicKey, apps } = await world.product.extension();
    world.gateway = gateway;
    world.server = await startServer(apps, pagePolicy);
    world.config = { organization: 'Contoso', gateway, publicKey, sites: SITES, defaultBehavior: 'block' };
    await world.browser.configure(world.config);
  };
  const world = journeys(engine, { start: launchWithExtension, ready, end: () => world.server?.close() });
  return world;
}

/** Signs in at the gateway as `person`, and waits until the extension has that person's policies. */
export async function signIn(world, page, person) {
  await page.goto(`${world.gateway}.stepgate/extension/`);
  await page.click(person);
  await page.see('is connected');
  await until(`the extension has the policies of ${person}`, async () => {
    const { user, sites } = await world.browser.kept('policy');
    return user?.includes(person.split(' ')[0].toLowerCase()) && sites.every((site) => site.boot);
  });
}

/** Signs in as `person` and stands in the app: `files` or `notes`. */
export async function enter(world, page, person, app = 'files', path = '/') {
  await signIn(world, page, person);
  await visit(world, page, app, path);
}

/** Goes to a page of the app itself. */
export async function visit(world, page, app = 'files', path = '/') {
  await page.goto(world.server.page(app, path));
  await page.waitFor('the app', () => document.readyState === 'complete' && document.querySelector('#document, #editor') !== null);
}
