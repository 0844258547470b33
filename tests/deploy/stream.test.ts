/** The stream hands over every row that something follows from, and asks for no other. */
import { FOLLOWED } from '../../lib/notices/follow-up';
import { readYaml } from './support/access';

const sortKeys = (patterns: any[]): string[] =>
  patterns.flatMap((pattern) =>
    pattern.dynamodb.Keys.sk.S.map((one: string | { prefix: string }) => (typeof one === 'string' ? one : one.prefix)),
  );

it('filters by exactly the sort keys that are followed', () => {
  const { filterPatterns } = readYaml('functions/stream.yml').functions.stream.events[0].stream;
  expect(sortKeys(filterPatterns).sort()).toEqual([...FOLLOWED].sort());
  // AWS allows five patterns for a source.
  expect(filterPatterns.length).toBeLessThanOrEqual(5);
});
