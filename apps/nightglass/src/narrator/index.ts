export { createNarrator, type Narrator } from './narrator.ts';
export { endpointOf, type NarratorFlags } from './options.ts';
