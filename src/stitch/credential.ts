// A password that was sent in clear text, as it is told.

export interface Credential {
  readonly message: string;
  readonly stream: number;
  readonly frames: readonly number[];
  readonly kind:
    | 'http-basic'
    | 'sign-in'
    | 'sign-up'
    | 'user-pass'
    | 'password-change'
    | 'prompt'
    | 'form'
    | 'sasl';
  readonly user: string | null;
  /** The password as sent. Shown only with --show-secrets; else `MASK`. */
  readonly secret: string;
  /** What the program answered. */
  readonly outcome: 'accepted' | 'refused' | 'unknown';
}
