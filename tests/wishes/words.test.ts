/** P4: the words by which a wish is understood, and that leaving and signing up keep theirs. */
import { understand } from '../../lib/chat/understand';
import { lexicon } from '../chat/lexicon';

it.each([
  ['我想学电焊，晚上有空', 'wish'],
  ['登记想学的', 'wish'],
  ['点单', 'wish'],
  ['希望开个电工班', 'wish'],
  ['能不能开个月嫂班', 'wish'],
  ['没有我想学的', 'wish'],
  ['我周末有空想学电工', 'wish'],
  ['想学电工，三班倒', 'wish'],
  ['我想学焊工，上白班', 'wish'],
  ['我想学焊工，我上夜班', 'wish'],
  ['学电工，我们倒班', 'wish'],
  ['我的意愿', 'wish'],
  ['我来答', 'wish'],
  ['我想学焊工', 'enrol'],
  ['登记', 'enrol'],
  ['我不想学电工了，没空', 'withdraw'],
  ['取消登记', 'withdraw'],
  ['不学电工了，没时间', 'withdraw'],
  ['上海有没有电工班', 'browse'],
  ['我的课', 'my_classes'],
])('%s → %s', (text, intent) => {
  expect(understand(text, lexicon).intent).toBe(intent);
});
