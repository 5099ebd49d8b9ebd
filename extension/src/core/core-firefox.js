// How does the agent's code run in Firefox? As WebAssembly, which a page's security policy does not reach here.

import code from '../../../target/agent/agent.wasm';
import { bytesOf } from './boot.js';
import { begin } from './core.js';

const module = new WebAssembly.Module(bytesOf(code));

begin((imports) => new WebAssembly.Instance(module, imports).exports);
