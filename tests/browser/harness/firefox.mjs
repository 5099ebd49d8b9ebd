// How is Firefox started? By puppeteer over WebDriver BiDi, in a window on the test's own screen.

import puppeteer from 'puppeteer-core';
import { PuppetBrowser, PuppetPage } from './puppet.mjs';

const QUIET = {
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

export async function launchFirefox(screen) {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: !screen,
    env: { ...process.env, ...screen?.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: '1' },
    extraPrefsFirefox: QUIET,
    defaultViewport: null,
  });
  return new PuppetBrowser(browser, screen, (page) => new PuppetPage(page));
}
