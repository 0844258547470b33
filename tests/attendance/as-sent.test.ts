/** The code as tired people send it, with nothing asked before and after 签到; and numbers that are no code. */
import '../support/quiet';
import { expect, it } from '@jest/globals';
import type { Message } from '../../lib/channels/types';
import { doorOf, inDigits } from '../../lib/chat/doors';
import { currentCode } from '../../lib/classes/attendance/code';
import { chatter } from '../support/chatter';
import { room } from './room';
import { rowOf } from './signing';

const each = (code: string, as: string, between = ''): string => [...code].map((d) => as[Number(d)]).join(between);
const HAN = '零一二三四五六七八九';
const SPOKEN = '〇幺两三四五六七八九';
const WIDE = '０１２３４５６７８９';
const FORMS: [name: string, form: (code: string) => string | Partial<Message>][] = [
  ['two and two', (c) => `${c.slice(0, 2)} ${c.slice(2)}`],
  ['one by one', (c) => [...c].join(' ')],
  ['with commas', (c) => [...c].join('，')],
  ['with 、', (c) => [...c].join('、')],
  ['with dashes', (c) => [...c].join('-')],
  ['like money', (c) => `${c[0]},${c.slice(1)}`],
  ['wide', (c) => each(c, WIDE)],
  ['wide and apart', (c) => each(c, WIDE, '　')],
  ['in Chinese', (c) => each(c, HAN)],
  ['in Chinese, apart', (c) => each(c, HAN, ' ')],
  ['as one says it', (c) => each(c, SPOKEN)],
  ['keycaps', (c) => [...c].map((d) => `${d}\uFE0F\u20E3`).join('')],
  ['twice', (c) => `${c} ${c}`],
  ['with a thumb', (c) => `${c}👍`],
  ['in brackets', (c) => `【${c}】`],
  ['我的码是', (c) => `我的码是${c}`],
  ['老师', (c) => `老师我签到${c}`],
  ['谢谢', (c) => `签到${c}谢谢`],
  ['号', (c) => `${c}号`],
  ['a voice', (c) => ({ kind: 'voice', text: `${c}。` })],
  ['a voice in words', (c) => ({ kind: 'voice', text: `签到码${each(c, HAN)}。` })],
];

it.each(FORMS)('D20 is heard, asked for or not: %s', async (_name, form) => {
  for (const asked of [false, true]) {
    const r = await room({ people: 1 });
    r.atLesson(1, 1);
    const her = chatter(r.world, `o${r.workers[0]!.worker_id}`);
    if (asked) await her.say('签到');
    const { code } = currentCode({ ...r.world, now: () => r.world.now() + 3000 }, r.c.class_id, 1);
    expect((await her.say(form(code)))?.text).toContain('签到好了');
    expect((await rowOf(r, 0)).marks[1]?.how).toBe('code');
  }
});

it.each([
  '10.30',
  '7-24',
  '2025-07-24',
  '138 0000 1111',
  '13800001111',
  '8:30',
  '1 2 3',
  '1 2 3 4 5',
  '38477',
  '3-8',
  '12 345',
])('D20 is no code and costs no try (control): %s', async (said) => {
  expect(doorOf(said, false)).toBeUndefined();
  const r = await room({ people: 1 });
  r.atLesson(1, 1);
  await chatter(r.world, `o${r.workers[0]!.worker_id}`).say(said);
  expect((await rowOf(r, 0)).wrong).toEqual({});
});

it('where a question waits for a number, digits apart are its answer, in whatever way (control: with 签到 they are the code)', () => {
  for (const said of ['3847', '3 8 4 7', '3、8、4、7', '三 八 四 七', '38 47']) {
    expect(doorOf(said, true)).toBeUndefined();
    expect(doorOf(`签到 ${said}`, true)).toEqual({ flow: 'sign_in', given: { code: '3847' } });
  }
  expect(inDigits('三八 四七')).toBe('3847');
});
