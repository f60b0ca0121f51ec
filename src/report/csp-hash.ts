// The name by which a content security policy lets in one style sheet or script (CSP Level 3, 2.3.1 hash-source).

import { createHash } from 'node:crypto';

export const cspHash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
