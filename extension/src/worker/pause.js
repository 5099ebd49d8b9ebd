// When is something that failed tried again? By the browser's alarms, which outlive the worker, with growing pauses.

import { browser } from './browser.js';
import { pauses } from './kept.js';

/** The shortest the browsers keep. */
const SHORTEST = 0.5;
const LONGEST = 30;

/** Sets the alarm `name`; every time in a row twice as far away, in minutes. */
export async function again(name) {
  const { [name]: pause = SHORTEST } = await pauses.get();
  await pauses.change((all) => ({ ...all, [name]: Math.min(pause * 2, LONGEST) }));
  await browser.alarms.create(name, { delayInMinutes: pause });
}

/** It worked: the next pause is the shortest again. */
export async function worked(name) {
  await pauses.change(({ [name]: _, ...others }) => others);
}
