// Where do the browsers show themselves, and what is on the clipboard there? On an X server of the test's own.

import { Program, run } from './process.mjs';

/** A virtual screen; its clipboard is shared by the browsers on it and read from outside with `xclip`. */
export class Screen {
  static async start() {
    const program = new Program('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp', '-noreset']);
    const [, number] = await program.line(/^(\d+)$/);
    return new Screen(program, `:${number}`);
  }

  constructor(program, display) {
    this.program = program;
    this.display = display;
    this.env = { DISPLAY: display };
  }

  /** The clipboard as any other program would get it, as text or as `target`; empty when nobody owns it. */
  clipboard(target = 'UTF8_STRING') {
    try {
      return run('xclip', ['-selection', 'clipboard', '-out', '-target', target, '-display', this.display], { timeout: 3_000 });
    } catch {
      return '';
    }
  }

  /** Puts text on the clipboard as any other program would. */
  setClipboard(text) {
    run('xclip', ['-selection', 'clipboard', '-in', '-display', this.display], { input: text, stdio: ['pipe', 'ignore', 'ignore'] });
  }

  stop() {
    return this.program.stop();
  }
}
