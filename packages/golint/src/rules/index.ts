/** Every rule there is. */
import type { Rule } from '../rules-model.ts';
import { ngg001 } from './ngg001.ts';
import { ngg002 } from './ngg002.ts';
import { ngg003 } from './ngg003.ts';
import { ngg004 } from './ngg004.ts';
import { ngg005 } from './ngg005.ts';
import { ngg006 } from './ngg006.ts';
import { ngg007 } from './ngg007.ts';
import { ngg008 } from './ngg008.ts';
import { ngg009 } from './ngg009.ts';
import { ngg010 } from './ngg010.ts';
import { ngg011 } from './ngg011.ts';
import { ngg012 } from './ngg012.ts';
import { ngg013 } from './ngg013.ts';
import { ngg014 } from './ngg014.ts';
import { ngg015 } from './ngg015.ts';
import { ngg016 } from './ngg016.ts';
import { ngg017 } from './ngg017.ts';
import { ngg018 } from './ngg018.ts';
import { ngg019 } from './ngg019.ts';

export const rules: readonly Rule[] = [
  ...[ngg001, ngg002],
  ...[ngg003, ngg004, ngg005, ngg006, ngg007, ngg008, ngg009, ngg010, ngg011, ngg012],
  ...[ngg013, ngg014, ngg015, ngg016, ngg017, ngg018, ngg019],
];
