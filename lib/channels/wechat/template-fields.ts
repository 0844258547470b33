/** What WeChat allows in the fields of templates and subscription notices: by the beginning of the field's name. */
import { cutCharacters } from './content';

const LIMITS: Record<string, number> = {
  thing: 20,
  const: 20,
  short_thing: 5,
  number: 32,
  letter: 32,
  symbol: 5,
  character_string: 32,
  amount: 14,
  phone_number: 17,
  car_number: 8,
  name: 10,
  phrase: 5,
  // `2025年7月24日 09:00~2025年7月24日 17:00`: longer is no time, and cut would be a wrong one.
  time: 60,
  date: 60,
};
/** The older templates: free text, but long values make the whole message be refused. */
const OTHER_MAX = 200;

/**
 * Our fields under the template's own keyword names, each cut to what its kind allows; empty ones as `无`, since
 * one empty field has the whole message refused (47003). `names` is the template's whole layout, our names to its
 * own: what is not named there is left out, what is named and not given goes as `无`. Without it ours are sent as they are.
 */
export function templateData(
  fields: Record<string, string>,
  names: Record<string, string> = {},
): Record<string, { value: string }> {
  const layout = Object.entries(names);
  const given = Object.entries(fields);
  const laid_out =
    layout.length === 0 ? given : layout.map(([ours, name]): [string, string] => [name, fields[ours] ?? '']);
  return Object.fromEntries(laid_out.map(([name, value]) => [name, { value: fieldValue(name, value) }]));
}

function fieldValue(name: string, value: string): string {
  const kind = /^([a-z_]+?)_?\d{0,4}$/.exec(name)?.[1] ?? '';
  const max = Object.hasOwn(LIMITS, kind) ? LIMITS[kind]! : OTHER_MAX;
  const line = value
    .replace(/[\uD800-\uDFFF]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  return cutCharacters(line || '无', max);
}
