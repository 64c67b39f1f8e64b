/** The pages of root cause, loaded when somebody goes there. */
import { explainEn } from '../../i18n/en-explain.ts';
import { addTexts } from '../../i18n/use-text.ts';
import { explainZh } from '../../i18n/zh-explain.ts';
import '../../styles/explain.css';
import '../../styles/explain-hypothesis.css';
import '../../styles/explain-evidence.css';
import '../../styles/explain-parts.css';

addTexts({ en: explainEn, zh: explainZh });

export { ExplainPage } from './explain-page.tsx';
export { ExplanationPage } from './explanation-page.tsx';
