// What do repeated measurements say? Medians, and how far two measurements of the same thing lie apart.

/** The middle of the values. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Calls every measurement once per round, so that noise falls on all alike; answers the values by name. */
export async function roundRobin(rounds, measurements) {
  const values = Object.fromEntries(Object.keys(measurements).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of Object.entries(measurements)) values[name].push(await measure());
  }
  return values;
}

/** The ratio of two medians of the same thing, and whether results beside it can be believed. */
export function verdict(first, second) {
  const ratio = median(second) / median(first);
  const fair = Math.abs(ratio - 1) <= 0.02;
  return `A/A ${ratio.toFixed(3)}${fair ? '' : ' (off by more than 2 %: too noisy, run again on a quiet machine)'}`;
}

/** Prints rows as aligned columns under a title. */
export function table(title, rows) {
  const cells = rows.map((row) => row.map(String));
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join('  ');
  console.log(`\n${title}\n${cells.map(line).join('\n')}`);
}
