// How does the agent run where a page refuses WebAssembly? As JavaScript made of the same module.

import { instantiate } from '../../../target/agent/agent-wasm2js.js';

globalThis.stepgateAgent?.load(instantiate);
delete globalThis.stepgateAgent;
