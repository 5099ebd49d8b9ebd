// How does the agent's code run in Chromium? As JavaScript made of the same WebAssembly.
//
// There a page's security policy that refuses WebAssembly refuses it to the extension's part in the page, too, and reports
// the mere attempt to the site. Nothing tells beforehand which pages do; and the JavaScript is there sooner.

import { instantiate } from '../../../target/agent/agent-wasm2js.js';
import { begin } from './core.js';

begin(instantiate);
