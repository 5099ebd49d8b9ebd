// How is Firefox started? By puppeteer over WebDriver BiDi, in a window on the test's own screen.

import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { Folder, temporaryFolder } from './folder.mjs';
import { PuppetBrowser, PuppetPage } from './puppet.mjs';

const QUIET = {
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

/** Starts Firefox in a window on `screen`; what it prints becomes a PDF, what it downloads a file. */
export async function launchFirefox(screen) {
  const home = new Folder(temporaryFolder('firefox'));
  const saved = new Folder(join(home.path, 'saved'));
  const printed = new Folder(join(home.path, 'printed'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: false,
    env: { ...process.env, ...screen.env },
    extraPrefsFirefox: { ...QUIET, ...savesTo(saved), ...printsTo(printed) },
    defaultViewport: null,
  });
  return new PuppetBrowser(browser, { wrap: (page) => new PuppetPage(page), prepare: () => {} }, { home, saved, printed });
}

const savesTo = (folder) => ({
  'browser.download.folderList': 2,
  'browser.download.dir': folder.path,
  'browser.download.useDownloadDir': true,
  'browser.download.always_ask_before_handling_new_types': false,
});

const printsTo = (folder) => ({
  'print.always_print_silent': true,
  print_printer: 'Mozilla Save to PDF',
  'print.printer_Mozilla_Save_to_PDF.print_to_file': true,
  'print.printer_Mozilla_Save_to_PDF.print_to_filename': join(folder.path, 'page.pdf'),
});
