/** Handing over to a person, and back. */
import type { Reply } from '../../channels/types';
import { menuBelow } from './common';

export const handedOver = (): Reply => ({ text: '给你转工作人员了，会在这里回你。\n有话接着说，不用了回“结束”。' });
export const handedOverMisses = (): Reply => ({
  text: '我没弄懂，给你转工作人员了，会在这里回你。\n自己办就回“结束”。',
});
/** Never says whose it is. */
export const handedOverTaken = (): Reply => ({
  text: '这个身份证号要工作人员核对一下，已经转过去了，会在这里回你。\n你填错了也没关系，回“结束”可以重填。',
});
export const noted = (): Reply => ({ text: '记下了，工作人员会看到。回“结束”可以回来自己办。' });
export const already = (): Reply => ({ text: '正在等工作人员回你，有话接着说就行。回“结束”可以回来自己办。' });
export const scanWhileHanded = (): Reply => ({ text: '你正在和工作人员说话。先回“结束”，再扫。' });
/** Her own page again, after she said something to the office. */
export const ASKED_BEFORE = '刚才问你的是：';
/** Under what she saw to herself meanwhile. */
export const STILL_THERE = '（工作人员那边还等着，有话接着说就行。）';
export const back = (): Reply => menuBelow('好，回来了。想办什么？');
/** Pushed when the office closes the thread. */
export const closedByOffice = '工作人员这边说完了。还有事，随时说。';
