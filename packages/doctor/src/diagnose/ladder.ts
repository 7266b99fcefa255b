import type { DiagnosisEvent, Finding, StageName, StageReport } from './report.js';

interface Open {
  readonly stage: StageName;
  readonly since: number;
  readonly seen: string[];
}

/** How far a handshake came that was given up for another. */
interface Former {
  readonly order: readonly StageName[];
  readonly reports: ReadonlyMap<StageName, StageReport>;
  readonly open: Open | undefined;
}

/** The stages in their order, each with its report as it comes to an end. */
export class Ladder {
  readonly #before: readonly StageName[];
  readonly #tell: (event: DiagnosisEvent) => void;
  #order: readonly StageName[];
  #reports = new Map<StageName, StageReport>();
  #open: Open | undefined;
  readonly #former: Former[] = [];

  /** `before`: the stages before the conversation; `expected`: those of the conversation, as far as is known yet. */
  constructor(before: readonly StageName[], expected: readonly StageName[], tell: (event: DiagnosisEvent) => void) {
    this.#before = before;
    this.#order = [...before, ...expected];
    this.#tell = tell;
  }

  get open(): StageName | undefined {
    return this.#open?.stage;
  }

  /** All of them; what has no report was not reached, or not needed. */
  get reports(): readonly StageReport[] {
    const rest = this.failed === undefined ? 'skipped' : 'not reached';
    return this.#order.map((stage) => this.#reports.get(stage) ?? { stage, result: rest, milliseconds: 0, seen: [] });
  }

  get failed(): StageReport | undefined {
    return [...this.#reports.values()].find(({ result }) => result === 'failed');
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
    if (this.#open !== undefined) this.#put(this.#closed(this.#open, 'ok'));
  }

  skip(stage: StageName, why: string): void {
    this.end();
    this.#put({ stage, result: 'skipped', milliseconds: 0, seen: [why] });
  }

  /** The conversation begins, and has these stages. */
  follow(stages: readonly StageName[]): void {
    this.end();
    this.#order = [...this.#before, ...stages];
  }

  /** It begins anew; how far it had come is remembered. */
  again(stages: readonly StageName[]): void {
    this.#former.push({ order: this.#order, reports: this.#reports, open: this.#open });
    this.#open = undefined;
    this.#reports = new Map([...this.#reports].filter(([stage]) => this.#before.includes(stage)));
    this.#order = [...this.#before, ...stages];
    this.#tell({ kind: 'again' });
  }

  /** Fails a stage that is open or has ended, here or in the handshake before; those behind it were not reached. */
  fail(stage: StageName, cause: Finding, ...seen: readonly string[]): void {
    const former = this.#open?.stage === stage ? undefined : this.#former.findLast(({ open }) => open?.stage === stage);
    if (former !== undefined) {
      this.#order = former.order;
      this.#reports = new Map(former.reports);
      this.#open = former.open;
    }
    // What is open before it has ended well: it was not there that it failed.
    if (this.#open !== undefined && this.#order.indexOf(this.#open.stage) < this.#order.indexOf(stage)) this.end();
    const so =
      this.#open?.stage === stage
        ? this.#closed(this.#open, 'failed')
        : (this.#reports.get(stage) ?? { milliseconds: 0, seen: [] });
    this.#open = undefined;
    for (const behind of this.#order.slice(this.#order.indexOf(stage) + 1)) this.#reports.delete(behind);
    this.#put({ ...so, stage, result: 'failed', seen: [...so.seen, ...seen], cause });
  }

  #closed({ stage, since, seen }: Open, result: 'ok' | 'failed'): StageReport {
    this.#open = undefined;
    return { stage, result, milliseconds: Math.round(performance.now() - since), seen };
  }

  #put(report: StageReport): void {
    this.#reports.set(report.stage, report);
    this.#tell({ kind: 'ended', report });
  }
}
