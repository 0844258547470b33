/** Small parts of the resident process. */
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { client, Refused } from '../../lib/gateway/resident/client';
import { NotConfigured, residentConfig } from '../../lib/gateway/resident/config';
import { openJournal } from '../../lib/gateway/resident/journal';
import { fromKey, toKey } from '../../lib/gateway/resident/key-safe';
import { isNamed, withoutName, withoutQuote } from '../../lib/gateway/resident/named';
import { ACCOUNT, said, server } from './support/gateway';
import { newFolder, removeFolder } from './support/life';

describe('ids of WeChat as keys', () => {
  it.each(['wxid_abc-1', '19981234@chatroom', '@7f3b…', 'gh.1#2/3', '微信 号'])('%s there and back', (id) => {
    const key = toKey(id)!;
    expect(key).toMatch(/^[\w~-]+$/);
    expect(fromKey(key)).toBe(id);
  });
  it('takes none that is empty or too long', () => {
    expect([toKey(''), toKey('微'.repeat(30))]).toEqual([undefined, undefined]);
  });
});

describe('named in a group', () => {
  const names = ['送训', '送训(小张)'];
  it.each([
    ['@送训 今天', true, '今天'],
    ['@送训\u2005今天', true, '今天'],
    ['今天 @送训', true, '今天'],
    ['送训，今天有什么课', true, '今天有什么课'],
    ['@送训(小张) 点名', true, '点名'],
    ['送训今天来吗', false, ''],
    ['今天', false, ''],
    ['我昨天报了送训', false, ''],
    ['@送训员 今天', false, ''],
    ['a@送训.cn', false, ''],
    ['＠送训 今天', true, '今天'],
    ['＠送训\u2005点名', true, '点名'],
    // Somebody else, whose name begins like ours, picked from the group's list.
    ['@送训 小李\u2005今天来吗', false, ''],
    ['@送训 告诉 @小李\u2005明天上课', true, '告诉 @小李\u2005明天上课'],
  ])('%s: %s', (text, named, rest) => {
    expect(isNamed(text, names)).toBe(named);
    if (named) expect(withoutName(text, names)).toBe(rest);
  });
});

describe('what is quoted', () => {
  const line = '- - - - - - - - - - - - - - -';
  it.each([
    [`「张三：@送训 取消报名」\n${line}\n好的`, '好的'],
    [`「张三：一\n「二」」\n${line}\n@送训 今天`, '@送训 今天'],
    [`「送训：1 是 2 否」\n${line}\n1`, '1'],
    // No quotation: nothing is taken away.
    ['「电工」怎么报名', '「电工」怎么报名'],
    [`今天\n${line}\n明天`, `今天\n${line}\n明天`],
  ])('%j is not said again', (text, rest) => expect(withoutQuote(text)).toBe(rest));

  it('a quoted name is no name; control: read with the quotation it would be one', () => {
    const text = `「张三：@送训 取消报名」\n${line}\n哈哈`;
    expect([isNamed(withoutQuote(text), ['送训']), isNamed(text, ['送训'])]).toEqual([false, true]);
  });
});

describe('the journal', () => {
  let folder: string;
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => removeFolder(folder));

  it('is on the disk when it says so, in order; a torn last line is left out', async () => {
    const file = path.join(folder, 'deep', 'j.jsonl');
    const { journal } = await openJournal<{ n: number }>(file);
    await Promise.all(Array.from({ length: 50 }, (_, n) => journal.append({ n })));
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(50);
    await journal.close();
    appendFileSync(file, '{"n":50');
    const { lines, journal: again } = await openJournal<{ n: number }>(file);
    expect(lines.map((one) => one.n)).toEqual([...Array(50).keys()]);
    await again.append({ n: 99 });
    await again.close();
    const last = await openJournal<{ n: number }>(file);
    expect(last.lines.at(-1)).toEqual({ n: 99 });
    await last.journal.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('rewritten while others write: nothing that is wanted is lost', async () => {
    const file = path.join(folder, 'j.jsonl');
    const { journal } = await openJournal<{ n: number }>(file);
    const held = new Set<number>();
    const put = (n: number) => {
      held.add(n);
      return journal.append({ n });
    };
    const writing = Array.from({ length: 200 }, async (_, n) => {
      await new Promise((resolve) => setTimeout(resolve, n % 20));
      await put(n);
    });
    const sweeping = Array.from({ length: 5 }, async (_, i) => {
      await new Promise((resolve) => setTimeout(resolve, 4 * i));
      await journal.rewrite(() => [...held].map((n) => ({ n })));
    });
    await Promise.all([...writing, ...sweeping]);
    await journal.close();
    const { lines, journal: again } = await openJournal<{ n: number }>(file);
    await again.close();
    expect(new Set(lines.map((one) => one.n))).toEqual(held);
  });
});

describe('the settings', () => {
  const good = {
    SONGXUN_URL: 'https://s.example/',
    GATEWAY_ACCOUNT: 'putuo',
    GATEWAY_SECRET: 'x',
    WECHATY_PUPPET: 'mock',
  };
  it('says in one line what is missing, or wrong', () => {
    const line = (env: object) => {
      try {
        residentConfig(env as any);
        return '';
      } catch (error) {
        expect(error).toBeInstanceOf(NotConfigured);
        return (error as Error).message;
      }
    };
    expect(line({})).toMatch(/SONGXUN_URL, GATEWAY_ACCOUNT, GATEWAY_SECRET, WECHATY_PUPPET/);
    expect(line({})).not.toContain('\n');
    expect(line({ ...good, SONGXUN_URL: 'http://s.example' })).toContain('SONGXUN_URL');
    expect(line({ ...good, GATEWAY_ACCOUNT: 'A.b' })).toContain('GATEWAY_ACCOUNT');
    expect(line({ ...good, GATEWAY_DAILY_MAX: 'viele' })).toContain('GATEWAY_DAILY_MAX');
    expect(line(good)).toBe('');
    expect(residentConfig(good)).toMatchObject({ url: 'https://s.example', limits: { daily_max: 500 } });
    expect(residentConfig({ ...good, GATEWAY_DAILY_MAX: '100' }).limits).toMatchObject({
      daily_max: 100,
      daily_for_replies: 40,
    });
  });
});

describe('the client', () => {
  it('a clock that is wrong by hours is set right by the server’s answer', async () => {
    const s = await server();
    const wrong = () => s.world.now() + 7 * 3_600_000;
    const c = client({ url: 'http://127.0.0.1', account: ACCOUNT, secret: s.secret, now: wrong, fetch: s.fetch });
    expect(await c.lease({ items_max: 1 })).toEqual([]);
    expect(await c.post(said('你好') as any)).toEqual({ outcome: 'answered' });
  });

  it('tells a message that will never be taken from a bad moment', async () => {
    const s = await server();
    const c = client({ url: 'http://127.0.0.1', account: ACCOUNT, secret: s.secret, now: s.world.now, fetch: s.fetch });
    const bad = await c.post({ ...said('你好'), kind: 'nothing' } as any).catch((error) => error);
    expect([bad instanceof Refused, bad.lasting]).toEqual([true, true]);
    const stranger = client({
      url: 'http://127.0.0.1',
      account: ACCOUNT,
      secret: 'no',
      now: s.world.now,
      fetch: s.fetch,
    });
    expect((await stranger.lease({ items_max: 1 }).catch((error) => error)).lasting).toBe(false);
  });
});

it('the folder of the journals is the owner’s alone', async () => {
  const folder = newFolder();
  writeFileSync(path.join(folder, 'x'), '');
  const { journal } = await openJournal(path.join(folder, 'mine', 'j'));
  expect(statSync(path.join(folder, 'mine')).mode & 0o777).toBe(0o700);
  await journal.close();
  removeFolder(folder);
});
