// Which browser does a journey run in? Any of three engines, behind one interface.

import { launchChromium } from './chromium.mjs';
import { launchFirefox } from './firefox.mjs';
import { launchWebKit } from './webkit.mjs';

const LAUNCHERS = { chromium: launchChromium, firefox: launchFirefox, webkit: launchWebKit };

/** Starts `engine` (`chromium`, `firefox` or `webkit`) on `screen`. */
export function launch(engine, screen) {
  return LAUNCHERS[engine](screen);
}
