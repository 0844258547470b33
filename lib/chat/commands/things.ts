/** No command named, only a thing: a class is shown, a person looked for, a day's lessons listed. Looking does no harm. Pure. */
import { looksLikeName } from './read-people';
import type { Found } from './types';

/** The command a thing stands for by itself; nothing where something else was said as well. */
export function thingsIn(found: Found): string | undefined {
  const { class_ids, names, tails, phones, days } = found;
  // Someone with her ID number is to be put on a list; that shows who before it does anything.
  if (found.id_numbers.length > 0 && names.length > 0) return 'enrol_for';
  if (found.left !== '' || found.numbers.length > 0 || found.id_numbers.length > 0) return undefined;
  // 点明 has the shape of a name; whoever is looked for has a family name, or an end of a phone.
  const people = names.filter(looksLikeName).length + tails.length + phones.length;
  if (names.length > 0 && people === 0) return undefined;
  if (class_ids.length === 1 && people === 0 && days.length === 0) return 'classes';
  if (people === 1 && class_ids.length === 0 && days.length === 0) return 'find_worker';
  return days.length > 0 && people === 0 ? 'today' : undefined;
}
