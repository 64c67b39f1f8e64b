export { createNarrator } from './narrator.ts';
export { endpointOf, type NarratorFlags } from './options.ts';
