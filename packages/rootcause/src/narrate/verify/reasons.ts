/** Why a claim was dropped, in words. */

import { code } from '../text.ts';
import type { Language } from '../voice.ts';

export type Reason =
  | { kind: 'too_many' | 'length' | 'uncited' | 'nothing_to_check' | 'reversed' }
  | { kind: 'unknown_id' | 'name' | 'figure' | 'moment'; what: string };

const english = {
  too_many: 'there are more claims than are read',
  length: 'it is empty or too long',
  uncited: 'it cites no evidence',
  nothing_to_check: 'it holds nothing that could be checked',
  reversed: 'the figures before and after are the wrong way round',
  unknown_id: 'the evidence it cites does not exist: ',
  name: 'a name is not of the cited evidence: ',
  figure: 'a figure is not in the cited evidence: ',
  moment: 'a time is not in the cited evidence: ',
} satisfies Record<Reason['kind'], string>;
const chinese = {
  too_many: '超出了读取的条数',
  length: '为空或过长',
  uncited: '没有引用证据',
  nothing_to_check: '没有任何可核对的内容',
  reversed: '前后数值颠倒',
  unknown_id: '引用的证据不存在：',
  name: '名称不属于所引用的证据：',
  figure: '数字不在所引用的证据中：',
  moment: '时间不在所引用的证据中：',
} satisfies Record<Reason['kind'], string>;

export const reasonText = (reason: Reason, language: Language): string => {
  const words = (language === 'zh' ? chinese : english)[reason.kind];
  return 'what' in reason ? words + code(reason.what, 60) : words;
};
