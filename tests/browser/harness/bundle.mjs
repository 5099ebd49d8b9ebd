// What does the extension believe without a gateway? Policies that `stepgate extension sign` signed.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './process.mjs';

const PROGRAM = ['debug', 'release'].map((name) => new URL(`../../../target/${name}/stepgate`, import.meta.url).pathname).find((path) => existsSync(path));
const PERSON = 'alex@example.com';

/**
 * A configuration for the extension, with a bundle of `policies` (a list, or a folder with files of them) for `sites`
 * (`{app, title, matches}`). `more` are further fields of it.
 */
export function signedConfiguration({ policies, sites, lifetime = '1d', defaultBehavior = 'block', ...more }) {
  const folder = mkdtempSync(join(tmpdir(), 'stepgate-bundle-'));
  try {
    const [key, listed, rules] = ['key.pem', 'sites.json', 'policies'].map((name) => join(folder, name));
    const publicKey = run(PROGRAM, ['extension', 'key', key]).trim();
    writeFileSync(listed, JSON.stringify({ sites }));
    if (Array.isArray(policies)) writePolicies(rules, policies);
    const from = Array.isArray(policies) ? rules : policies;
    const flags = ['--policies', from, '--sites', listed, '--key', key, '--lifetime', lifetime, '--default-behavior', defaultBehavior, '--user', PERSON];
    const bundle = run(PROGRAM, ['extension', 'sign', ...flags]).trim();
    return { organization: 'Contoso', publicKey, bundle, sites: sites.flatMap(({ matches }) => matches), defaultBehavior, ...more };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writePolicies(folder, policies) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'policies.json'), JSON.stringify({ policies }));
}
