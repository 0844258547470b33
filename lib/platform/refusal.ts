/** Where a rule comes from: the source document, and the clause or heading in it. */
export interface Citation {
  source: string;
  clause: string;
  /** True where the document is silent; `why` says on what the assumption rests. */
  assumed?: boolean;
  why?: string;
}

/**
 * A refusal is a value, not an exception: one literal each, the facts its sentence needs, and the
 * rule it rests on. Chat turns it into a sentence and a next step, the API into problem+json.
 */
export interface Refusal<Code extends string = string> {
  refused: Code;
  facts?: Record<string, string | number>;
  rule?: Citation;
}

/** A refusal, with the facts its sentence needs and the rule it rests on. */
export function refuse<Code extends string>(
  refused: Code,
  facts?: Record<string, string | number>,
  rule?: Citation,
): Refusal<Code> {
  return { refused, ...(facts && { facts }), ...(rule && { rule }) };
}

/** Whether what came back is a refusal. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
