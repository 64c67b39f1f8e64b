import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { navigate } from './place.ts';

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
  replace?: boolean;
}

/** A real link (middle click, copy address, screen readers) that does not reload the page. */
export const Link = ({ href, replace = false, onClick, ...rest }: Props) => {
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href, { replace });
  };
  return <a href={href} onClick={follow} {...rest} />;
};
