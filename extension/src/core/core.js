// Who decides in this document? The agent, in the extension's own world, where no page script reaches it.

import { Agent } from './agent.js';
import { readBoot, withoutPolicies } from './boot.js';
import { Carrier } from './carrier.js';
import { siteHere } from './place.js';
import { Port } from './port.js';
import { answerWorker } from './worker.js';

const fallback = globalThis.stepgateDefault === 'allow' ? 'allow' : 'block';
const port = new Port(fallback === 'allow');
const carrier = new Carrier();
const agent = new Agent(port, carrier);
let site = null;

/** Takes the policies as the worker keeps them; newer ones replace them in an open page. */
function take(policy) {
  site = policy ? siteHere(policy.sites) : null;
  carrier.app = site?.app ?? null;
  agent.begin(site?.boot ? readBoot(site.boot) : withoutPolicies(policy?.default ?? fallback), policy?.person ?? null);
}

/** Begins, with the agent's code: a function from imports to exports. */
export function begin(instantiate) {
  globalThis.stepgateBegun = true; // the worker looks, before it enters an open page
  port.connect(agent);
  answerWorker(agent, () => site);
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' && changes.policy) take(changes.policy.newValue);
  });
  chrome.storage.local.get('policy').then(({ policy }) => take(policy));
  agent.load(instantiate);
}
