/** FOR TESTS: diagnoses made by hand, and at random. */
export { anyDiagnosis } from './any-diagnosis.ts';
export { hostileTexts } from './any-text.ts';
export {
  sampleAmbiguous,
  sampleDiagnosis,
  sampleInsufficient,
  sampleNoCause,
  withPlantedText,
} from './samples.ts';
