/** The watched agents: their states and durations, and the coverage. */
export const agents = {
  since: {
    unseen: '已持续 {age}。',
    notChecked: '距上次查询 {age}。',
  },
  more: '{list}等，另有 {n} 名',
  find: '查找座席',
  findPlaceholder: '姓名或工号…',

  coverage: {
    title: '覆盖情况',
    line: '可见 {seen} / {all}',
    lineAll: '{all} 名座席全部可见',
    lineAsking: '已查询 {n} / {all} 名',
    reason: '{reason} {n} 名',
    close: '关闭覆盖情况',
    all: '{all} 名座席全部可见。',
    some: '{all} 名座席中，{seen} 名可见。',
    waiting: '没有座席等待首次查询。 | {n} 名座席等待首次查询。',
    announcement: '首次查询完成：{all} 名座席中，{seen} 名可见。',
    again: '重新查询所有座席',
  },
}
