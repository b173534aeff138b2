import type { Envelope } from '../../src-shared/contract/index.ts'
import { request } from '../bridge.ts'

/** Resumes the whole watch; or all sources, where each of them was paused on its own. */
export const resumeAll = async (): Promise<Envelope<unknown>> => {
  const answer = await request('sources.get', null)
  const sources = answer.ok ? answer.data.sources : []
  if (sources.length === 0 || sources.some(({ isPaused }) => !isPaused)) {
    return request('watch.set_paused', { paused: false })
  }
  const answers = await Promise.all(
    sources.map(({ origin }) => request('sources.set_paused', { origin, isPaused: false })),
  )
  return answers.find(({ ok }) => !ok) ?? { ok: true, data: null }
}
