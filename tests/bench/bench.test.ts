/** Each part of the bench has its place in docs/performance.md, and writes nowhere else. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { demoRows } from './demo';
import { putInto } from './page';
import { PARTS } from './parts';

const PAGE = readFileSync(path.join(__dirname, '../../docs/performance.md'), 'utf8');

test('the page has a place for every part, in their order, and for nothing else', () => {
  const places = [...PAGE.matchAll(/^<!-- (\/?)bench (.+?) -->$/gm)].map(([, close, name]) => `${close}${name}`);
  expect(places).toEqual(Object.keys(PARTS).flatMap((name) => [name, `/${name}`]));
});

test('a part is put in its place, again and again, and the rest of the page stays', () => {
  const once = putInto(PAGE, 'rush', 'new figures\n');
  expect(once).toContain('<!-- bench rush -->\nnew figures\n<!-- /bench rush -->');
  expect(putInto(once, 'rush', 'new figures')).toBe(once);
  const outside = (page: string) => page.replace(/<!-- bench rush -->[\s\S]*?<!-- \/bench rush -->/, '');
  expect(outside(once)).toBe(outside(PAGE));
  expect(() => putInto(PAGE, 'nothing', 'x')).toThrow(/no <!-- bench nothing -->/);
});

test('the steps of the demonstration are read from what it prints; anything else is an error', () => {
  const told = [
    '1 单位和人：工友消息 0 条，指令 0 条（另回话 10 句），接口 25 次，2.4 秒',
    '    单位5家',
    '2 报名：工友消息 1210 条，指令 8 条（另回话 4 句），接口 3 次，31.0 秒',
    '用量：工友消息 1210 条，指令 8 条（另回话 14 句），接口 28 次，33.6 秒',
    '指纹 0123456789abcdef（两次运行应相同）',
  ];
  expect(demoRows(told.join('\n')).split('\n').slice(2)).toEqual([
    '| 单位和人 | 0 | 0 | 10 | 25 | 2.4 |',
    '| 报名 | 1210 | 8 | 4 | 3 | 31.0 |',
    '| **all** | 1210 | 8 | 14 | 28 | 33.6 |',
    '',
    '指纹 0123456789abcdef（两次运行应相同）',
  ]);
  expect(() => demoRows(told.slice(0, 3).join('\n'))).toThrow(/told no 用量/);
});
