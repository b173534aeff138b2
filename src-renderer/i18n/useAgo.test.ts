// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { i18n } from './index.ts'
import { render } from '../testing/mount.ts'
import { useAgo } from './useAgo.ts'

const Ages = defineComponent(() => {
  const ago = useAgo()
  return () => h('p', [14, 60, 134, 3_723].map(ago).join('|'))
})

afterEach(() => void (i18n.global.locale.value = 'en'))

describe('an age', () => {
  it.each([
    ['en', '14 s|1:00|2:14|1:02:03'],
    ['zh-CN', '14 秒|1:00|2:14|1:02:03'],
  ] as const)('in %s', (language, text) => {
    i18n.global.locale.value = language
    expect(render(Ages).text()).toBe(text)
  })
})
