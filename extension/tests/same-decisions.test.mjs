// Does the agent decide the same as WebAssembly, and as the JavaScript it becomes where a page refuses that?

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Agent } from '../src/core/agent.js';
import { readBoot } from '../src/core/boot.js';

const root = new URL('../../', import.meta.url);
const built = (name) => new URL(`target/agent/${name}`, root);
const path = (name) => new URL(name, root).pathname;

const module = new WebAssembly.Module(readFileSync(built('agent.wasm')));
const { instantiate } = await import(built('agent-wasm2js.js').href);
const ENGINES = {
  WebAssembly: (imports) => new WebAssembly.Instance(module, imports).exports,
  'JavaScript made of it': instantiate,
};

const CASES = execFileSync(path('target/debug/examples/cases'), [path('tests/cases/decide'), path('policies')], { encoding: 'utf8' })
  .trim().split('\n').map((line) => JSON.parse(line));

/** No page: whatever the agent wants of it is undefined. */
const nowhere = { allow: false, once: (work) => work(), settle() {}, command: ([what]) => (what === 'enter' ? [3, 1] : [0]) };

function carrierAt(now) {
  return { unix: () => now * 1000, since: () => 0, later() {}, report: () => true, randomId: () => '0'.repeat(32), failed: () => assert.fail('the agent stopped') };
}

function decide(instantiate, { boot, now, about }) {
  const agent = new Agent(nowhere, carrierAt(now));
  agent.load(instantiate);
  agent.begin(readBoot(boot), null);
  const [, wire] = agent.ask('attempt', clean(about));
  const { action, policy, failure, matches, trace, findings, revision } = JSON.parse(wire[1]);
  return { action, policy, failure, matches, trace, findings, revision };
}

/** JSON says `null` where an attempt has nothing. */
const clean = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null)
  .map(([key, value]) => [key, typeof value === 'object' && !Array.isArray(value) ? clean(value) : value]));

for (const [name, instantiate] of Object.entries(ENGINES)) {
  test(`every shared case is decided as natively by ${name}`, () => {
    assert.ok(CASES.length > 50, 'the shared cases are there');
    for (const one of CASES) {
      const { action, policy, failure, matches, trace, findings, revision } = one.decided;
      assert.deepEqual(decide(instantiate, one), { action, policy, failure, matches, trace, findings, revision }, one.name);
    }
  });
}
