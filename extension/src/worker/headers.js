// Which response headers does the browser change, and on which sites? Only what the signed bundle says, only there.

import { browser } from './browser.js';
import { expressionOf } from './patterns.js';

const RESOURCES = [
  'main_frame', 'sub_frame', 'stylesheet', 'script', 'image', 'font', 'object', 'xmlhttprequest', 'ping', 'csp_report',
  'media', 'websocket', 'other',
];

/** One rule for each pattern of a site that changes headers. */
export function rulesOf(claims) {
  const changes = (claims?.sites ?? []).filter((site) => (site.responseHeaders ?? []).length > 0);
  return changes
    .flatMap((site) => site.matches.map((pattern) => ({ pattern, changes: site.responseHeaders })))
    .map(({ pattern, changes: responseHeaders }, at) => ({
      id: at + 1,
      priority: 1,
      condition: { regexFilter: expressionOf(pattern), isUrlFilterCaseSensitive: true, resourceTypes: RESOURCES },
      action: { type: 'modifyHeaders', responseHeaders: responseHeaders.map(change) },
    }));
}

const change = ({ header, operation, value }) => (operation === 'remove' ? { header, operation } : { header, operation, value });

/** Makes the browser's rules those of the bundle. They are kept across restarts. */
export async function changeHeaders(claims) {
  const wanted = rulesOf(claims);
  const present = await browser.declarativeNetRequest.getDynamicRules();
  if (same(wanted, present)) return;
  await browser.declarativeNetRequest.updateDynamicRules({ removeRuleIds: present.map((rule) => rule.id), addRules: wanted });
}

const same = (wanted, present) => wanted.length === present.length && wanted.every((rule) => present.some((other) => text(rule) === text(other)));

/** What matters of a rule, in one order, whichever order a browser gives it back in. */
function text({ id, condition, action }) {
  const headers = action.responseHeaders.map(({ header, operation, value }) => [header, operation, value ?? null]);
  return JSON.stringify([id, condition.regexFilter, headers]);
}
