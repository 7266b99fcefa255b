import { type CheckReport, isMailError, type MailError, type Receipt, replyLine, type Warning } from '@ehlo/core';
import { isSignInNeeded } from '@ehlo/oauth';
import type { Ending, Fault, Noticed } from '../api.js';
import { said } from './said.js';

/** What the page is told of reports, receipts and errors: values, in both languages. */

export function endingOfCheck(report: CheckReport): Ending {
  return {
    word: report.ok ? 'ready' : 'stopped',
    refused: [],
    warnings: report.warnings.map(notice),
    ...(report.mechanism ? { mechanism: report.mechanism } : {}),
    ...(report.error ? { fault: faultOf(report.error) } : {}),
  };
}

export function endingOfReceipt(receipt: Receipt): Ending {
  return {
    word: receipt.outcome,
    messageId: receipt.messageId,
    road: /^(?:graph|gmail-api):/.test(receipt.transport) ? 'api' : 'smtp',
    refused: receipt.refused.map(({ recipient, error }) => ({ recipient, fault: faultOf(error) })),
    warnings: receipt.warnings.map(notice),
    ...(receipt.outcome === 'accepted' ? { reply: replyLine(receipt.reply) } : { fault: faultOf(receipt.error) }),
  };
}

/** Stopped from the page before the end of a message left. */
export const aborted: Ending = { word: 'aborted', refused: [], warnings: [] };

/** Settings that cannot be used are thrown by the adapters; anything else that is thrown is a fault of the demo. */
export function endingOfThrow(error: unknown, warnings: readonly Noticed[]): Ending {
  if (!isMailError(error)) throw error;
  return { word: 'stopped', refused: [], warnings, fault: faultOf(error) };
}

export function faultOf(error: MailError): Fault {
  return {
    code: error.code,
    phase: error.phase,
    who: error.who,
    words: { en: error.words('en'), 'zh-CN': error.words('zh-CN') },
    notes: error.notes.map(said),
    ...(isSignInNeeded(error) ? { signIn: true as const } : {}),
    ...(error.detail === undefined ? {} : { detail: said(error.detail) }),
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.reply === undefined ? {} : { reply: replyLine(error.reply) }),
    ...(error.rule === undefined ? {} : { rule: { because: said(error.rule.because), source: error.rule.source } }),
  };
}

/** A warning of Ehlo. */
export const notice = ({ code, message }: Warning): Noticed => ({ code, message: said(message) });
