import { explain, explainLine, type Observation } from '@ehlo/doctor';
import { type Exit, exit } from '../exit.js';
import type { Session } from '../session.js';
import { explanationText } from '../show/explanation.js';
import { Misuse, textOfFile, textOfInput } from '../trouble.js';
import type { Define } from './index.js';

interface ExplainFlags {
  readonly host?: string;
  readonly port?: string;
  readonly security?: 'implicit' | 'starttls' | 'none';
  readonly auth?: string;
  readonly user?: string;
  readonly client?: string;
  readonly provider?: string;
  readonly stage?: string;
}

export const define: Define = (command, action) => {
  command
    .argument('[file]', 'a file with the error or log; - or nothing: stdin')
    .option('--host <name>', 'the server that was dialled')
    .option('--port <number>', 'and its port')
    .option('--security <word>', 'implicit, starttls or none: how the program was set')
    .option('--auth <word>', 'password, app-password, xoauth2 or none')
    .option('--user <name>', 'the login name')
    .option('--client <name>', 'the program or library that failed, such as smtplib')
    .option('--provider <name>', 'such as gmail or microsoft365')
    .option('--stage <word>', 'how far it came: dns, connect, tls, auth, rcpt, data ...')
    .addHelpText('after', examples)
    .action(action(explainGiven));
};

const examples = `
Examples:
  ehlo explain error.log
  python app.py 2>&1 | ehlo explain --host smtp-mail.outlook.com --port 587
  echo "535 5.7.8 Username and Password not accepted" | ehlo explain --lang zh-CN

With --json a line that is a JSON object is read as an observation of its own, and answered on a line of its own:
  {"id":"1","symptom":"...","config":{"host":"smtp.example.com","port":465},"reply":{"code":535,"enhanced":"5.7.8"}}

Nothing is dialled, nothing is stored, and no secret of what is pasted is shown.
Exits with 0 where a cause was found, 65 where nothing is known.`;

async function explainGiven(session: Session, file: string | undefined, flags: ExplainFlags): Promise<Exit> {
  const text = await textGiven(session, file);
  if (session.json) return explainForProgram(session, text, flags);
  const explanation = explain({ symptom: text, ...observed(flags) }, { language: session.language });
  session.print(explanationText(explanation, session));
  return explanation.code === undefined ? exit.data : exit.ok;
}

/** Lines that are objects are observations; anything else is one pasted text. */
function explainForProgram(session: Session, text: string, flags: ExplainFlags): Exit {
  // One object may stand over several lines.
  const lines = isObject(text) ? [text] : text.split('\n').filter((line) => line.trim() !== '');
  if (lines.every(isObject)) {
    for (const line of lines) session.print(explainLine(line));
    return exit.ok;
  }
  const explanation = explain({ symptom: text, ...observed(flags) }, { language: session.language });
  session.printJson(explanation);
  return explanation.code === undefined ? exit.data : exit.ok;
}

async function textGiven({ terminal, language }: Session, file = '-'): Promise<string> {
  if (file !== '-') return textOfFile(file, terminal);
  if (terminal.input.isTTY === true) terminal.errors.write(`${prompt[language]}\n`);
  const text = await textOfInput(terminal);
  if (text.trim() === '') throw new Misuse(nothing);
  return text;
}

const prompt = {
  en: 'Paste the error or the log, then press Ctrl-D:',
  'zh-CN': '请粘贴错误信息或日志，然后按 Ctrl-D：',
};

const nothing = {
  en: 'nothing was given to explain: name a file, or pipe the error in',
  'zh-CN': '没有可解释的内容：请给出文件名，或用管道传入错误信息',
};

/** What the options tell of the settings. */
function observed({ host, port, security, auth, user, client, provider, stage }: ExplainFlags): Observation {
  const config = {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(security !== undefined && { secure: security === 'implicit', starttls: security === 'starttls' }),
    ...(auth !== undefined && { auth }),
    ...(user !== undefined && { user }),
    ...(client !== undefined && { client }),
  };
  return { config, ...(provider !== undefined && { provider }), ...(stage !== undefined && { stage }) };
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
