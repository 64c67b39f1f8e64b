import { randomBytes } from 'node:crypto';

/** `ORD-7a9f0c31be42`: unique across runs, so never from the seed. */
export const newId = (prefix: 'ORD' | 'PAY' | 'RSV'): string => `${prefix}-${randomBytes(6).toString('hex')}`;
