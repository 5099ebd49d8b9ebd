// Does the main job work with the extension in Firefox, where the core is WebAssembly also under `script-src 'self'`?

import { mainJob } from './main-job.mjs';

mainJob('firefox', "script-src 'self'", 'its link', 'a blob that the page makes');
