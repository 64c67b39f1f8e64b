/** Canvas cannot read CSS variables: this resolves `var(--x)` to what it is at the moment. */
export const resolveColour = (colour: string): string => {
  const name = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
  return name === undefined
    ? colour
    : getComputedStyle(document.documentElement).getPropertyValue(name).trim();
};
