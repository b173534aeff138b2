/** The frame of the set-up, from the first screen to the board. */
export const setup = {
  steps: {
    label: '设置步骤',
    address: '地址',
    certificate: '证书',
    'sign-in': '签入',
    watch: '座席',
    board: '看板',
    done: '已完成',
    toBoard: '返回看板',
  },
  saveFailed: '您输入的内容暂时无法保存；在退出 Holdwatch 之前会保留在这里。',
}
