import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Notice } from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'

/** What main had to say once. */
export const useNotices = defineStore('notices', () => {
  const list = shallowRef<Notice[]>([])
  const version = ref('')

  const add = (notice: Notice): void => {
    list.value = [...list.value.filter(({ id }) => id !== notice.id), notice]
  }

  /** Starts listening before asking, so that none is lost in between. */
  const start = async (): Promise<void> => {
    listen('app.notice', add)
    const answer = await request('app.get_info', null)
    if (!answer.ok) return
    version.value = answer.data.version
    answer.data.notices.forEach(add)
  }

  const dismiss = async (id: string): Promise<void> => {
    list.value = list.value.filter((notice) => notice.id !== id)
    await request('app.dismiss_notice', { id })
  }

  return { list, version, start, dismiss }
})
