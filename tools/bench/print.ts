import type { Report } from './results.js';
import { reachedBy } from './targets.js';

/** What a run found, for a terminal. */
export function print(report: Report): string {
  const lines: string[] = [];
  for (const { title, figures, failures = [], obstacle } of report.workloads) {
    lines.push(`${title}${obstacle === undefined ? '' : `: not run (${obstacle})`}`);
    for (const { name, rate, cpu, sinkBusy } of figures) {
      const busy = sinkBusy === undefined ? '' : `sink ${Math.round(sinkBusy * 100)}%`;
      lines.push(row(name, `${Math.round(rate)} msg/s`, `${cpu.toFixed(1)} us CPU`, busy));
    }
    for (const failure of failures) lines.push(`  did not get through: ${failure}`);
  }
  if (report.roundTrips.length > 0) lines.push('Round trips: cold, single, queued');
  for (const { name, channel, cold, single, queued } of report.roundTrips)
    lines.push(row(`${name}, ${channel}`, cold.toFixed(2), single.toFixed(2), queued.toFixed(2)));
  if (report.starts.length > 0) lines.push('Start, ms: imported, transport made, first message accepted');
  for (const { name, imported, ready, sent } of report.starts)
    lines.push(row(name, imported.toFixed(0), ready.toFixed(0), sent.toFixed(0)));
  if (report.streams.length > 0) lines.push('Streams');
  for (const { name, form, throughput, growth } of report.streams)
    lines.push(row(`${name}, ${form}`, `${throughput.toFixed(0)} MB/s`, `grew by ${growth.toFixed(1)} MB`));
  if (report.sizes.length > 0) lines.push('Installed size');
  for (const { name, octets, packages, obstacle } of report.sizes)
    lines.push(row(name, obstacle ?? `${Math.round(octets / 1000)} kB`, `${packages.length} packages`));
  const told = reachedBy(report).filter(({ value }) => value !== undefined);
  if (told.length > 0) lines.push('To be reached');
  for (const { target, value, reached } of told) {
    const [word, limit] = 'least' in target.bound ? ['at least', target.bound.least] : ['at most', target.bound.most];
    lines.push(`  ${reached ? 'yes' : 'no '}  ${value!.toFixed(2)}, ${word} ${limit}: ${target.what}`);
  }
  return `${lines.join('\n')}\n`;
}

function row(name: string, ...cells: readonly string[]): string {
  return `  ${name.padEnd(40)}${cells.map((cell) => cell.padStart(18)).join('')}`;
}
