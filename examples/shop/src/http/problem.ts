/** An expected refusal: becomes the response `{error: {code, message}}` with this status, and no exception event. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HttpProblem';
    this.status = status;
    this.code = code;
  }
}
