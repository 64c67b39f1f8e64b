import { useText } from '../../i18n/use-text.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';

/** `POST /orders of order`, `order`, or `the whole system`. */
export const useSubjectText = (): ((service: string, operation: string) => string) => {
  const t = useText();
  return (service, operation) =>
    t(
      service === '' ? 'ask.subject.all' : operation === '' ? 'ask.subject.service' : 'ask.subject.operation',
      {
        service: shorten(service, 80),
        operation: shorten(operation, 80),
      },
    );
};
