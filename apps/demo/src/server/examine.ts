import { type Cause, causes as coreCauses } from '@ehlo/core';
import { type Diagnosis, type DiagnosisEvent, diagnose, type Finding, type StageReport } from '@ehlo/doctor';
import { causes as genericCauses } from '@ehlo/generic';
import { causes as gmailCauses } from '@ehlo/gmail';
import { causes as oauthCauses } from '@ehlo/oauth';
import { causes as outlookCauses } from '@ehlo/outlook';
import type { DoctorEvent, DoctorTarget, FoundCause, ProbedStage, Told } from '../api-doctor.js';
import type { Tell } from './runs.js';
import { said } from './said.js';
import type { Stage } from './stage.js';
import { patientOf } from './targets.js';
import { notice } from './view.js';

/** Examines one server, stage by stage. No mail is sent, and the secret goes to that server and nowhere else. */
export async function examine(
  asked: DoctorTarget,
  stage: Stage,
  tell: Tell<DoctorEvent>,
  signal: AbortSignal,
): Promise<void> {
  const { target, resolver, shown } = patientOf(asked, stage);
  if (shown) tell({ kind: 'stage', ...shown });
  try {
    const observe = (event: DiagnosisEvent): void => tell(eventOf(event));
    const diagnosis = await diagnose(target, { observe, signal, ...(resolver && { resolver }) });
    tell({ kind: 'told', told: toldOf(diagnosis) });
  } catch (error) {
    if (!signal.aborted) throw error;
    tell({ kind: 'aborted' });
  }
}

function eventOf(event: DiagnosisEvent): DoctorEvent {
  return event.kind === 'ended' ? { kind: 'ended', report: stageOf(event.report) } : event;
}

function toldOf({ stages, cause, warnings, answer, trace, ...rest }: Diagnosis): Told {
  return {
    ...rest,
    stages: stages.map(stageOf),
    warnings: warnings.map(notice),
    ...(cause === undefined ? {} : { cause: causeOf(cause) }),
  };
}

function stageOf({ cause, seen, ...report }: StageReport): ProbedStage {
  return { ...report, seen: seen.map(said), ...(cause === undefined ? {} : { cause: causeOf(cause) }) };
}

const vocabulary: Readonly<Record<string, Cause>> = {
  ...coreCauses,
  ...oauthCauses,
  ...outlookCauses,
  ...gmailCauses,
  ...genericCauses,
};

/** A probe speaks one language; the page changes between two. */
function causeOf({ what, fix, outcome, detail, notes, ...finding }: Finding): FoundCause {
  return {
    ...finding,
    words: vocabulary[finding.code]?.words ?? { en: { what, fix }, 'zh-CN': { what, fix } },
    notes: notes.map(said),
    ...(detail === undefined ? {} : { detail: said(detail) }),
  };
}
