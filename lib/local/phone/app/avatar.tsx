/** A coloured tile with the last character of the name, as people recognise each other by. */
export function Avatar({ name, size = 'm' }: { name: string; size?: 's' | 'm' }) {
  let hash = 0;
  for (const c of name) hash = (hash * 31 + c.charCodeAt(0)) | 0;
  return (
    <span class={`avatar avatar-${size} tone-${Math.abs(hash) % 6}`} aria-hidden="true">
      {Array.from(name).at(-1) ?? '?'}
    </span>
  );
}

/** The public account: a red seal. */
export function Seal({ size = 'm' }: { size?: 's' | 'm' }) {
  return (
    <span class={`avatar avatar-${size} seal`} aria-hidden="true">
      训
    </span>
  );
}
