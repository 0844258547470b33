/** Ids of WeChat ↔ characters a key and an address may hold: letters, digits, `_`, `-`; anything else as `~` and its bytes. */
const KEY_MAX = 200;

/** `123@chatroom` → `123~40chatroom`; nothing for what is empty or too long. */
export function toKey(id: string): string | undefined {
  const key = [...Buffer.from(id, 'utf8')]
    .map((byte) =>
      /[\w-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `~${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
  return key === '' || key.length > KEY_MAX ? undefined : key;
}

/** The reverse. */
export function fromKey(key: string): string {
  const bytes = key.match(/~[0-9a-f]{2}|[^~]/g) ?? [];
  return Buffer.from(
    bytes.map((one) => (one.length === 3 ? Number.parseInt(one.slice(1), 16) : one.charCodeAt(0))),
  ).toString('utf8');
}
