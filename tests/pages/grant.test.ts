/** Signed links: what is changed, over, or made for someone who left, opens nothing. */
import { grantLink, grantToken, openGrant, readGrant } from '../../lib/pages/grant';
import type { Grant } from '../../lib/pages/types';
import { HOUR_MS } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let grant: Grant;

beforeEach(async () => {
  world = testWorld(memoryTable());
  grant = { what: 'sign_in', class_id: 'A17', lesson: 3, by: 'st_3k9', until_ms: world.now() + HOUR_MS };
  await put({ active: true });
});

const put = (staff: object) =>
  world.table.write([
    { kind: 'put', key: keys.staff('st_3k9'), item: { staff_id: 'st_3k9', name: '王站长', ...staff }, why: 'staff' },
  ]);

it('says what it opens, for whom and until when, and nothing of anybody', () => {
  const link = grantLink(world, grant);
  expect(link).toMatch(/^https:\/\/songxun\.example\/p\/s\.cA17\.bst_3k9\.l3\.u[0-9a-z]+\.[\w-]{22}$/);
  expect(readGrant(world, link.split('/p/')[1]!)).toEqual(grant);
});

it.each<[string, Partial<Grant>]>([
  ['an import', { what: 'import' }],
  ['a month’s sheet, of no class', { what: 'monthly_sheet', class_id: undefined, lesson: undefined }],
  ['a certificate', { what: 'certificate', number: 'LQ2025-000017', class_id: undefined, lesson: undefined }],
])('carries %s', (_name, set) => {
  const said = JSON.parse(JSON.stringify({ ...grant, ...set }));
  expect(readGrant(world, grantToken(world, said))).toEqual(said);
});

it('cannot be changed, in any character', () => {
  const token = grantToken(world, grant);
  for (let i = 0; i < token.length; i++) {
    const other = token[i] === 'a' ? 'b' : 'a';
    expect(readGrant(world, token.slice(0, i) + other + token.slice(i + 1))).toEqual({ refused: 'link_wrong' });
  }
  for (const wrong of ['', '.', 's', 'x'.repeat(401), `${token}.`, token.slice(0, -1), token.replace('cA17', 'cA18')])
    expect(readGrant(world, wrong)).toEqual({ refused: 'link_wrong' });
  expect(readGrant(world, token)).toEqual(grant);
});

it('is ours alone: another installation’s does not open', () => {
  const other = { ...world, vault: { ...world.vault, fingerprint: () => 'a'.repeat(22) } };
  expect(readGrant(world, grantToken(other, grant))).toEqual({ refused: 'link_wrong' });
});

it('control: were the hash not compared, a changed link would open another class', () => {
  const token = grantToken(world, grant).replace('cA17', 'cA18');
  const said = token.slice(0, token.lastIndexOf('.'));
  const blind = { ...world, vault: { ...world.vault, fingerprint: () => token.slice(said.length + 1) } };
  expect(readGrant(blind, token)).toMatchObject({ class_id: 'A18' });
});

it('ends to the second', () => {
  const token = grantToken(world, grant);
  world.clock.pass(HOUR_MS - 1000);
  expect(readGrant(world, token)).toEqual(grant);
  world.clock.pass(1000);
  expect(readGrant(world, token)).toEqual({ refused: 'link_expired' });
});

it('opens only what it was made for', async () => {
  const token = grantToken(world, grant);
  expect(await openGrant(world, token, ['download'])).toEqual({ refused: 'link_wrong' });
  expect(await openGrant(world, token, ['download', 'sign_in'])).toMatchObject({ ...grant, staff: { name: '王站长' } });
});

it('is dead at once when the staff member leaves', async () => {
  const token = grantToken(world, grant);
  await put({ active: false });
  expect(await openGrant(world, token, ['sign_in'])).toEqual({ refused: 'link_not_yours' });
  const nobody = grantToken(world, { ...grant, by: 'st_unknown' });
  expect(await openGrant(world, nobody, ['sign_in'])).toEqual({ refused: 'link_not_yours' });
});

it('carries no text, only ids', () => {
  for (const by of ['王站长', 'a.b', 'a/b', ''])
    expect(() => grantToken(world, { ...grant, by })).toThrow('a link cannot carry this by');
});
