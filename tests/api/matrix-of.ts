/** Each role at each route of some rooms: in its own region, in another, and nobody at all. */
import { allRoutes } from '../../lib/platform/openapi';
import { memoryTable } from '../../lib/store/memory';
import { type Part, rowsOf } from './rows';
import { ANYONE } from './rows/row';
import { type Api, type Asked, ELSEWHERE, EVERY_ROLE, HOME, startApi } from './support';
import { tradesLoaded } from './things';

const good = (status: number) => status >= 200 && status < 300;

export function matrixOf(part: Part): void {
  let api: Api;
  const rows = rowsOf(() => api, part);

  beforeAll(async () => {
    api = await startApi({ table: memoryTable() });
    await tradesLoaded(api);
  });

  describe.each(Object.keys(rows))('%s', (operation) => {
    const row = rows[operation]!;
    let shared: Promise<Asked> | undefined;
    /** One request serves all who are refused, and all who only read: it is still good afterwards. */
    const ask = (use: 'may be used up' | 'stays') => {
      if (row.once) return row.ask();
      if (use === 'may be used up' && allRoutes[operation]!.method !== 'GET') return row.ask();
      shared ??= row.ask();
      return shared;
    };

    it.each(EVERY_ROLE)('%s of the county, its prefecture and its province', async (role) => {
      const may = row.who.includes(role);
      for (const region of may ? (row.own?.[role] ?? [HOME, '530100', '530000']) : [HOME]) {
        const asked = await ask(may ? 'may be used up' : 'stays');
        const token = await api.token({ role, region, ...row.claims?.(role) });
        const answer = await api.call(operation, { ...asked, token });
        if (may) expect([role, region, good(answer.status), answer.text]).toEqual([role, region, true, answer.text]);
        else expect([role, answer.status, answer.body.code]).toEqual([role, 403, 'role_not_allowed']);
      }
    });

    it.each(EVERY_ROLE)('%s of another region', async (role) => {
      const may = row.who.includes(role);
      for (const region of may ? [ELSEWHERE, '530129', '530200', '410000'] : [ELSEWHERE]) {
        const asked = await ask('stays');
        const answer = await api.call(operation, { ...asked, token: await api.token({ role, region }) });
        if (!may) expect(answer.body.code).toBe('role_not_allowed');
        else if (row.elsewhere === 'same') expect(good(answer.status)).toBe(true);
        else if (row.elsewhere === 'empty') expect([answer.status, answer.body]).toEqual([200, { items: [] }]);
        else expect([region, answer.status]).toEqual([region, row.elsewhere]);
      }
    });

    it('nobody at all', async () => {
      const answer = await api.call(operation, { ...(await ask('stays')), token: null });
      if (row.who === ANYONE) expect(answer.status).toBe(200);
      else expect([answer.status, answer.body.code]).toEqual([401, 'token_missing']);
    });

    it('still works for the administrator who asked first: no refused request had an effect', async () => {
      expect(good((await api.call(operation, await ask('stays'))).status)).toBe(true);
    });
  });
}
