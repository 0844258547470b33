/** Erasing everything about her. */
export const ERASE =
  '要删：姓名、身份证号、手机号、上班地点，没上的班也会退掉。\n上过课、领过补贴的记录，法律要留，但不再有你的名字。\n删了找不回。确定就打“删除”两个字，不删回“取消”。';
export const ERASE_NOBODY = '这里没有你的登记，只有聊天记录。\n要清掉就打“删除”两个字，不清回“取消”。';
export const ERASED = '都删掉了，报的班也退了。以后想学，随时再来。';
export const ERASE_HINTS = ['只有打“删除”两个字才会删。不删回“取消”。', '怕点错，所以要打字：删除。不删回“取消”。'];
export const HELP = '删了以后我们这里没有你的个人信息，也不会再联系你。不删回“取消”。';
