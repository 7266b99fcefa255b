import type { Words } from '../en/index.js';
import { conversation } from './conversation.js';
import { doctor } from './doctor.js';
import { handshake } from './handshake.js';
import { page } from './page.js';
import { sandbox } from './sandbox.js';
import { signIn } from './sign-in.js';
import { why } from './why.js';

/** 各页全部文字的简体中文版，键与英文版一致。 */
export const zhCN: Words = { ...page, ...handshake, ...conversation, ...sandbox, signIn, why, doctor };
