/** L13 her own certificate by a signed link: hers alone, for a day, and no other paper's. */
import { certificateLink } from '../../lib/classes/certificates/link';
import { takeCertificate } from '../../lib/classes/certificates/print';
import { grantToken } from '../../lib/pages/grant';
import { DAY_MS } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { testWorld } from '../support/world';

const NUMBER = '2025530128A100001K7QM4XP23';

it('L13 a link opens what it was made for, unchanged and in time', async () => {
  const world = testWorld(memoryTable());
  const { certificateNumber } = await import('../../lib/classes/certificates/number');
  const number = certificateNumber({
    year: '2025',
    home_region: '530128',
    class_id: 'A10',
    serial: 1,
    chance: 'K7QM4XP2',
  });
  const item = {
    ...{
      number,
      rev: 1,
      kind: 'skill_level',
      name: '张翠英',
      id_number_masked: '530128********0013',
      trade_name: '电工',
    },
    ...{ level: '5', issuer: '评价中心', theory: 85, practice: 90, issued_on: '2025-07-10', state: 'valid' },
  };
  await world.table.write([{ kind: 'put', key: keys.certificate(number), item, why: 'test' }]);
  const link = certificateLink(world, number)!;
  const token = /\/p\/([^/]+)\/certificate$/.exec(link)?.[1] ?? '';
  expect(await takeCertificate(world, token)).toMatchObject({ number, missing: [] });
  expect(await takeCertificate(world, token.replace('0001', '0002'))).toMatchObject({ refused: 'link_wrong' });
  const until_ms = world.now() + DAY_MS;
  const sheet = grantToken(world, { what: 'monthly_sheet', number, until_ms });
  expect(await takeCertificate(world, sheet)).toMatchObject({ refused: 'link_wrong' });
  const none = grantToken(world, { what: 'certificate', number: NUMBER, until_ms });
  expect(await takeCertificate(world, none)).toMatchObject({ refused: 'certificate_unknown' });
  world.clock.pass(DAY_MS);
  expect(await takeCertificate(world, token)).toMatchObject({ refused: 'link_expired' });
});

it('L13 an installation without an address hands out no links', () => {
  expect(certificateLink({ ...testWorld(memoryTable()), base_url: '' }, NUMBER)).toBeUndefined();
});
