import type { Message } from '../types';

/** A point on the globe (degrees), or `undefined` when the texts are none. */
export function placeOf(latitude?: string, longitude?: string): Message['location'] {
  if (!isDecimal(latitude) || !isDecimal(longitude)) return undefined;
  const at = { latitude: Number(latitude), longitude: Number(longitude) };
  return Math.abs(at.latitude) <= 90 && Math.abs(at.longitude) <= 180 ? at : undefined;
}

function isDecimal(text: string | undefined): text is string {
  return text !== undefined && /^-?\d{1,3}(\.\d{1,15})?$/.test(text);
}
