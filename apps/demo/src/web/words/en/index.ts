import { conversation } from './conversation.js';
import { doctor } from './doctor.js';
import { handshake } from './handshake.js';
import { page } from './page.js';
import { sandbox } from './sandbox.js';
import { signIn } from './sign-in.js';
import { why } from './why.js';

/** Every word of the pages in English. The other dictionaries have the same keys; the compiler and a test hold them to it. */
export const en = { ...page, ...handshake, ...conversation, ...sandbox, signIn, why, doctor };

export type Words = typeof en;
