import type { Random } from './random.ts'

/** What the customers call about; as `callskill` shows it. */
export const skills = ['billing', 'voice', 'retention', 'tech level 2'] as const

/** The groups that agents belong to, as `groupname` shows them. */
export const groups = ['Customer care', 'Technical support', '客户服务'] as const

const people = [
  'Chen Wei 陈伟',
  'Maria Lopez',
  'Wang Fang 王芳',
  'James Miller',
  'Li Na 李娜',
  'Sofia Rossi',
  'Zhang Min 张敏',
  'Ahmed Hassan',
  'Liu Yang 刘洋',
  'Emma Johansson',
  'Zhao Lei 赵磊',
  'Priya Nair',
  'Huang Jing 黄静',
  'Tom Becker',
  'Zhou Jie 周杰',
  'Ana Silva',
  'Wu Xia 吴霞',
  'Kwame Mensah',
  'Xu Qiang 徐强',
  'Claire Dubois',
  'Sun Li 孙丽',
  'Daniel Novak',
  'Ma Chao 马超',
  'Yuki Tanaka',
  'Zhu Hong 朱红',
  'Olga Ivanova',
  'Hu Bin 胡斌',
  'Liam O’Connor',
  'Guo Ying 郭英',
  'Fatima Zahra',
  'He Ping 何平',
  'Noah van Dijk',
  'Lin Tao 林涛',
  'Grace Kim',
  'Luo Yan 罗艳',
  'Peter Horváth',
  'Liang Bo 梁波',
  'Isabel Costa',
  'Song Mei 宋梅',
  'David Cohen',
] as const

/** The name of the agent with this place on the list; past its end, names come round numbered. */
export function agentName(index: number): string {
  const round = Math.floor(index / people.length)
  const name = people[index % people.length] ?? people[0]
  return round === 0 ? name : `${name} ${round + 1}`
}

/** A customer's number as trunks deliver it: national with a leading zero, or international. */
export function customerNumber(random: Random): string {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => random.whole(0, 9)).join('')
  return random.pick([
    () => `021555${digits(5)}`,
    () => `01065${digits(6)}`,
    () => `+86139${digits(8)}`,
    () => `013800${digits(6)}`,
    () => `+4930555${digits(4)}`,
  ])()
}

/** The center's own number, dialled by customers and shown to them. */
export const centerNumber = '4008000'
