import { useBoardTime } from '../state/useBoardTime.ts'
import { nameOf } from '../state/agents.ts'
import { clock } from '../i18n/duration.ts'
import { useBoard } from '../state/board.ts'
import { useBoardView } from './boardView.ts'
import { useNumbers } from '../state/numbers.ts'

/** Copies the selected row as shown, with cells separated by tabs: a masked number stays masked. */
export const useRowCopy = (): ((event: ClipboardEvent) => void) => {
  const board = useBoard()
  const view = useBoardView()
  const numbers = useNumbers()
  const { seconds } = useBoardTime()
  return (event) => {
    // The browser copies a text selection.
    const call = board.calls.get(view.chosen ?? '')
    if (!call || document.getSelection()?.isCollapsed === false) return
    const { agentId } = call
    const agent = board.agents.get(agentId) ?? { agentId, name: '' }
    const cells = [
      clock(seconds(call.startedAt)),
      nameOf(agent),
      agentId,
      numbers.textOf(call),
      call.skill,
      call.callId,
    ]
    event.clipboardData?.setData('text/plain', cells.join('\t'))
    event.preventDefault()
  }
}
