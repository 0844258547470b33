/** What is said where others read along. */
import type { Reply } from '../../channels/types';

export const alone = (): Reply => ({
  text: '这个单独和我说。群里大家都看得见。\n点我的头像，加好友，发“你好”就行。',
});
export const onlyWords = (): Reply => ({ text: '群里我只看文字。要发图片、语音、位置，单独发给我。' });
