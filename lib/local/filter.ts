/** Lambda's event filter patterns, as far as a table stream needs them. Pure. */

/** Whether an event passes: every named field must be matched by one of the values listed for it. */
export function passes(pattern: Record<string, any>, event: any): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') return (wanted as Record<string, any>[]).some((one) => passes(one, event));
    const value = event?.[name];
    if (!Array.isArray(wanted)) return passes(wanted, value);
    return wanted.some((one) => matches(one, value));
  });
}

function matches(wanted: any, value: any): boolean {
  if (Array.isArray(value)) return value.some((one) => matches(wanted, one));
  if (typeof wanted !== 'object' || wanted === null)
    return wanted === value || (wanted === null && value === undefined);
  if ('exists' in wanted) return (value !== undefined) === wanted.exists;
  if ('prefix' in wanted) return typeof value === 'string' && value.startsWith(wanted.prefix);
  if ('suffix' in wanted) return typeof value === 'string' && value.endsWith(wanted.suffix);
  if ('equals-ignore-case' in wanted)
    return String(value).toLowerCase() === String(wanted['equals-ignore-case']).toLowerCase();
  if ('anything-but' in wanted) {
    const but = wanted['anything-but'];
    return value !== undefined && ![but].flat().some((one: any) => matches(one, value));
  }
  throw new Error(`filter pattern ${JSON.stringify(wanted)} is not known here`);
}
