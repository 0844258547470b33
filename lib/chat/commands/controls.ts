/** Words of the engine itself: they work whatever is asked. Whole texts only; nothing of them stands inside an order. Pure. */
import { bare, soften } from '../normalise';

export type Control =
  | 'undo'
  | 'cancel'
  | 'back'
  | 'menu'
  | 'help'
  | 'worker_hat'
  | 'work_hat'
  | 'more'
  | 'hello'
  | 'thanks'
  | 'human';

const CONTROLS: [control: Control, pattern: RegExp][] = [
  [
    'undo',
    /^(?:我?要?(?:撤销|撤消|撤回|撤掉|撤|反悔|收回|undo)(?:刚才|上一步|一下|那个|的|那条|操作|刚刚|发的|做的)*(?:了|吧)?|(?:我|刚才|刚刚)*(?:发|点|弄|搞|做|按|填|报|搞错)错了(?:人|班)?|取消刚才的?(?:操作)?|刚才(?:的|那个)?(?:不算|不要了|撤销|撤回|撤了)|回滚)$/u,
  ],
  ['cancel', /^(?:取消|不做了|不办了|算了吧?|退出|不弄了|别弄了|停下?|放弃|不搞了|不用了|先不弄|先不办|取消操作)$/u],
  ['back', /^(?:返回|上一步|退回|重选|返回上一步|回上一步|重新选|选错了|back)$/u],
  [
    'menu',
    /^(?:菜单|功能|命令|所有命令|全部命令|主菜单|目录|工作菜单|功能表|功能列表|0|首页|主页|能做什么|你能做什么|你会干什么|你会做什么|能干啥|你能干啥|有哪些功能|有什么功能|开始|menu)$/u,
  ],
  ['help', /^(?:帮助|怎么用|怎么使用|使用说明|说明|help|不会用|教教我|怎么弄|指南|教程|问号|咋用|咋个用)$/u],
  ['worker_hat', /^(?:我是工友|工友|切换工友|我是工人|当工友|换工友|工友身份|切换身份|我自己报名|切到工友)$/u],
  ['work_hat', /^(?:回|去|到|我要)?(?:工作台|工作站|上工|办公|办事)$/u],
  ['hello', /^(?:你好|您好|在吗|在不在|在不|有人吗|hi|hello|早|早上好|上午好|下午好|晚上好|喂|哈喽)(?:啊|呀|吗)?$/u],
  [
    'thanks',
    /^(?:谢谢|多谢|谢了|感谢|辛苦|辛苦了|收到|知道了|明白|明白了|好的谢谢|麻烦了|好嘞|晓得了|了解)(?:你|您|啊|呀|了)?$/u,
  ],
  ['human', /^(?:找|转|要)?人工(?:服务)?$/u],
  ['more', /^(?:下一页|下页|翻页|更多|还有呢|还有吗|后面的?|继续|接着看|往下)$/u],
];

const YES =
  /^(?:确定|确认|是|是的|是啊|对|对的|没错|好|好的|好嘞|行|可以|要|嗯|嗯嗯|做|发|发吧|发送|确定做|确认做|ok|okay|yes|y|要得|得行|中|得|成|就这样|就这么办|办吧|同意|没问题|搞|来)(?:了|吧|啊|哈|的|呀)?$/u;
const NO =
  /^(?:不做|不|不要|否|先不|别|不用|不行|不是|不对|先别|不发|不报|不改|不退|不请|不通知|不登|不撤|别发|别报|不可以|no|n|不确定|等等|等一下|慢着|且慢)(?:了|吧|啊|哈|的|呀)?$/u;

/** The engine's word a text is, if it is one. */
export function controlOf(text: string): Control | undefined {
  const said = /^\s*[?？]+\s*$/u.test(text) ? '帮助' : bare(soften(text));
  return CONTROLS.find(([, pattern]) => pattern.test(said))?.[0];
}

/** `帮助 点名`, `点名怎么用`: what help is wanted with; nothing when it is not asked for. */
export function helpAbout(text: string): string | undefined {
  const said = soften(text).trim();
  return (
    /^(?:帮助|help|说明|怎么用)[\s:：,，]*(\S.*)$/u.exec(said)?.[1] ??
    /^(\S.*?)[\s:：,，]*(?:帮助|怎么用|怎么弄|怎么说|怎么发|咋用|咋弄|咋说|的用法|用法)[?？]?$/u.exec(said)?.[1]
  );
}

/** Yes or no to a page that asks for one; nothing when it is neither. */
export function yesOrNo(text: string): 'yes' | 'no' | undefined {
  const said = bare(soften(text));
  if (NO.test(said)) return 'no';
  return YES.test(said) ? 'yes' : undefined;
}
