import type { Phrases } from '../subject.ts';
import { code } from './code.ts';
import { errors } from './errors.ts';
import { go } from './go.ts';
import { kubernetes } from './kubernetes.ts';
import { network } from './network.ts';
import { resources } from './resources.ts';

export const english: Phrases = { ...resources, ...network, ...code, ...errors, ...go, ...kubernetes };
