import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Notice } from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'

/** Notices of the main process. */
export const useNotices = defineStore('notices', () => {
  const list = shallowRef<Notice[]>([])
  const version = ref('')

  const add = (notice: Notice): void => {
    list.value = [...list.value.filter(({ id }) => id !== notice.id), notice]
  }

  /** Subscribes before the request, so that none is lost in between. */
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
