/** The watched agents: how long they are as they are, and who can be seen. */
export const agents = {
  since: {
    now: '<1 分钟',
    minutes: '{n} 分钟',
    hours: '{n} 小时',
    unseen: '已持续 {since}。',
    notChecked: '已有 {age}未查询。',
  },
  more: '{list}等，另有 {n} 名',
  find: '查找座席',
  findPlaceholder: '姓名或工号…',

  coverage: {
    title: '可见情况',
    line: '{all} 名中可见 {seen} 名',
    lineAll: '{all} 名全部可见',
    lineAsking: '已查询 {n} / {all} 名',
    reason: '{reason} {n} 名',
    close: '关闭“可见情况”',
    all: '{all} 名座席全部可见。',
    some: '{all} 名座席中可见 {seen} 名。',
    waiting: '没有座席等待查询。 | {n} 名尚未查询。',
    told: '首轮查询完毕：{all} 名座席中可见 {seen} 名。',
    again: '重新查询所有座席',
  },
}
