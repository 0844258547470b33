/** Who teaches, another class, and whether there is work. */
export const teacher = (next: { title: string; name: string } | undefined): string =>
  next
    ? `“${next.title}”下次课的老师是${next.name}。有事找老师，回“人工”。`
    : '老师的名字还没有登记。想知道，回“人工”问工作人员。';
export const NO_HURRY = '不急，找到身份证再发来就行，填过的都给你留着。';
export const OTHER_CLASS = '换班是先退再报：先找好想去的班，看有没有名额，再到“我的课”退掉现在的，去报那个。';
export const WORK =
  '这里主要办培训。正在招人的活，在工作站每月贴的“培训和招工”单上。\n想找工作，回“人工”，说说你会什么、想在哪里做。';
