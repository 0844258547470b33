/** Answers to what is not text. The pending question follows. */
export const VOICE = '这段语音我听不清，请打字或回数字。';
export const PICTURE = '图片我看不了，请打字或回数字。';
/** Many would photograph the card: kinder, and safer, to ask for the number only. */
export const PICTURE_OF_CARD = '别发身份证照片，怕泄露。把号码打出来就行。';
export const STICKER = '收到，看着高兴。';
export const VIDEO = '视频我看不了，请打字或回数字。';
export const LINK = '链接我打不开，请打字或回数字。';
export const UNKNOWN = '这种消息我看不懂，请打字或回数字。';
export const SITE_FAR = '你那里附近还没有开班的地方。';
