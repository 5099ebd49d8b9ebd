// How does a person prove themselves from a page that is not the gateway's? In a window of the gateway, asked about here.

import { browser } from './browser.js';
import { ask, gatewayConfiguration, isGoverned, PATHS } from './gateway.js';
import { readStatus } from './grant.js';
import { stepUps } from './kept.js';

const STATUS = /^\/\.stepgate\/step-up\/([\w-]+)\/status$/;
const SIZE = { width: 520, height: 680 };

/** Sends what the core says to the gateway, and gives back the answer. */
export async function forward({ app, method, path, body }) {
  const configuration = await gatewayConfiguration();
  if (configuration === null || !isStepUp(configuration, path) || !(await isGoverned(app))) return { failed: true };
  const response = await ask(configuration, path, { app, method, body: body || undefined });
  const text = await response.text();
  const [, transaction] = STATUS.exec(path) ?? [];
  if (transaction === undefined || response.status !== 200) return { status: response.status, text };
  const status = await readStatus(text, configuration, { transaction, app });
  if (!status.startsWith('pending')) await ended(transaction);
  return { status: response.status, text: status };
}

/** Only the gateway's own addresses about step-ups, however a path is written. */
function isStepUp({ gateway }, path) {
  const url = new URL(path, gateway);
  return url.origin === new URL(gateway).origin && url.pathname === path.split('?')[0]
    && (url.pathname === PATHS.stepUp || url.pathname.startsWith(`${PATHS.stepUp}/`));
}

/** Opens the gateway's page about a step-up in a window, and remembers who asked. */
export async function openStepUp({ path }, sender) {
  const configuration = await gatewayConfiguration();
  if (configuration === null || !isStepUp(configuration, path)) return { failed: true };
  const url = new URL(path, configuration.gateway).href;
  const opened = await browser.windows.create({ url, type: 'popup', focused: true, incognito: sender.tab.incognito, ...SIZE });
  const transaction = path.slice(PATHS.stepUp.length + 1).split(/[/?]/)[0];
  await stepUps.change((all) => ({ ...all, [transaction]: { window: opened.id, tab: sender.tab.id } }));
  return { opened: true };
}

/** The window closes, and the tab that asked is in front again. */
async function ended(transaction) {
  const { [transaction]: stepUp } = await stepUps.get();
  if (stepUp === undefined) return;
  await stepUps.change(({ [transaction]: _, ...others }) => others);
  // Either may have been closed by the person.
  await browser.windows.remove(stepUp.window).catch(() => {});
  const tab = await browser.tabs.update(stepUp.tab, { active: true }).catch(() => null);
  if (tab) await browser.windows.update(tab.windowId, { focused: true }).catch(() => {});
}
