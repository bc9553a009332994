/** An answer of Stripe's that is an error, in its shape (https://docs.stripe.com/api/errors). */
export class Problem extends Error {
  readonly status: number;
  readonly body: { error: Record<string, unknown> };
  /** False when the request never began: its idempotency key is free to be used again. */
  readonly began: boolean;

  constructor(status: number, error: Record<string, unknown> & { message: string }, { began = true } = {}) {
    super(error.message);
    this.name = 'Problem';
    this.status = status;
    this.body = { error: { type: 'invalid_request_error', ...error } };
    this.began = began;
  }
}

/** The parameters can not be used as they are. */
export function refused(message: string, param: string | null, code?: string, status = 400): Problem {
  return new Problem(status, {
    message,
    ...(param === null ? {} : { param }),
    ...(code === undefined ? {} : { code }),
  });
}

export function missing(param: string): Problem {
  return refused(`Missing required param: ${param}.`, param, 'parameter_missing');
}

/** `noun` in the words of Stripe's API, such as `subscription`. */
export function unknownObject(noun: string, id: string, param: string | null = 'id'): Problem {
  const status = param === 'id' ? 404 : 400;
  return refused(`No such ${noun}: '${id}'`, param, 'resource_missing', status);
}
