import { type ReactNode, useRef, useState } from 'react';
import { useText } from '../i18n/use-text.ts';
import { moveRange } from '../logic/time-range.ts';
import { navigate, useLinks } from '../router/place.ts';
import { copyText } from '../ui/copy.tsx';
import { BrushOffer } from './brush-offer.tsx';
import { Header } from './header.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { pages } from './pages.ts';
import { Rail } from './rail.tsx';
import { useAsk, useSubject } from './subject-context.ts';
import { useTime } from './time-context.tsx';
import { useKeys } from './use-keys.ts';

export const Frame = ({ children }: { children: ReactNode }) => {
  const t = useText();
  const to = useLinks();
  const time = useTime();
  const subject = useSubject();
  const askAbout = useAsk();
  const search = useRef<HTMLInputElement>(null);
  const [help, setHelp] = useState(false);
  const [said, setSaid] = useState('');
  const move = (direction: -1 | 1) => (): void =>
    time.setRange(moveRange(time.range, direction, Date.now() / 1000));
  useKeys({
    '/': () => search.current?.focus(),
    '?': () => setHelp(true),
    '[': move(-1),
    ']': move(1),
    c: () => void copyText(location.href).then((done) => setSaid(done ? t('frame.linkCopied') : '')),
    r: time.refreshNow,
    e: () => askAbout(subject),
    ...Object.fromEntries(pages.map((p) => [`g ${p.letter}`, () => navigate(to(p.path))])),
  });
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {t('frame.skip')}
      </a>
      <Rail />
      <Header searchInput={search} onHelp={() => setHelp(true)} />
      <main className="main" id="main" tabIndex={-1}>
        {children}
      </main>
      <BrushOffer />
      <HelpDialog open={help} onClose={() => setHelp(false)} />
      <output className="toast" key={said} onAnimationEnd={() => setSaid('')}>
        {said}
      </output>
    </div>
  );
};
