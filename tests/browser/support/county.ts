/** What the administration does before a worker can sign up; and synthetic people. */
import type { Stack } from './stack';

export const COUNTY = '530128';
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A made-up ID number that passes its checksum. `serial` up to 999; odd is a man, even a woman. */
export function syntheticId(born: string, serial: number): string {
  const first = COUNTY + born.replaceAll('-', '') + String(serial).padStart(3, '0');
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first[i]), 0);
  return first + '10X98765432'[sum % 11];
}

export interface OpenClass {
  class_id: string;
  title: string;
  rev: number;
}

/** A published class at Fukang; weekend lessons from Saturday 26 July 2025. */
export async function openClass(stack: Stack, how: { capacity: number; title?: string }): Promise<OpenClass> {
  const { token } = await stack.call('POST', '/local/token', { role: 'administrator', region: COUNTY });
  const headers = (key: string) => ({ authorization: `Bearer ${token}`, 'idempotency-key': `${key}-${Math.random()}` });
  const draft = await stack.call(
    'POST',
    '/v1/classes',
    {
      trade_id: 'electrician',
      level: '5',
      home_region: COUNTY,
      host_region: '652302',
      site_name: '阜康市职业培训中心',
      address: '阜康市博峰街 12 号 2 楼',
      pattern: 'weekend',
      units: 16,
      units_per_day: 8,
      first_day: '2025-07-26',
      start: '10:00',
      capacity: how.capacity,
      ...(how.title && { title: how.title }),
    },
    headers('draft'),
  );
  return stack.call('POST', `/v1/classes/${draft.class_id}/publish`, {}, headers('publish'));
}
