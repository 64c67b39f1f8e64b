import { printable } from '../text-output.ts';

/** An error on standard error, as every command says it; its text may come from input. */
export const complain = (error: { code: string; message: string; hint?: string | undefined }): void => {
  const message = error.message.split('\n').map(printable).join('\n');
  console.error(`nightglass: ${message} [${error.code}]`);
  if (error.hint !== undefined && error.hint !== '') console.error(`  ${printable(error.hint)}`);
};

/** `nightglass ... | head` is no failure. */
export const allowClosedOutput = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
};
