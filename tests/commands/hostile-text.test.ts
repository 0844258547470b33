/** Two thousand characters made to be slow: no reader of what staff say takes long over them. */
import '../support/quiet';
import { controlOf, helpAbout, yesOrNo } from '../../lib/chat/commands/controls';
import { hear } from '../../lib/chat/commands/hear';
import { leaveIn, stopIn } from '../../lib/chat/commands/hear-class';
import { peopleIn } from '../../lib/chat/commands/people-lines';
import { NOTHING_FOUND, readFound } from '../../lib/chat/commands/read';
import { readCall } from '../../lib/chat/commands/read-call';
import { readClassWords } from '../../lib/chat/commands/read-class';
import { readScoreLines } from '../../lib/chat/commands/read-scores';
import { peopleIn as peopleNumbers } from '../../lib/chat/commands/said-numbers';
import { doorOf, sceneDoor } from '../../lib/chat/doors';
import { lexicon } from '../chat/lexicon';

/** What a turn may spend on understanding: a tenth of the five seconds WeChat waits, on a machine ten times slower. */
const WITHIN_MS = 500;
const CHARACTERS = 2040;
const PIECES = [
  ...[
    '不',
    '不要',
    '我',
    '我要',
    '撤销',
    '刚才',
    '错了',
    '下个',
    '班',
    '成绩',
    '零',
    '点',
    '千',
    '和',
    '·',
    '欧阳',
    '问',
    '都',
  ],
  ...[
    ' ',
    '1 ',
    '1:',
    '12-',
    '12.',
    '7月',
    '20',
    '25号',
    '周六',
    '上午',
    '/',
    '#',
    '[哈',
    'a',
    'A17',
    '，',
    '\n',
    '；',
    '９',
  ],
  ...[
    '5301281990',
    '13800000000',
    '13800000000\n',
    '张三 ',
    '缺',
    '没来 ',
    '帮助 ',
    '签到 ',
    '尾号',
    '理论',
    '以前4500',
    '+86 ',
  ],
];
const READERS: Record<string, (text: string) => unknown> = {
  hear,
  controlOf,
  helpAbout,
  yesOrNo,
  peopleIn,
  readCall,
  readScoreLines,
  sceneDoor,
  doorOf: (text) => doorOf(text, false),
  stopIn,
  leaveIn,
  peopleOfRoll: peopleNumbers,
  readClassWords: (text) => readClassWords({ ...NOTHING_FOUND, rest: text }, {}),
  readFound: (text) => readFound(text, { lexicon, today: '2025-07-10' }),
};

/** Time of our own, however busy the machine is. */
function spentOn(read: () => unknown): number {
  const from = process.cpuUsage();
  read();
  return process.cpuUsage(from).user / 1000;
}

it.each(Object.keys(READERS))('%s', (name) => {
  const slow: [string, number][] = [];
  for (const piece of PIECES)
    for (const other of ['', '一下', ' ', '1', '周', '缺']) {
      const text = `${(piece + other).repeat(CHARACTERS).slice(0, CHARACTERS)}!x`;
      // The machine may be busy with something else: the better of three.
      let took_ms = spentOn(() => READERS[name]!(text));
      for (let again = 0; again < 2 && took_ms > WITHIN_MS; again++)
        took_ms = Math.min(
          took_ms,
          spentOn(() => READERS[name]!(text)),
        );
      if (took_ms > WITHIN_MS) slow.push([piece + other, Math.round(took_ms)]);
    }
  expect(slow).toEqual([]);
});

it('control: a reader that tries every way of cutting is caught', () => {
  expect(spentOn(() => /^(?:\d+)+$/u.test(`${'1'.repeat(25)}!`))).toBeGreaterThan(WITHIN_MS);
});
