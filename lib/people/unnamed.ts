/** A reason as it is kept for good: 本人 where the worker it is about is named, so that erasing her (PIPL Art. 47) need not look for it. Pure. */
export const unnamed = (reason: string, name: string): string =>
  name === '' ? reason : reason.replaceAll(name, '本人');
