/** L23: what a class changed in wage and post, and of whom that is said. */
import { employmentFigures } from '../../lib/classes/after/employment-report';
import { wageAndPost } from '../../lib/classes/after/rules';
import type { FollowUpAnswer } from '../../lib/classes/after/types';
import type { TrainingClass } from '../../lib/classes/types';

type Told = Partial<FollowUpAnswer>;
/** What she told at the months named. */
const row = (worker_id: string, by_month: Record<number, Told>) =>
  ({
    worker_id,
    attempts: [],
    answers: Object.fromEntries(
      Object.entries(by_month).map(([month, set]) => [
        month,
        { at: `2016-0${month}-01`, by: 'x', working: true, ...set },
      ]),
    ),
  }) as any;
const yuan = (before: number | undefined, after: number | undefined): Told => ({
  ...(before !== undefined && { wage_before_fen: before * 100 }),
  ...(after !== undefined && { wage_after_fen: after * 100 }),
});

it('L23 wage and post before and after, by class, of those who told both', () => {
  const rows = [
    row('w_1', { 1: { ...yuan(4000, 6500), post_before: 'general', post: 'skilled' } }),
    row('w_2', { 1: { ...yuan(5000, 5500), post_before: 'general', post: 'general' } }),
    // Skilled before and after: no 普工 who rose.
    row('w_3', { 1: { ...yuan(undefined, 9000), post_before: 'skilled', post: 'skilled' } }),
    row('w_4', { 1: { ...yuan(3000, undefined), post: 'foreman' } }),
    // Of another class: no member of this one.
    row('w_9', { 1: yuan(1000, 9000) }),
  ];
  const members = ['w_1', 'w_2', 'w_3', 'w_4'].map((worker_id) => ({ worker_id, name: '张三', phone_masked: '1' }));
  const training_class = { class_id: 'A1', title: 'A1' } as TrainingClass;
  const { classes } = employmentFigures([{ training_class, members, follow_ups: rows, contracts: 0 }]);
  expect(classes).toEqual([
    {
      class_id: 'A1',
      title: 'A1',
      persons: 4,
      employed: 4,
      percent: 100,
      contracts: 0,
      wage_told: 2,
      wage_before_fen: 450_000,
      wage_after_fen: 600_000,
      wage_change_fen: 150_000,
      wage_change_median_fen: 150_000,
      post_told: 3,
      post_risen: 1,
    },
  ]);
});

it('L23 one large wage makes no class look good: the middle is shown beside the average', () => {
  const rows = [
    row('w_1', { 1: yuan(4000, 4000) }),
    row('w_2', { 1: yuan(4000, 3900) }),
    row('w_3', { 1: yuan(4000, 99_000) }),
  ];
  expect(wageAndPost(rows)).toMatchObject({ wage_change_fen: 3_163_333, wage_change_median_fen: 0 });
  expect(wageAndPost(rows.slice(0, 2))).toMatchObject({ wage_change_fen: -5000, wage_change_median_fen: -5000 });
});

it('L23 what was before is told once; the latest wage counts; out of work again, she has no wage after', () => {
  const rose = row('w_1', {
    1: { ...yuan(4000, 5000), post_before: 'general' },
    6: { ...yuan(undefined, 7000), post: 'skilled' },
  });
  expect(wageAndPost([rose])).toMatchObject({ wage_told: 1, wage_change_fen: 300_000, post_told: 1, post_risen: 1 });
  const lost = row('w_2', {
    1: { ...yuan(4000, 9000), post_before: 'general', post: 'skilled' },
    3: { working: false },
  });
  expect(wageAndPost([rose, lost])).toMatchObject({
    wage_told: 1,
    wage_change_fen: 300_000,
    post_told: 1,
    post_risen: 1,
  });
});

it('L23 of nobody every figure is 0 and none is NaN', () => {
  for (const rows of [[], [row('w_1', {})], [row('w_1', { 1: { working: false } })]])
    expect(Object.values(wageAndPost(rows))).toEqual([0, 0, 0, 0, 0, 0, 0]);
});
