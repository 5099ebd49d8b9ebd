// Does the main job work with the extension in Chromium, on pages without a policy of their own?

import { mainJob } from './main-job.mjs';

mainJob('chromium', null, 'its link', 'a blob that the page makes');
