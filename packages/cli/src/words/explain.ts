import type { Language } from '@ehlo/core';
import type { Certainty, Evidence } from '@ehlo/doctor';

interface ExplainWords {
  readonly unknown: string;
  readonly others: string;
  readonly apart: string;
  readonly setting: string;
  readonly evidence: string;
  /** What was seen, and why it counts. A sight may be missing. */
  readonly because: (evidence: Evidence) => string;
  readonly certainty: Readonly<Record<Certainty, string>>;
}

export const explainWords: Readonly<Record<Language, ExplainWords>> = {
  en: {
    unknown:
      'Nothing in this tells a cause. More of the log would help: the reply of the server, and the settings (--host, --port, --client).',
    others: 'It may also be',
    apart: 'to tell',
    setting: 'setting',
    evidence: 'because',
    because: ({ saw, because }) => (saw === '' ? because : `${saw}: ${because}`),
    certainty: { high: 'sure', medium: 'likely', low: 'a guess', none: 'not known' },
  },
  'zh-CN': {
    unknown: '从中看不出原因。请提供更多日志：服务器的回复，以及设置（--host、--port、--client）。',
    others: '也可能是',
    apart: '如何区分',
    setting: '设置',
    evidence: '依据',
    because: ({ saw, because }) => (saw === '' ? because : `${saw}：${because}`),
    certainty: { high: '确定', medium: '很可能', low: '猜测', none: '未知' },
  },
};
