// Is every link and every command in the documents one that exists?

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const COMMANDS = [...readFileSync('build.sh', 'utf8').matchAll(/^\.\/build\.sh (\w+)/gm)].map((match) => match[1]).concat('help');

const documents = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).split('\n').filter(Boolean);
const wrong = documents.flatMap((document) => {
  const text = readFileSync(document, 'utf8');
  return [...brokenLinks(document, text), ...unknownCommands(document, text)];
});

for (const line of wrong) console.error(line);
console.log(`${documents.length} documents, ${wrong.length} mistakes`);
process.exitCode = wrong.length > 0 || documents.length === 0 ? 1 : 0;

function brokenLinks(document, text) {
  const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1]);
  const local = targets.filter((target) => !/^[a-z]+:/.test(target));
  return local.filter((target) => !existsSync(join(dirname(document), target))).map((target) => `${document}: no file \`${target}\``);
}

function unknownCommands(document, text) {
  const named = [...text.matchAll(/\.\/build\.sh (\w+)/g)].map((match) => match[1]);
  return named.filter((name) => !COMMANDS.includes(name)).map((name) => `${document}: \`./build.sh\` has no command \`${name}\``);
}
