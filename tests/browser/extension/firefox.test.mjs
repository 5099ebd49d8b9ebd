// Does all of it work with the extension in Firefox, on pages under `script-src 'self'`?

import { activities } from './activities.mjs';
import { extensionJourneys } from './journey.mjs';
import { mainJob } from './main-job.mjs';
import { policies } from './policies.mjs';
import { ungoverned } from './ungoverned.mjs';

const world = extensionJourneys('firefox', "script-src 'self'");
mainJob(world, 'its link', 'a blob that the page makes');
policies(world);
ungoverned(world);
activities(world);
