/** Where she works. */
export const ASK_SITE = '你现在在哪里上班？回数字，或发个位置。';
export const siteSet = (place: string): string => `记下了，你在${place}上班。`;
export const HELP = '知道你在哪里上班，才好找附近的班给你。';
