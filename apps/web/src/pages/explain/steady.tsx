import { Component, createRef, type ReactNode } from 'react';

interface Anchor {
  element: Element;
  top: number;
}

/** What a reader may have in front of them, the smallest parts first. */
const readable = ['.proof', '.hypothesis', '.section', '.answer'];

/**
 * Keeps what is read where it is while a new answer moves everything around it. The browser's own anchoring loses the
 * element when it changes its place in the list. (A class: only these are told before the page changes.)
 */
export class Steady extends Component<{ children: ReactNode }> {
  private readonly box = createRef<HTMLDivElement>();

  override getSnapshotBeforeUpdate(): Anchor | null {
    const box = this.box.current;
    // At the top one has not begun to read: there the new answer is what one wants to see.
    if (box === null || window.scrollY < 80) return null;
    for (const kind of readable) {
      for (const element of box.querySelectorAll(kind)) {
        const { top, bottom } = element.getBoundingClientRect();
        if (bottom > 120 && top < window.innerHeight * 0.75) return { element, top };
      }
    }
    return null;
  }

  override componentDidUpdate(_props: unknown, _state: unknown, anchor: Anchor | null): void {
    if (anchor === null || !anchor.element.isConnected) return;
    const moved = anchor.element.getBoundingClientRect().top - anchor.top;
    if (Math.abs(moved) > 1) window.scrollBy({ top: moved, behavior: 'instant' });
  }

  override render(): ReactNode {
    return (
      <div ref={this.box} className="answer-steady">
        {this.props.children}
      </div>
    );
  }
}
