// Does all of it work with the extension in Chromium, on pages without a policy of their own?

import { activities } from './activities.mjs';
import { extensionJourneys } from './journey.mjs';
import { mainJob } from './main-job.mjs';
import { policies } from './policies.mjs';
import { ungoverned } from './ungoverned.mjs';

const world = extensionJourneys('chromium');
mainJob(world, 'its link', 'a blob that the page makes');
policies(world);
ungoverned(world);
activities(world);
