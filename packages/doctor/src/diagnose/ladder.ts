import type { DiagnosisEvent, Finding, StageName, StageReport } from './report.js';

/** The stages in their order, as they come to an end. */
export class Ladder {
  #order: readonly StageName[];
  readonly #reports = new Map<StageName, StageReport>();
  #open: { readonly stage: StageName; readonly since: number; readonly seen: string[] } | undefined;
  readonly #tell: (event: DiagnosisEvent) => void;

  constructor(order: readonly StageName[], tell: (event: DiagnosisEvent) => void) {
    this.#order = order;
    this.#tell = tell;
  }

  /** The order, now that it is known how TLS comes up. */
  set order(order: readonly StageName[]) {
    this.#order = order;
  }

  get open(): StageName | undefined {
    return this.#open?.stage;
  }

  /** What was not done, as it came. */
  get reports(): readonly StageReport[] {
    const failed = [...this.#reports.values()].some(({ result }) => result === 'failed');
    const rest = failed ? 'not reached' : 'skipped';
    return this.#order.map(
      (stage) => this.#reports.get(stage) ?? { stage, result: rest, milliseconds: 0, seen: [] },
    );
  }

  get failed(): StageReport | undefined {
    return this.#order.map((stage) => this.#reports.get(stage)).find((report) => report?.result === 'failed');
  }

  /** The stage before it has ended well. */
  begin(stage: StageName): void {
    if (this.#open?.stage === stage) return;
    this.end();
    this.#open = { stage, since: performance.now(), seen: [] };
    this.#tell({ kind: 'begun', stage });
  }

  /** Notes what was seen in the stage that is open. */
  see(...lines: readonly string[]): void {
    this.#open?.seen.push(...lines);
  }

  end(): void {
    if (this.#open !== undefined) this.#close(this.#open.stage, 'ok');
  }

  skip(stage: StageName, why: string): void {
    this.end();
    this.#put({ stage, result: 'skipped', milliseconds: 0, seen: [why] });
  }

  /** Fails this stage, open or ended; those behind it were not reached. */
  fail(stage: StageName, cause: Finding, ...seen: readonly string[]): void {
    if (this.#open?.stage === stage) this.#close(stage, 'failed', cause, seen);
    else {
      this.#open = undefined;
      const before = this.#reports.get(stage) ?? { milliseconds: 0, seen: [] };
      this.#put({ ...before, stage, result: 'failed', cause, seen: [...before.seen, ...seen] });
    }
    for (const behind of this.#order.slice(this.#order.indexOf(stage) + 1)) this.#reports.delete(behind);
  }

  /** Forgets these: they are gone through again. */
  forget(stages: readonly StageName[]): void {
    this.#open = undefined;
    for (const stage of stages) this.#reports.delete(stage);
  }

  #close(stage: StageName, result: StageReport['result'], cause?: Finding, more: readonly string[] = []): void {
    const { since = performance.now(), seen = [] } = this.#open ?? {};
    this.#open = undefined;
    const milliseconds = Math.round(performance.now() - since);
    this.#put({ stage, result, milliseconds, seen: [...seen, ...more], ...(cause === undefined ? {} : { cause }) });
  }

  #put(report: StageReport): void {
    this.#reports.set(report.stage, report);
    this.#tell({ kind: 'ended', report });
  }
}
